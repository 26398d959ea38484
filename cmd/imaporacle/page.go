package main

import (
	"fmt"
	"net"

	"github.com/spf13/pflag"

	"imaporacle/faults"
	"imaporacle/page"
	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/teach/room"
)

// pageFlags are the flags by which serve shows people what goes on.
type pageFlags struct {
	listen, token, lessons string

	room *room.Room // nil without --page
}

func (f *pageFlags) declare(fs *pflag.FlagSet) {
	fs.StringVar(&f.listen, "page", "", "show people what is said and what each session knows, with lessons, in a browser on `HOST:PORT`")
	fs.StringVar(&f.token, "page-token", "", "let only those into --page who know the `TOKEN`; needed where others can reach it")
	fs.StringVar(&f.lessons, "lessons", "", "offer the lessons in `DIR` on --page, in place of those built in")
}

// filters adds that of the page's room to those of a connection: it is the last,
// for it takes down what is really sent.
func (f *pageFlags) filters(before func(int, net.Addr) []front.Filter, armed *faults.Live) func(int, net.Addr) []front.Filter {
	if f.listen == "" {
		return before
	}
	f.room = room.Attach(room.AttachOptions{Journal: armed.Journal()})
	return func(conn int, remote net.Addr) []front.Filter {
		return append(before(conn, remote), f.room.Filter(conn, remote))
	}
}

// start shows the page, if it is asked for, until stop is called. It returns its
// URL. A later failure is sent to failed.
func (f *pageFlags) start(srv *server.Server, o server.Options, armed *faults.Live, failed chan<- error) (url []string, stop func() error, err error) {
	ln, err := guardedListener{"serve", "--page", f.listen, f.token}.open()
	if err != nil {
		return nil, nil, err
	}
	if ln == nil {
		if f.lessons != "" {
			return nil, nil, misuse("serve", "--lessons needs --page")
		}
		return nil, func() error { return nil }, nil
	}
	options := page.Options{Room: f.room, Users: o.Users, Token: f.token, Version: version(), Log: o.Log}
	if host, _, err := net.SplitHostPort(f.listen); err == nil {
		options.Hosts = []string{host}
	}
	if options.Lessons, err = loadLessons("serve", f.lessons); err == nil {
		err = f.room.Serve(srv, armed)
	}
	if err != nil {
		ln.Close()
		return nil, nil, err
	}
	p := page.New(options)
	go func() {
		if err := p.Serve(ln); err != nil {
			failed <- fmt.Errorf("serve: --page %s: %w", ln.Addr(), err)
		}
	}()
	stop = func() error { return firstError(p.Close(), f.room.Close()) }
	return []string{"http://" + ln.Addr().String()}, stop, nil
}
