package client

import (
	"context"

	"imaporacle/internal/wire"
)

// Namespace is where a user's own mailboxes are.
type Namespace struct {
	Prefix    string // of their names
	Delimiter string // between the levels; "" if there are none
}

// Personal asks for the personal namespace (RFC 2342, RFC 9051 §6.3.10), or for
// the hierarchy delimiter alone where there is no such command. It needs a
// login. What a server does not tell stays empty.
func (c *Client) Personal(ctx context.Context) (Namespace, error) {
	var n Namespace
	if c.Has("NAMESPACE") || c.Has("IMAP4rev2") {
		reply, err := c.Do(ctx, "NAMESPACE")
		if err != nil {
			return n, err
		}
		for _, u := range reply.Find("NAMESPACE") {
			if len(u.Args) > 0 && len(u.Args[0].List) > 0 && len(u.Args[0].List[0].List) > 1 {
				first := u.Args[0].List[0].List
				n = Namespace{first[0].Text(), first[1].Text()}
			}
		}
	}
	if n.Delimiter != "" {
		return n, nil
	}
	reply, err := c.Do(ctx, `LIST "" ""`) // RFC 9051 §6.3.9
	if err != nil {
		return n, err
	}
	for _, u := range reply.Find("LIST") {
		if info, ok := wire.AsList(u); ok {
			n.Delimiter = info.Delimiter
		}
	}
	return n, nil
}
