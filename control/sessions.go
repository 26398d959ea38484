package control

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"imaporacle/server"
	"imaporacle/server/mailbox"
)

// session is a connection.
type session struct {
	Connection int       `json:"connection" doc:"number of the connection, from 1"`
	Remote     string    `json:"remote"`
	Began      time.Time `json:"began"`
	User       string    `json:"user,omitempty"`
	Command    string    `json:"command,omitempty" doc:"that is under way"`
	Tag        string    `json:"tag,omitempty" doc:"of it"`
	Mailbox    string    `json:"mailbox,omitempty" doc:"that is selected"`
	ReadOnly   bool      `json:"readOnly,omitempty" doc:"opened by EXAMINE"`
}

// picture is what a client has been told of its mailbox.
type picture struct {
	UIDValidity uint32    `json:"uidValidity"`
	UIDNext     uint32    `json:"uidNext" doc:"as far as the client has been told"`
	Messages    []told    `json:"messages" doc:"behind the sequence numbers 1, 2, ..."`
	Waiting     []waiting `json:"waiting" doc:"changes of which the client has not been told"`
}

type told struct {
	UID   uint32   `json:"uid"`
	Flags []string `json:"flags" doc:"as told, \\Recent too"`
	Gone  bool     `json:"gone,omitempty" doc:"expunged, of which the client has not been told"`
}

type waiting struct {
	Change     string `json:"change" enum:"appended,flags,expunged,annotated"`
	UID        uint32 `json:"uid,omitempty"`
	ModSeq     uint64 `json:"modSeq"`
	Connection int    `json:"connection,omitempty" doc:"that made it; none for a delivery"`
}

type connection struct {
	Connection int `path:"connection" doc:"number of the connection"`
}

type oneSession struct {
	Body struct {
		session
		Told *picture `json:"told,omitempty" doc:"what the client has been told of the selected mailbox"`
	}
}

func (c *Control) sessions(api huma.API) {
	const one = "/sessions/{connection}"
	huma.Register(api, huma.Operation{
		OperationID: "list-sessions", Method: http.MethodGet, Path: "/sessions", Summary: "List the connections",
	}, func(context.Context, *struct{}) (*struct{ Body []session }, error) {
		all := &struct{ Body []session }{[]session{}}
		for _, info := range c.options.Server.Sessions() {
			all.Body = append(all.Body, sessionOf(info))
		}
		return all, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "get-session", Method: http.MethodGet, Path: one, Summary: "Tell of a connection",
		Description: "With what its client has been told, and what waits. The client notices nothing.",
	}, c.getSession)
	huma.Register(api, huma.Operation{
		OperationID: "disconnect", Method: http.MethodDelete, Path: one, Summary: "End a connection",
		Description: "Without a word to its client.",
	}, func(_ context.Context, in *connection) (*struct{}, error) {
		if !c.options.Server.Disconnect(in.Connection) {
			return nil, noConnection(in.Connection)
		}
		return nil, nil
	})
}

func (c *Control) getSession(_ context.Context, in *connection) (*oneSession, error) {
	info, seen, ok := c.options.Server.Session(in.Connection)
	if !ok {
		return nil, noConnection(in.Connection)
	}
	s := new(oneSession)
	s.Body.session = sessionOf(info)
	if seen != nil {
		s.Body.Told = pictureOf(seen)
	}
	return s, nil
}

func noConnection(number int) error {
	return wrong(http.StatusNotFound, "path.connection", number, "there is no such connection")
}

func sessionOf(i server.SessionInfo) session {
	return session{
		Connection: i.Conn, Remote: i.Remote, Began: i.Began, User: i.User, Command: i.Command, Tag: i.Tag,
		Mailbox: i.Mailbox, ReadOnly: i.ReadOnly,
	}
}

func pictureOf(p *mailbox.Picture) *picture {
	all := &picture{UIDValidity: p.UIDValidity, UIDNext: p.UIDNext, Messages: []told{}, Waiting: []waiting{}}
	for _, m := range p.Messages {
		flags := noNil(m.Flags)
		if m.Recent {
			flags = append(flags[:len(flags):len(flags)], `\Recent`)
		}
		all.Messages = append(all.Messages, told{UID: m.UID, Flags: flags, Gone: m.Gone})
	}
	for _, w := range p.Waiting {
		all.Waiting = append(all.Waiting, waiting{Change: changes[w.Kind], UID: w.UID, ModSeq: w.ModSeq, Connection: w.Conn})
	}
	return all
}

var changes = map[mailbox.Kind]string{
	mailbox.Appended: "appended", mailbox.FlagsChanged: "flags", mailbox.Expunged: "expunged", mailbox.Annotated: "annotated",
}
