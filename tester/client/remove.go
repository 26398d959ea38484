package client

import (
	"context"
	"slices"
	"strings"

	"imaporacle/internal/wire"
)

// escaped are the characters that stand behind a backslash in a quoted string.
var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// Quote writes a string as a quoted one (RFC 9051 §4.3); it must not hold CR, LF
// or NUL.
func Quote(s string) string { return `"` + escaped.Replace(s) + `"` }

// Remove logs in, in a session of its own, and deletes a mailbox and all whose
// names begin with its name, as DeleteAll does.
func Remove(ctx context.Context, cfg Config, mailbox string) error {
	c, err := Dial(ctx, cfg, "clean", nil)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Login(ctx); err != nil {
		return err
	}
	if err := c.DeleteAll(ctx, mailbox); err != nil {
		return err
	}
	return c.Logout(ctx)
}

// DeleteAll deletes a mailbox and all whose names begin with its name, the
// longest first, and what is subscribed to of them. The error is that of the
// first that the server does not let go, which keeps none of the others.
func (c *Client) DeleteAll(ctx context.Context, mailbox string) error {
	boxes, err := c.listed(ctx, "LIST", mailbox)
	if err != nil {
		return err
	}
	var refused error
	for _, m := range boxes {
		r, err := c.Do(ctx, "DELETE "+Quote(m.Mailbox))
		if err != nil {
			return err
		}
		if r.OK() || refused != nil {
			continue
		}
		stays, err := c.isMailbox(ctx, m.Mailbox)
		if err != nil {
			return err
		}
		if stays {
			refused = r.Err()
		}
	}
	if boxes, err = c.listed(ctx, "LSUB", mailbox); err != nil {
		return err
	}
	for _, m := range boxes {
		if _, err := c.Do(ctx, "UNSUBSCRIBE "+Quote(m.Mailbox)); err != nil {
			return err
		}
	}
	return refused
}

// isMailbox says whether there is a mailbox of that name: a name without one may
// be gone with its children, or stay.
func (c *Client) isMailbox(ctx context.Context, name string) (bool, error) {
	boxes, err := c.listed(ctx, "LIST", name)
	return slices.ContainsFunc(boxes, func(m wire.MailboxInfo) bool { return m.Mailbox == name && !m.HasAttr(`\Noselect`) }), err
}

// listed returns the mailboxes whose names begin so, the longest first.
func (c *Client) listed(ctx context.Context, verb, begin string) ([]wire.MailboxInfo, error) {
	r, err := c.Do(ctx, verb+` "" `+Quote(begin+"*"))
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
