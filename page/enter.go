package page

import (
	"crypto/rand"
	"net/http"

	"imaporacle/internal/guard"
)

// withPolicy tells browsers to run and load nothing but what is the page's own,
// and to show it in no frame.
func withPolicy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "+
			"base-uri 'none'; frame-ancestors 'none'; form-action 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// cookieName is that of the cookie by which a browser is known again.
const cookieName = "imaporacle"

// mayEnter reports whether who asks has shown the token, or may do without:
// the door and what makes it look well are open.
func (p *Page) mayEnter(r *http.Request) bool {
	if p.options.Token == "" || r.URL.Path == "/enter" || r.Method == http.MethodGet && isAsset(r.URL.Path) {
		return true
	}
	if c, err := r.Cookie(cookieName); err == nil && guard.Same(c.Value, p.cookie) {
		return true
	}
	return guard.HasBearer(r, p.options.Token)
}

// refuse answers what the guard refuses; to a person who has not shown the token
// it shows the door.
func (p *Page) refuse(w http.ResponseWriter, r *http.Request, why guard.Refusal) {
	if why.Status == http.StatusUnauthorized && r.Method == http.MethodGet && !wantsJSON(r) {
		p.show(w, r, why.Status, "enter.html", nil)
		return
	}
	fail(w, r, why.Status, why.Message)
}

// enter takes the token, and has the browser remember that it was shown.
func (p *Page) enter(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if !guard.Same(r.PostFormValue("token"), p.options.Token) {
		p.show(w, r, http.StatusUnauthorized, "enter.html", "That is not the token.")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: p.cookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// newKey returns a name that nobody can guess.
func newKey() string { return rand.Text() }
