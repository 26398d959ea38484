package control

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

type journalPage struct {
	After int `query:"after" minimum:"0" doc:"only entries behind this id"`
	Limit int `query:"limit" default:"1000" minimum:"1" maximum:"10000" doc:"how many at most"`
}

type journalStream struct {
	After int `query:"after" minimum:"0" doc:"only entries behind this id"`
	Last  int `header:"Last-Event-ID" doc:"the same, as browsers give it when they come back"`
}

func (c *Control) journal(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "read-journal", Method: http.MethodGet, Path: "/journal", Summary: "Read what was said and which faults acted",
		Description: "The last 10,000 entries are kept. Passwords are left out.",
	}, func(_ context.Context, in *journalPage) (*struct{ Body []Entry }, error) {
		entries, _ := c.options.Journal.entries.Since(in.After, in.Limit)
		return &struct{ Body []Entry }{noNil(entries)}, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "follow-journal", Method: http.MethodGet, Path: "/journal/stream", Summary: "Follow the journal",
		Description: "Server-sent events: each entry, as JSON, as soon as it is made.",
		Responses: map[string]*huma.Response{
			"200": {Description: "the stream", Content: map[string]*huma.MediaType{"text/event-stream": {}}},
		},
	}, func(_ context.Context, in *journalStream) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			r, w := humago.Unwrap(ctx)
			w.Header().Set("Content-Type", "text/event-stream")
			c.options.Journal.stream(r.Context(), w, max(in.After, in.Last))
		}}, nil
	})
}

// streamLimit is how long the client may take for what is sent at once.
const streamLimit = 30 * time.Second

// stream writes entries as server-sent events until ctx ends or the client is
// gone.
func (j *Journal) stream(ctx context.Context, w http.ResponseWriter, after int) {
	flusher := http.NewResponseController(w)
	if flusher.Flush() != nil { // the client is to know that it is heard
		return
	}
	j.follow(ctx, after, func(e Entry) error {
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if err := flusher.SetWriteDeadline(time.Now().Add(streamLimit)); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", e.ID, data); err != nil {
			return err
		}
		return flusher.Flush()
	})
}
