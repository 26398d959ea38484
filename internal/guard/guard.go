// Package guard keeps strangers out of the HTTP servers of this program. They
// listen on the machine of the user, where every page that his browser shows can
// reach them too.
package guard

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Refusal says why a request is refused.
type Refusal struct {
	Status  int
	Field   string // of the request, such as "header.Host"
	Value   any    // what it was; nil if that is a secret
	Message string // what was expected instead
}

// Guard refuses requests that a page of another site has made, those for a host
// name that may be anybody's (DNS rebinding), and those of people who may not
// enter.
type Guard struct {
	// Hosts are names of the server, beside localhost and every IP address.
	Hosts []string
	// MayEnter says whether who asks has shown the token.
	MayEnter func(*http.Request) bool
	// Refuse writes the answer to what is refused.
	Refuse func(http.ResponseWriter, *http.Request, Refusal)
}

// Wrap returns a handler that has next answer what is not refused.
func (g Guard) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !g.isOwnHost(r.Host):
			g.Refuse(w, r, Refusal{http.StatusMisdirectedRequest, "header.Host", r.Host, "expected localhost or an IP address: a name may be rebound"})
		case !isSameOrigin(r):
			g.Refuse(w, r, Refusal{http.StatusForbidden, "header.Origin", r.Header.Get("Origin"), "requests of other sites are refused"})
		case !g.MayEnter(r):
			w.Header().Set("WWW-Authenticate", `Bearer realm="imaporacle"`)
			g.Refuse(w, r, Refusal{http.StatusUnauthorized, "header.Authorization", nil, "expected Bearer and the token"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isOwnHost reports whether a Host header names nobody but this machine.
func (g Guard) isOwnHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	return strings.EqualFold(name, "localhost") || net.ParseIP(name) != nil ||
		slices.ContainsFunc(g.Hosts, func(own string) bool { return strings.EqualFold(name, own) })
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

// HasBearer reports whether the request has the token in its Authorization
// header.
func HasBearer(r *http.Request, token string) bool {
	given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return Same(given, token)
}

// Same compares secrets in a time that tells nothing of them.
func Same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
