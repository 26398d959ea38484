package control

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"imaporacle/server"
	"imaporacle/server/mailbox"
)

// MailboxName names a mailbox in a path; "/" in it is written %2F.
type MailboxName struct {
	UserName
	Mailbox string `path:"mailbox" doc:"name of a mailbox in UTF-8, with / as %2F" example:"Lists%2Fgo"`
}

type newMailbox struct {
	UserName
	Body struct {
		Name       string   `json:"name" minLength:"1" example:"Lists/go"`
		SpecialUse []string `json:"specialUse,omitempty" doc:"attributes of RFC 6154" example:"[\"\\\\Sent\"]"`
	}
}

// status is what STATUS tells (RFC 9051 §6.3.11).
type status struct {
	Name          string `json:"name"`
	Messages      int    `json:"messages"`
	Recent        int    `json:"recent"`
	Unseen        int    `json:"unseen"`
	Deleted       int    `json:"deleted"`
	UIDNext       uint32 `json:"uidNext"`
	UIDValidity   uint32 `json:"uidValidity"`
	HighestModSeq uint64 `json:"highestModSeq"`
	Size          int64  `json:"size" doc:"octets of all messages"`
}

type oneStatus struct{ Body status }

func (c *Control) mailboxes(api huma.API) {
	const all, one = "/users/{user}/mailboxes", "/users/{user}/mailboxes/{mailbox}"
	huma.Register(api, huma.Operation{
		OperationID: "list-mailboxes", Method: http.MethodGet, Path: all, Summary: "List a user's mailboxes",
		Description: "It claims nothing as \\Recent.",
	}, c.listMailboxes)
	huma.Register(api, huma.Operation{
		OperationID: "create-mailbox", Method: http.MethodPost, Path: all, Summary: "Create a mailbox", DefaultStatus: http.StatusCreated,
		Description: "Those above it that are missing come too.",
	}, c.createMailbox)
	huma.Register(api, huma.Operation{
		OperationID: "get-mailbox", Method: http.MethodGet, Path: one, Summary: "Tell the status of a mailbox",
	}, func(_ context.Context, in *MailboxName) (*oneStatus, error) {
		mb, err := c.mailbox(*in)
		if err != nil {
			return nil, err
		}
		s, err := statusOf(mb)
		return &oneStatus{s}, err
	})
	huma.Register(api, huma.Operation{
		OperationID: "delete-mailbox", Method: http.MethodDelete, Path: one, Summary: "Delete a mailbox",
		Description: "Sessions that have it selected end; its children stay.",
	}, func(_ context.Context, in *MailboxName) (*struct{}, error) {
		account, err := c.account(in.User)
		if err != nil {
			return nil, err
		}
		return nil, refusal("path.mailbox", in.Mailbox, account.Delete(in.Mailbox))
	})
}

// account returns the mail of a user who may log in.
func (c *Control) account(user string) (*mailbox.Account, error) {
	if !slices.Contains(c.options.Server.Users(), user) {
		return nil, userError("path.user", user, server.ErrNoUser)
	}
	return c.options.Server.Account(user)
}

func (c *Control) mailbox(name MailboxName) (*mailbox.Mailbox, error) {
	account, err := c.account(name.User)
	if err != nil {
		return nil, err
	}
	mb, err := account.Get(name.Mailbox)
	return mb, refusal("path.mailbox", name.Mailbox, err)
}

func (c *Control) listMailboxes(_ context.Context, in *UserName) (*struct{ Body []status }, error) {
	account, err := c.account(in.User)
	if err != nil {
		return nil, err
	}
	all := &struct{ Body []status }{[]status{}}
	for _, e := range account.Entries() {
		if !e.Exists || !account.Personal(e.Name) {
			continue
		}
		mb, err := account.Get(e.Name)
		if err != nil {
			continue // deleted meanwhile
		}
		s, err := statusOf(mb)
		if err != nil {
			return nil, err
		}
		all.Body = append(all.Body, s)
	}
	return all, nil
}

func (c *Control) createMailbox(_ context.Context, in *newMailbox) (*oneStatus, error) {
	account, err := c.account(in.User)
	if err == nil {
		err = refusal("body.name", in.Body.Name, account.Create(in.Body.Name, in.Body.SpecialUse))
	}
	if err != nil {
		return nil, err
	}
	mb, err := account.Get(in.Body.Name)
	if err != nil {
		return nil, refusal("body.name", in.Body.Name, err)
	}
	s, err := statusOf(mb)
	return &oneStatus{s}, err
}

func statusOf(mb *mailbox.Mailbox) (status, error) {
	s, err := mb.Status(new(mailbox.Actor))
	return status{
		Name: mb.Name(), Messages: s.Messages, Recent: s.Recent, Unseen: s.Unseen, Deleted: s.Deleted,
		UIDNext: s.UIDNext, UIDValidity: s.UIDValidity, HighestModSeq: s.HighestModSeq, Size: s.Size,
	}, err
}

// refusal says of which field it is that the server refuses something; its own
// failures stay what they are.
func refusal(field string, value any, err error) error {
	var refused *mailbox.Refusal
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &refused) || refused.Code == "SERVERBUG":
		return err
	case refused.Code == "NONEXISTENT":
		return wrong(http.StatusNotFound, field, value, refused.Text)
	case refused.Code == "ALREADYEXISTS":
		return wrong(http.StatusConflict, field, value, refused.Text)
	}
	return wrong(http.StatusUnprocessableEntity, field, value, refused.Error())
}
