package control

import (
	"net/http"
	"strings"
)

// refuseStore says of what needs a store that there is none.
func refuseStore(mux *http.ServeMux) {
	refused := func(w http.ResponseWriter, r *http.Request) {
		what, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		refuse(w, http.StatusNotImplemented, "path", r.URL.Path, what+" need a mail store, and a proxy has none: ask the server behind it")
	}
	for _, path := range []string{"/users", "/users/", "/snapshots", "/snapshots/"} {
		mux.HandleFunc(path, refused)
	}
}
