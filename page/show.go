package page

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets
var assetFiles embed.FS

var templates = template.Must(template.ParseFS(templateFiles, "templates/*.html"))

// frame is what every page is shown with.
type frame struct {
	Title   string
	Here    string // which part of the page it is, for the bar
	Version string
	Room    string // key of the room that it shows; "" for none, or one to come
	Content any
}

// show writes a template.
func (p *Page) show(w http.ResponseWriter, r *http.Request, status int, name string, content any) {
	f := frame{Title: "imaporacle", Version: p.options.Version, Content: content}
	switch shown := content.(type) {
	case roomContent:
		f.Here, f.Room = "room", mainRoom
	case lessonList:
		f.Here, f.Title = "lessons", "Lessons – imaporacle"
	case lessonContent:
		f.Here, f.Title = "lesson", shown.Title+" – imaporacle"
	}
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, f); err != nil {
		fail(w, r, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // who is gone reads nothing
}

// roomContent is what the page of the server's room begins with.
type roomContent struct {
	Users   []string // whom the page can log in
	Lessons bool     // there are some
}

func (p *Page) showRoom(w http.ResponseWriter, r *http.Request) {
	p.show(w, r, http.StatusOK, "room.html", roomContent{p.desks.main.userNames(), len(p.options.Lessons) > 0})
}

const assetRoot = "/assets/"

func isAsset(path string) bool { return strings.HasPrefix(path, assetRoot) }

// assets serves styles and modules. They come from the binary: a browser that
// kept them from an older one would mix the two.
func assets() http.Handler {
	files, err := fs.Sub(assetFiles, "assets")
	if err != nil {
		panic(err) // the folder is embedded
	}
	serve := http.StripPrefix(assetRoot, http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if strings.HasSuffix(r.URL.Path, "/") {
			fail(w, r, http.StatusNotFound, "There is nothing at "+r.URL.Path)
			return
		}
		serve.ServeHTTP(w, r)
	})
}
