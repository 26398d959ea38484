package control

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"imaporacle/server/mailbox"
)

// message is what is known of a message beside its text.
type message struct {
	UID    uint32    `json:"uid"`
	Flags  []string  `json:"flags" doc:"as they are now, without \\Recent"`
	Date   time.Time `json:"date" doc:"INTERNALDATE"`
	Size   int64     `json:"size" doc:"octets"`
	ModSeq uint64    `json:"modSeq"`
}

type messagePage struct {
	MailboxName
	After uint32 `query:"after" doc:"only UIDs above this one"`
	Limit int    `query:"limit" default:"1000" minimum:"1" maximum:"10000" doc:"how many at most"`
}

// delivery is a message to be delivered: its text is the body.
type delivery struct {
	MailboxName
	Flags   []string  `query:"flags" doc:"to begin with" example:"[\"\\\\Seen\"]"`
	Date    time.Time `query:"date" doc:"INTERNALDATE; now by default"`
	RawBody []byte    `contentType:"message/rfc822"`
}

type delivered struct {
	Body struct {
		UID         uint32 `json:"uid"`
		UIDValidity uint32 `json:"uidValidity"`
	}
}

type messageName struct {
	MailboxName
	UID uint32 `path:"uid" minimum:"1"`
}

// text is the bytes of a message.
type text struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (c *Control) messages(api huma.API) {
	const all = "/users/{user}/mailboxes/{mailbox}/messages"
	huma.Register(api, huma.Operation{
		OperationID: "list-messages", Method: http.MethodGet, Path: all, Summary: "List the messages of a mailbox",
	}, c.listMessages)
	huma.Register(api, huma.Operation{
		OperationID: "deliver", Method: http.MethodPost, Path: all, Summary: "Deliver a message", DefaultStatus: http.StatusCreated,
		Description:  "As a delivery agent would: the answer comes when it is durable.",
		MaxBodyBytes: maxMessage,
	}, c.deliver)
	huma.Register(api, huma.Operation{
		OperationID: "read-message", Method: http.MethodGet, Path: all + "/{uid}", Summary: "Read a message",
		Description: "The flags stay as they are.",
		Responses: map[string]*huma.Response{
			"200": {Description: "the message as it was delivered", Content: map[string]*huma.MediaType{"message/rfc822": {}}},
		},
	}, c.readMessage)
}

// maxMessage is the largest message that is delivered, in octets.
const maxMessage = 64 << 20

func (c *Control) listMessages(_ context.Context, in *messagePage) (*struct{ Body []message }, error) {
	mb, err := c.mailbox(in.MailboxName)
	if err != nil {
		return nil, err
	}
	all := &struct{ Body []message }{[]message{}}
	for _, m := range mb.MessagesAfter(in.After, in.Limit) {
		all.Body = append(all.Body, message{
			UID: m.UID, Flags: noNil(m.Flags().Names()), Date: m.Date, Size: m.Size, ModSeq: m.ModSeq(),
		})
	}
	return all, nil
}

func (c *Control) deliver(_ context.Context, in *delivery) (*delivered, error) {
	mb, err := c.mailbox(in.MailboxName)
	if err != nil {
		return nil, err
	}
	m := mailbox.NewMessage{Flags: in.Flags, Date: in.Date, Body: in.RawBody}
	if m.Date.IsZero() {
		m.Date = time.Now()
	}
	validity, uids, err := mb.Append(m)
	if err != nil {
		return nil, refusal("body", nil, err)
	}
	d := new(delivered)
	d.Body.UID, d.Body.UIDValidity = uids[0], validity
	return d, nil
}

func (c *Control) readMessage(_ context.Context, in *messageName) (*text, error) {
	mb, err := c.mailbox(in.MailboxName)
	if err != nil {
		return nil, err
	}
	found := mb.MessagesAfter(in.UID-1, 1)
	if len(found) == 0 || found[0].UID != in.UID {
		return nil, wrong(http.StatusNotFound, "path.uid", in.UID, fmt.Sprintf("%s has no message of that UID", mb.Name()))
	}
	body, err := mb.Body(found[0], nil)
	if err != nil {
		return nil, refusal("path.uid", in.UID, err)
	}
	return &text{"message/rfc822", body}, nil
}

// noNil is a list that is written as [] if there is nothing in it.
func noNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
