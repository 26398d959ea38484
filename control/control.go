package control

import (
	"log"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"imaporacle/faults"
	"imaporacle/internal/web"
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
	// Server is the server; nil for a proxy, which has neither users nor mail:
	// what needs them is refused, and not in the API.
	Server *server.Server
	// Heard has the connections of the proxy; it needs no Server.
	Heard *Heard
	// Token, if not empty, must come with each request, as
	// "Authorization: Bearer TOKEN".
	Token string
	// Version is that of the program.
	Version string
	// Log receives what goes wrong; nothing by default.
	Log *log.Logger
}

// Control is the control interface of one server. Close ends its streams at
// once.
type Control struct {
	options Options
	*web.Server

	shelf shelf
}

// resources are the parts of the API, each in its file; those of the store are
// not there for a proxy.
var (
	resources = []func(*Control, huma.API){
		(*Control).ready, (*Control).faults, (*Control).sessions, (*Control).journal, (*Control).reset,
	}
	storeResources = []func(*Control, huma.API){
		(*Control).users, (*Control).mailboxes, (*Control).messages, (*Control).snapshots,
	}
)

// New returns the control interface. It keeps a snapshot of the server to which
// a reset leads back.
func New(o Options) (*Control, error) {
	c := &Control{options: o}
	mux := http.NewServeMux()
	api := humago.New(mux, config(o.Version))
	for _, register := range resources {
		register(c, api)
	}
	if o.Server == nil {
		refuseStore(mux)
	} else {
		for _, register := range storeResources {
			register(c, api)
		}
		var err error
		if c.shelf.start, err = c.begin(); err != nil {
			return nil, err
		}
	}
	mux.Handle("GET /{$}", page(api.OpenAPI()))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "path", r.Method+" "+r.URL.Path, "there is no such thing; GET / lists what there is")
	})
	c.Server = web.New(c.guard(mux), o.Log)
	return c, nil
}

func config(version string) huma.Config {
	config := huma.DefaultConfig("imaporacle", version)
	config.DocsPath = ""     // its page needs scripts from elsewhere
	config.CreateHooks = nil // no links to schemas in answers
	config.Info.Description = "Watch and change an IMAP server while it runs."
	return config
}
