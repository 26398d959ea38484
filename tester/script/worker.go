package script

import (
	"fmt"
	"strings"

	"imaporacle/tester/client"
)

// worker plays scripts one after the other, in a mailbox of its own.
type worker struct {
	*run
	base    string // the name of the first test mailbox
	mailbox string // of the present one, which begins so
	refused int    // how often the test mailboxes could not be deleted
}

// brokenError says why a test could not be carried on.
type brokenError struct {
	doing string
	err   error
}

func (e *brokenError) Error() string { return e.doing + ": " + e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }

func broken(doing string, err error) error {
	if err == nil {
		return nil
	}
	return &brokenError{doing, err}
}

// play runs one script.
func (w *worker) play(s *Script) Result {
	result := Result{Script: s}
	if name := w.server.lacks(s); name != "" {
		result.Outcome, result.Reason = Skipped, "the server does not advertise "+name
		return result
	}
	for _, user := range s.Users {
		if _, ok := w.cfg.values(w.server, "")[user[1:]]; !ok {
			result.Outcome, result.Reason = Skipped, "there is no "+user
			return result
		}
	}
	p := &player{worker: w, script: s, rec: w.cfg.recorder(), vars: newVariables(w.cfg.values(w.server, w.mailbox)), result: &result}
	defer p.close()
	if err := p.setUp(); err != nil {
		result.Outcome, result.Reason = Broken, err.Error()
		return result
	}
	err := p.run()
	switch {
	case err != nil:
		result.Outcome, result.Reason = Broken, err.Error()
	case len(result.Failures()) > 0:
		result.Outcome = Failed
	}
	return result
}

// login returns who uses a connection.
func (p *player) login(conn int) Login {
	variable, ok := p.script.Users[conn]
	if !ok || variable == "$user" {
		return Login{p.cfg.User, p.cfg.Pass}
	}
	suffix := strings.TrimPrefix(variable, "$user")
	return Login{p.vars.values["user"+suffix], p.vars.values["password"+suffix]}
}

// dial makes a connection.
func (p *player) dial(n int) (*client.Client, error) {
	cfg := p.cfg.Config
	l := p.login(n)
	cfg.User, cfg.Pass = l.User, l.Pass
	c, err := client.Dial(p.ctx, cfg, fmt.Sprint(n), p.rec)
	p.dialled(err)
	return c, err
}

// setUp goes to the state in which the script begins.
func (p *player) setUp() error {
	for n := range p.script.Connections {
		c, err := p.dial(n + 1)
		if err != nil {
			return broken("connecting", err)
		}
		p.conns = append(p.conns, c)
		if p.script.State > NonAuth {
			if err := c.Login(p.ctx); err != nil {
				return broken("logging in", err)
			}
		}
	}
	p.checkGreeting()
	if p.script.State == NonAuth {
		return nil
	}
	first := p.conns[0]
	if err := p.deleteAll(first); err != nil {
		return broken("deleting the test mailboxes", err)
	}
	if p.script.State >= Created {
		if err := p.create(first); err != nil {
			return broken("creating the test mailbox", err)
		}
	}
	if p.script.State >= Appended {
		if err := p.fill(first); err != nil {
			return broken("appending to the test mailbox", err)
		}
	}
	if p.script.State == Selected {
		for _, c := range p.conns {
			if err := mustOK(c.Do(p.ctx, "SELECT "+client.Quote(p.mailbox))); err != nil {
				return broken("selecting the test mailbox", err)
			}
		}
	}
	return nil
}

// mustOK takes a command that is not answered OK as an error.
func mustOK(r *client.Reply, err error) error {
	if err == nil {
		err = r.Err()
	}
	return err
}
