package page

import (
	"context"
	"errors"
	"log"
	"net/http"

	"imaporacle/internal/guard"
	"imaporacle/internal/web"
	"imaporacle/teach/lesson"
	"imaporacle/teach/room"
)

// Options say what the page shows.
type Options struct {
	// Room is that of the server, which all who look share. The page does not
	// close it.
	Room *room.Room
	// Users are those whom the page can log in, with their passwords, which it
	// tells nobody.
	Users map[string]string
	// Lessons are those that it offers, in order.
	Lessons []*lesson.Lesson
	// Token, if not empty, must be shown to enter.
	Token string
	// Hosts are names of the machine, beside localhost and its addresses, by
	// which the page may be asked for.
	Hosts []string
	// Version is that of the program.
	Version string
	// Log receives what goes wrong; nothing by default.
	Log *log.Logger
}

// Page is the page of one server.
type Page struct {
	options Options
	*web.Server
	stop   context.CancelFunc // of who looks after rooms
	done   chan struct{}      // closed when nobody looks after rooms any more
	cookie string             // what a browser shows that has shown the token
	desks  desks
}

// New returns the page. Close must be called at the end.
func New(o Options) *Page {
	ctx, stop := context.WithCancel(context.Background())
	p := &Page{options: o, stop: stop, done: make(chan struct{}), cookie: newKey()}
	p.desks.init(newDesk(o.Room, o.Users, nil))
	p.Server = web.New(p.handler(), o.Log)
	go p.lookAfter(ctx)
	return p
}

// handler knows the ways into the page. Those below /rooms/ are of one room.
func (p *Page) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.showRoom)
	mux.HandleFunc("GET /lessons", p.showLessons)
	mux.HandleFunc("GET /lessons/{lesson}", p.showLesson)
	mux.HandleFunc("POST /lessons/{lesson}", p.answer(p.beginLesson))
	mux.HandleFunc("POST /enter", p.enter)
	mux.HandleFunc("GET /catalogue", p.answer(catalogue))
	mux.Handle("GET /assets/", assets())
	for pattern, serve := range map[string]inRoom{
		"GET lines/{line}":       (*desk).getLine,
		"GET mailboxes":          (*desk).getMailboxes,
		"POST lanes":             (*desk).postLane,
		"DELETE lanes/{lane}":    (*desk).deleteLane,
		"POST lanes/{lane}/send": (*desk).postCommand,
		"POST begin":             (*desk).postBegin,
		"POST faults":            (*desk).postFault,
		"DELETE faults/{fault}":  (*desk).deleteFault,
		"POST mail":              (*desk).postMail,
		"POST snapshots":         (*desk).postSnapshot,
		"POST snapshots/{mark}":  (*desk).postRestore,
		"POST back":              (*desk).postBack,
		"POST reset":             (*desk).postReset,
	} {
		mux.HandleFunc(below(pattern), p.answer(p.inDesk(serve)))
	}
	mux.HandleFunc(below("GET stream"), p.withDesk((*desk).stream))
	mux.HandleFunc(below("GET export/{form}"), p.withDesk((*desk).export))
	p.lessonWays(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, r, http.StatusNotFound, "There is nothing at "+r.URL.Path)
	})
	return withPolicy(guard.Guard{Hosts: p.options.Hosts, MayEnter: p.mayEnter, Refuse: p.refuse}.Wrap(mux))
}

// Close ends the page, its streams at once, and returns when no request is under
// way and all rooms but that of the server are closed.
func (p *Page) Close() error {
	err := p.Server.Close()
	p.stop()
	<-p.done
	return errors.Join(err, p.desks.close())
}
