package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"slices"

	"github.com/spf13/pflag"

	"imaporacle/control"
	"imaporacle/faults"
	"imaporacle/server/front"
	"imaporacle/server/transcript"
)

// watchFlags are the flags by which serve and proxy can be watched, and changed
// while they run.
type watchFlags struct {
	verb          string
	logDir        string
	listen, token string

	journal *control.Journal // nil without --control
}

func (f *watchFlags) declare(verb string, fs *pflag.FlagSet) {
	f.verb = verb
	fs.StringVar(&f.logDir, "log", "", "write a transcript of each session, without passwords, to `DIR`")
	fs.StringVar(&f.listen, "control", "", "let programs watch and change what goes on, by HTTP on `HOST:PORT`; its page / tells how")
	fs.StringVar(&f.token, "control-token", "", "expect the `TOKEN` with each request to --control; needed where others can reach it")
}

// filters returns what makes the filters of a connection: the faults, and
// behind them those who see what is really sent.
func (f *watchFlags) filters(l *log.Logger, armed *faults.Live) (func(int, net.Addr) []front.Filter, error) {
	var makers []func(int, net.Addr) front.Filter
	if f.logDir != "" {
		transcripts, err := transcript.New(f.logDir, func(err error) { l.Printf("--log: %v", err) })
		if err != nil {
			return nil, fmt.Errorf("%s: --log: %w", f.verb, err)
		}
		makers = append(makers, func(conn int, remote net.Addr) front.Filter { return transcripts.Session(conn, remote) })
	}
	if f.listen != "" {
		f.journal = control.NewJournal(armed.Journal())
		makers = append(makers, f.journal.Filter)
	}
	return func(conn int, remote net.Addr) []front.Filter {
		all := armed.Filters(conn, remote)
		for _, made := range makers {
			all = append(all, made(conn, remote))
		}
		return all
	}, nil
}

// with adds a filter to those of a connection if there is --control.
func (f *watchFlags) with(before func(int, net.Addr) []front.Filter, filter func(int, net.Addr) front.Filter) func(int, net.Addr) []front.Filter {
	if f.listen == "" {
		return before
	}
	return func(conn int, remote net.Addr) []front.Filter {
		return append(before(conn, remote), filter(conn, remote))
	}
}

// listener opens what --control asks for, nil if it is not given.
func (f *watchFlags) listener() (net.Listener, error) {
	return guardedListener{f.verb, "--control", f.listen, f.token}.open()
}

// guardedListener is what a flag asks for that lets people change the server.
type guardedListener struct{ verb, flag, addr, token string }

// open listens, if an address is given. Where others can reach it, there must be
// a token.
func (g guardedListener) open() (net.Listener, error) {
	if g.addr == "" {
		if g.token != "" {
			return nil, misuse(g.verb, "%s-token needs %s", g.flag, g.flag)
		}
		return nil, nil
	}
	ln, err := net.Listen("tcp", g.addr)
	if err != nil {
		return nil, fmt.Errorf("%s: %s %s: %w", g.verb, g.flag, g.addr, err)
	}
	if addr, ok := ln.Addr().(*net.TCPAddr); g.token == "" && !(ok && addr.IP.IsLoopback()) {
		ln.Close()
		return nil, misuse(g.verb, "%s %s: others can reach it: it needs %s-token", g.flag, g.addr, g.flag)
	}
	return ln, nil
}

// run serves the control interface, if it is asked for, says by ready where
// everything is, and waits for the end: of ctx, or of what fails.
func (f *watchFlags) run(ctx context.Context, o control.Options, failed chan error, ready func(urls []string) error) (err error) {
	ln, err := f.listener()
	if err != nil {
		return err
	}
	urls := o.Ready
	if ln != nil {
		stop, startErr := f.serve(ln, o, failed)
		if startErr != nil {
			return startErr
		}
		defer func() { err = firstError(err, stop()) }()
		urls = append(slices.Clip(urls), "http://"+ln.Addr().String())
	}
	if err := ready(urls); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return err
	}
}

// serve answers on ln until stop is called. A later failure is sent to failed.
func (f *watchFlags) serve(ln net.Listener, o control.Options, failed chan<- error) (stop func() error, err error) {
	o.Journal, o.Token, o.Version = f.journal, f.token, version()
	c, err := control.New(o)
	if err != nil {
		ln.Close()
		return nil, fmt.Errorf("%s: --control: %w", f.verb, err)
	}
	go func() {
		if err := c.Serve(ln); err != nil {
			failed <- fmt.Errorf("%s: --control %s: %w", f.verb, ln.Addr(), err)
		}
	}()
	return c.Close, nil
}
