package script

import (
	"context"
	"errors"
	"fmt"
	"time"

	"imaporacle/tester/client"
)

// deleteAll deletes what scripts before have made. If the server does not let it
// go, the next script has a test mailbox of another name: one that cannot be
// deleted now, because the name was deleted a moment ago (Cyrus) or a script has
// given up the right to, keeps no other script from being played.
func (p *player) deleteAll(c *client.Client) error {
	err := c.DeleteAll(p.ctx, p.base)
	var refused *client.RefusedError
	if !errors.As(err, &refused) {
		return err
	}
	p.worker.refused++
	p.mailbox = fmt.Sprintf("%s-%d", p.base, p.worker.refused+1)
	p.vars = newVariables(p.cfg.values(p.server, p.mailbox))
	return nil
}

// create makes the test mailbox. If it is there after all, which a LIST beside
// other sessions' commands may have left out, it is deleted first.
func (p *player) create(c *client.Client) error {
	reply, err := c.Do(p.ctx, "CREATE "+client.Quote(p.mailbox))
	if err != nil || reply.OK() {
		return err
	}
	if err := mustOK(c.Do(p.ctx, "DELETE "+client.Quote(p.mailbox))); err != nil {
		return reply.Err()
	}
	return mustOK(c.Do(p.ctx, "CREATE "+client.Quote(p.mailbox)))
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
		head := "APPEND " + client.Quote(p.mailbox) + " "
		if !m.Date.IsZero() {
			head += m.Date.Format(`"02-Jan-2006 15:04:05 -0700" `)
		}
		if err := mustOK(c.DoParts(p.ctx, client.Text(head), client.Literal{Data: m.Data})); err != nil {
			return err
		}
	}
	return nil
}

// clean removes what the scripts have made.
func (w *worker) clean() {
	ctx, cancel := client.CleanUp(w.ctx)
	defer cancel()
	err := client.Remove(ctx, w.cfg.Config, w.base)
	var refused *client.RefusedError
	if errors.As(err, &refused) && again(ctx) {
		err = client.Remove(ctx, w.cfg.Config, w.base)
	}
	if err != nil && w.cfg.Unclean != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.cfg.Unclean(fmt.Errorf("%s: %w", w.base, err))
	}
}

// again waits until what was refused may be tried a second time: Cyrus deletes no
// name twice in the same second. It says false if there is no time left.
func again(ctx context.Context) bool {
	select {
	case <-time.After(1100 * time.Millisecond):
		return true
	case <-ctx.Done():
		return false
	}
}
