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

// picture is what a client has been told of its mailbox. A proxy knows only what
// was said: where that leaves something open, it is missing.
type picture struct {
	UIDValidity uint32        `json:"uidValidity"`
	UIDNext     uint32        `json:"uidNext" doc:"as far as the client has been told"`
	Exists      int           `json:"exists" doc:"how many messages there are, as told"`
	Messages    []toldMessage `json:"messages" doc:"behind the sequence numbers; on a proxy, those of which something was told"`
	Waiting     []waiting     `json:"waiting" doc:"changes of which the client has not been told; null on a proxy"`
}

type toldMessage struct {
	Seq   int      `json:"seq" doc:"sequence number"`
	UID   uint32   `json:"uid,omitempty" doc:"missing on a proxy until a response has told it"`
	Flags []string `json:"flags" doc:"as told, \\Recent too; null on a proxy until a response has told them"`
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
	session
	Told *picture `json:"told,omitempty" doc:"what the client has been told of the selected mailbox"`
}

// connections knows the sessions: of the server, or of those who are passed on to
// one of others'.
type connections interface {
	all() []session
	one(conn int) (s oneSession, ok bool)
	Disconnect(conn int) bool
}

func (c *Control) sessions(api huma.API) {
	const one = "/sessions/{connection}"
	huma.Register(api, huma.Operation{
		OperationID: "list-sessions", Method: http.MethodGet, Path: "/sessions", Summary: "List the connections",
	}, func(context.Context, *struct{}) (*struct{ Body []session }, error) {
		return &struct{ Body []session }{c.connections().all()}, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "get-session", Method: http.MethodGet, Path: one, Summary: "Tell of a connection",
		Description: "With what its client has been told, and, where the mail is here, what waits. The client notices nothing.",
	}, func(_ context.Context, in *connection) (*struct{ Body oneSession }, error) {
		s, ok := c.connections().one(in.Connection)
		if !ok {
			return nil, noConnection(in.Connection)
		}
		return &struct{ Body oneSession }{s}, nil
	})
	huma.Register(api, huma.Operation{
		OperationID: "disconnect", Method: http.MethodDelete, Path: one, Summary: "End a connection",
		Description: "Without a word to its client.",
	}, func(_ context.Context, in *connection) (*struct{}, error) {
		if !c.connections().Disconnect(in.Connection) {
			return nil, noConnection(in.Connection)
		}
		return nil, nil
	})
}

// connections returns those of the server, or of the proxy.
func (c *Control) connections() connections {
	if c.options.Server != nil {
		return served{c.options.Server}
	}
	return c.options.Heard
}

func noConnection(number int) error {
	return wrong(http.StatusNotFound, "path.connection", number, "there is no such connection")
}

// served are the connections of a server.
type served struct{ *server.Server }

func (s served) all() []session {
	all := []session{}
	for _, info := range s.Sessions() {
		all = append(all, sessionOf(info))
	}
	return all
}

func (s served) one(conn int) (of oneSession, ok bool) {
	info, seen, ok := s.Session(conn)
	of.session = sessionOf(info)
	if seen != nil {
		of.Told = pictureOf(seen)
	}
	return of, ok
}

func sessionOf(i server.SessionInfo) session {
	return session{
		Connection: i.Conn, Remote: i.Remote, Began: i.Began, User: i.User, Command: i.Command, Tag: i.Tag,
		Mailbox: i.Mailbox, ReadOnly: i.ReadOnly,
	}
}

func pictureOf(p *mailbox.Picture) *picture {
	all := &picture{UIDValidity: p.UIDValidity, UIDNext: p.UIDNext, Exists: len(p.Messages), Messages: []toldMessage{}, Waiting: []waiting{}}
	for i, m := range p.Messages {
		all.Messages = append(all.Messages, toldMessage{Seq: i + 1, UID: m.UID, Flags: withRecent(noNil(m.Flags), m.Recent), Gone: m.Gone})
	}
	for _, w := range p.Waiting {
		all.Waiting = append(all.Waiting, waiting{Change: changes[w.Kind], UID: w.UID, ModSeq: w.ModSeq, Connection: w.Conn})
	}
	return all
}

// withRecent returns flags with \Recent among them, if it is.
func withRecent(flags []string, recent bool) []string {
	if !recent {
		return flags
	}
	return append(flags[:len(flags):len(flags)], `\Recent`)
}

var changes = map[mailbox.Kind]string{
	mailbox.Appended: "appended", mailbox.FlagsChanged: "flags", mailbox.Expunged: "expunged", mailbox.Annotated: "annotated",
}
