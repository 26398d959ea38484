package control

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"imaporacle/internal/guard"
)

// guard refuses what does not come from a program of the user's.
func (c *Control) guard(next http.Handler) http.Handler {
	return guard.Guard{
		MayEnter: func(r *http.Request) bool { return c.options.Token == "" || guard.HasBearer(r, c.options.Token) },
		Refuse: func(w http.ResponseWriter, _ *http.Request, why guard.Refusal) {
			refuse(w, why.Status, why.Field, why.Value, why.Message)
		},
	}.Wrap(next)
}

// refuse answers with a problem document, before the API is asked.
func refuse(w http.ResponseWriter, status int, field string, value any, message string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	// An answer that cannot be sent is one that nobody waits for.
	_ = huma.DefaultJSONFormat.Marshal(w, wrong(status, field, value, message))
}

// wrong is a problem document about one field, such as "body.line".
func wrong(status int, field string, value any, message string) huma.StatusError {
	return huma.NewError(status, message, &huma.ErrorDetail{Message: message, Location: field, Value: value})
}
