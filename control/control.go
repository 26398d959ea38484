package control

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"imaporacle/faults"
	"imaporacle/server"
)

// Options say what is controlled.
type Options struct {
	// Ready is what /ready tells: URLs such as "imap://127.0.0.1:1143".
	Ready []string
	// Faults is what can be changed.
	Faults *faults.Live
	// Arm, if set, says why a fault cannot be armed.
	Arm func(faults.Fault) error
	// Journal has what is said and which faults act. Close ends it.
	Journal *Journal
	// Server is the server; nil for the proxy, which has neither users nor
	// mail, so that there is nothing of them in the API.
	Server *server.Server
	// Token, if not empty, must come with each request, as
	// "Authorization: Bearer TOKEN".
	Token string
	// Version is that of the program.
	Version string
	// Log receives what goes wrong; nothing by default.
	Log *log.Logger
}

// Control is the control interface of one server.
type Control struct {
	options Options
	http    http.Server
	stop    context.CancelFunc // ends streams

	shelf shelf
}

// resources are the parts of the API, each in its file. Those of a server are
// not there for the proxy.
var (
	resources       = []func(*Control, huma.API){(*Control).ready, (*Control).faults, (*Control).journal}
	serverResources = []func(*Control, huma.API){
		(*Control).users, (*Control).mailboxes, (*Control).messages, (*Control).sessions, (*Control).snapshots,
	}
)

// New returns the control interface. It keeps a snapshot of the server to which
// a reset leads back.
func New(o Options) (*Control, error) {
	c := &Control{options: o}
	ctx, stop := context.WithCancel(context.Background())
	c.stop = stop
	mux := http.NewServeMux()
	api := humago.New(mux, config(o.Version))
	for _, register := range resources {
		register(c, api)
	}
	if o.Server != nil {
		for _, register := range serverResources {
			register(c, api)
		}
		var err error
		if c.shelf.start, err = c.begin(); err != nil {
			stop()
			return nil, err
		}
	}
	mux.Handle("GET /{$}", page(api.OpenAPI()))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "path", r.Method+" "+r.URL.Path, "there is no such thing; GET / lists what there is")
	})
	c.http = http.Server{
		Handler:           c.guard(mux),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          o.Log,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	return c, nil
}

func config(version string) huma.Config {
	config := huma.DefaultConfig("imaporacle", version)
	config.DocsPath = ""     // its page needs scripts from elsewhere
	config.CreateHooks = nil // no links to schemas in answers
	config.Info.Description = "Watch and change an IMAP server while it runs."
	return config
}

// Serve answers the requests that come to ln, until Close.
func (c *Control) Serve(ln net.Listener) error {
	if err := c.http.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// closeLimit is how long requests under way may take at the end.
const closeLimit = 5 * time.Second

// Close ends the interface, its streams at once, and returns when no request is
// under way.
func (c *Control) Close() error {
	c.stop()
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	if err := c.http.Shutdown(ctx); err != nil {
		return errors.Join(err, c.http.Close())
	}
	return nil
}
