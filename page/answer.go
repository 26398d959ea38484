package page

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// refusal is an error that is the fault of who asks.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

// wrong returns a refusal of a request that makes no sense.
func wrong(format string, args ...any) error {
	return refusal{http.StatusUnprocessableEntity, fmt.Sprintf(format, args...)}
}

// missing returns a refusal of a request for what there is not.
func missing(format string, args ...any) error {
	return refusal{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

// asked is a handler that returns what is answered as JSON; nil for nothing.
type asked func(r *http.Request) (any, error)

// inRoom is the same for what concerns one room.
type inRoom func(d *desk, r *http.Request) (any, error)

// below puts the path of a pattern into a room.
func below(pattern string) string {
	return strings.Replace(pattern, " ", " /rooms/{room}/", 1)
}

// answer writes what f returns.
func (p *Page) answer(f asked) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		v, err := f(r)
		if err != nil {
			status := http.StatusConflict // the room cannot do it as it is
			if why := (refusal{}); errors.As(err, &why) {
				status = why.status
			}
			fail(w, r, status, err.Error())
			return
		}
		if v == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(v) // who is gone reads nothing
	}
}

// inDesk has serve answer for the room that the path names.
func (p *Page) inDesk(serve inRoom) asked {
	return func(r *http.Request) (any, error) {
		d, err := p.desks.find(r.PathValue("room"))
		if err != nil {
			return nil, err
		}
		defer d.leave()
		return serve(d, r)
	}
}

// withDesk is inDesk for what writes its answer itself.
func (p *Page) withDesk(serve func(*desk, http.ResponseWriter, *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d, err := p.desks.find(r.PathValue("room"))
		if err != nil {
			fail(w, r, http.StatusNotFound, err.Error())
			return
		}
		defer d.leave()
		serve(d, w, r)
	}
}

// maxBody bounds what is asked, in octets.
const maxBody = 2 << 20

// read reads the body of a request, which is JSON and nothing but what v has.
func read(r *http.Request, v any) error {
	if kind := r.Header.Get("Content-Type"); kind != "application/json" {
		return refusal{http.StatusUnsupportedMediaType, fmt.Sprintf("expected application/json, not %q", kind)}
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return wrong("the body cannot be read: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return wrong("the body goes on behind its end")
	}
	return nil
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// fail says what is wrong: to the page as JSON, to a person as text. What a person
// has got wrong is a good answer to the page, which tells it: of any other a browser
// complains on its console.
func fail(w http.ResponseWriter, r *http.Request, status int, text string) {
	if !wantsJSON(r) {
		http.Error(w, text, status)
		return
	}
	if status == http.StatusUnprocessableEntity || status == http.StatusConflict {
		status = http.StatusOK
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct { // who is gone reads nothing
		Error string `json:"error"`
	}{text})
}
