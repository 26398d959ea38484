package control

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// guard refuses what does not come from a program of the user's: requests that
// a page in a browser has made, those for a host name that may be anybody's
// (DNS rebinding), and those without the token.
func (c *Control) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !isOwnHost(r.Host):
			refuse(w, http.StatusMisdirectedRequest, "header.Host", r.Host, "expected localhost or an IP address: a name may be rebound")
		case !isSameOrigin(r):
			refuse(w, http.StatusForbidden, "header.Origin", r.Header.Get("Origin"), "requests of other sites are refused")
		case !c.mayEnter(r):
			w.Header().Set("WWW-Authenticate", `Bearer realm="imaporacle"`)
			refuse(w, http.StatusUnauthorized, "header.Authorization", nil, "expected Bearer and the token")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isOwnHost reports whether a Host header names nobody but a machine.
func isOwnHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	return strings.EqualFold(name, "localhost") || net.ParseIP(name) != nil
}

// isSameOrigin reports whether the request came from no page, or one of ours.
func isSameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && u.Host == r.Host
}

func (c *Control) mayEnter(r *http.Request) bool {
	if c.options.Token == "" {
		return true
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return subtle.ConstantTimeCompare([]byte(token), []byte(c.options.Token)) == 1
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
