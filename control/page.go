package control

import (
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// operation is a line of the page.
type operation struct{ Method, Path, Summary, Description string }

// page shows what can be asked, to a person. It needs nothing but itself, so
// that it works without a network.
func page(api *huma.OpenAPI) http.Handler {
	var all []operation
	for _, path := range slices.Sorted(maps.Keys(api.Paths)) {
		item := api.Paths[path]
		for _, o := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if o != nil {
				all = append(all, operation{o.Method, path, o.Summary, o.Description})
			}
		}
	}
	var b strings.Builder
	err := pageTemplate.Execute(&b, struct {
		*huma.Info
		Operations []operation
	}{api.Info, all})
	text := b.String()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		_, _ = w.Write([]byte(text)) // who is gone reads nothing
	})
}

var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>{{.Title}}</title>
<style>body{font-family:sans-serif;margin:2em} td{padding:.3em 1em .3em 0;vertical-align:top}</style>
<h1>{{.Title}} {{.Version}}</h1>
<p>{{.Description}} This API is described by <a href="/openapi.json">OpenAPI</a>.</p>
<table>
{{range .Operations}}<tr><td>{{.Method}}</td><td><code>{{.Path}}</code></td><td>{{.Summary}}. {{.Description}}</td></tr>
{{end}}</table>
</html>
`))
