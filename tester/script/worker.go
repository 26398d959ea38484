package script

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// worker plays scripts one after the other, in a mailbox of its own.
type worker struct {
	*run
	mailbox string
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
	if err := deleteAll(p.ctx, first, p.mailbox); err != nil {
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
			if err := must1(c.Do(p.ctx, "SELECT "+quote(p.mailbox))); err != nil {
				return broken("selecting the test mailbox", err)
			}
		}
	}
	return nil
}

// create makes the test mailbox. If it is there after all, which a LIST beside
// other sessions' commands may have left out, it is deleted first.
func (p *player) create(c *client.Client) error {
	reply, err := c.Do(p.ctx, "CREATE "+quote(p.mailbox))
	if err != nil || reply.OK() {
		return err
	}
	if err := must1(c.Do(p.ctx, "DELETE "+quote(p.mailbox))); err != nil {
		return reply.Err()
	}
	return must1(c.Do(p.ctx, "CREATE "+quote(p.mailbox)))
}

// fill appends the messages of the mbox, from its start again if they do not
// suffice.
func (p *player) fill(c *client.Client) error {
	n := p.script.Messages
	if n < 0 {
		n = len(p.script.Mbox)
	}
	for range n {
		m := p.nextMessage()
		head := "APPEND " + quote(p.mailbox) + " "
		if !m.Date.IsZero() {
			head += m.Date.Format(`"02-Jan-2006 15:04:05 -0700" `)
		}
		if err := must1(c.DoParts(p.ctx, client.Text(head), client.Literal{Data: m.Data})); err != nil {
			return err
		}
	}
	return nil
}

// must1 takes a command that is not answered OK as an error.
func must1(r *client.Reply, err error) error {
	if err == nil {
		err = r.Err()
	}
	return err
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// deleteAll deletes a mailbox and all whose names begin with its name, the
// longest first, and what is subscribed to of them.
func deleteAll(ctx context.Context, c *client.Client, mailbox string) error {
	boxes, err := listed(ctx, c, "LIST", mailbox)
	if err != nil {
		return err
	}
	for _, m := range boxes {
		name := m.Mailbox
		r, err := c.Do(ctx, "DELETE "+quote(name))
		if err != nil {
			return err
		}
		if r.OK() {
			continue
		}
		// A name without a mailbox may be gone with its children, or stay.
		left, err := listed(ctx, c, "LIST", name)
		if err == nil && slices.ContainsFunc(left, func(m wire.MailboxInfo) bool { return m.Mailbox == name && !m.HasAttr(`\Noselect`) }) {
			err = r.Err()
		}
		if err != nil {
			return err
		}
	}
	if boxes, err = listed(ctx, c, "LSUB", mailbox); err != nil {
		return err
	}
	for _, m := range boxes {
		if _, err := c.Do(ctx, "UNSUBSCRIBE "+quote(m.Mailbox)); err != nil {
			return err
		}
	}
	return nil
}

// listed returns the mailboxes whose names begin so, the longest first.
func listed(ctx context.Context, c *client.Client, verb, begin string) ([]wire.MailboxInfo, error) {
	r, err := c.Do(ctx, verb+` "" `+quote(begin+"*"))
	if err != nil {
		return nil, err
	}
	var boxes []wire.MailboxInfo
	for _, u := range r.Find(verb) {
		info, ok := wire.AsList(u)
		if ok && strings.HasPrefix(info.Mailbox, begin) && !info.HasAttr(`\NonExistent`) {
			boxes = append(boxes, info)
		}
	}
	slices.SortFunc(boxes, func(a, b wire.MailboxInfo) int { return len(b.Mailbox) - len(a.Mailbox) })
	return boxes, r.Err()
}

// cleanTime is for removing what was made, also after the run was interrupted.
const cleanTime = 10 * time.Second

// clean removes what the scripts have made.
func (w *worker) clean() {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(w.ctx), cleanTime, errors.New("cleaning up took too long"))
	defer cancel()
	c, err := client.Dial(ctx, w.cfg.Config, "clean", nil)
	if err != nil {
		return // who cannot be reached cannot be cleaned
	}
	defer c.Close()
	if c.Login(ctx) == nil && deleteAll(ctx, c, w.mailbox) == nil {
		_ = c.Logout(ctx)
	}
}
