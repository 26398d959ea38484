package control

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// readiness is the answer of /ready.
type readiness struct {
	Body struct {
		Listening []string `json:"listening" doc:"where IMAP is spoken" example:"[\"imap://127.0.0.1:1143\"]"`
	}
}

func (c *Control) ready(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "ready", Method: http.MethodGet, Path: "/ready", Summary: "Tell that IMAP is served",
	}, func(context.Context, *struct{}) (*readiness, error) {
		r := new(readiness)
		r.Body.Listening = c.options.Ready
		return r, nil
	})
}
