package room

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"imaporacle/server"
	"imaporacle/server/mailbox"
	"imaporacle/teach/explain"
)

// spoken is a command as it was sent, or a delivery, for the exports.
type spoken struct {
	lane      int
	user      string // who sent it, "" before login
	raw       []byte // with its tag and its literals
	delivered *Mail  // nil if it is a command
}

// Bounds of what is kept for the exports.
const (
	maxSpoken      = 10_000
	maxSpokenBytes = 16 << 20
)

// history is what led to the present state: the mail that was there, and what
// was said since. The Room's mu guards it.
type history struct {
	mail   []Mail
	spoken []*spoken
	size   int
	reason error // why it cannot be exported, nil if it can
}

var (
	errMuchMail = errors.New("room: there was too much mail at the beginning for an export")
	errMuchSaid = errors.New("room: too much has been said for an export")
	errNothing  = errors.New("room: nothing has been said that could be exported")
)

// begins takes notice of a command.
func (h *history) begins(c *spoken) {
	if len(h.spoken) == maxSpoken {
		h.reason = errMuchSaid
		return
	}
	h.spoken = append(h.spoken, c)
	h.grows(c.raw)
	if c.delivered != nil {
		h.grows(c.delivered.Message)
	}
}

func (h *history) grows(said []byte) {
	if h.size += len(said); h.size > maxSpokenBytes {
		h.spoken, h.reason = nil, errMuchSaid
	}
}

// goesOn takes notice of what belongs to the command.
func (h *history) goesOn(c *spoken, said []byte) {
	if c == nil || h.reason != nil {
		return
	}
	c.raw = append(c.raw, said...)
	h.grows(said)
}

// maxFirstMail is how many messages the mail of the beginning may have in all.
const maxFirstMail = 200

// firstMail reads all mail of a server.
func firstMail(srv *server.Server) (all []Mail, err error) {
	for _, user := range srv.Users() {
		account, err := srv.Account(user)
		if err != nil {
			return nil, err
		}
		for _, e := range account.Entries() {
			if !e.Exists || !account.Personal(e.Name) {
				continue
			}
			mb, err := account.Get(e.Name)
			if err != nil {
				return nil, err
			}
			msgs := mb.MessagesAfter(0, maxFirstMail+1)
			if len(all)+len(msgs) > maxFirstMail {
				return nil, errMuchMail
			}
			mail, err := mailOf(user, mb, msgs)
			if err != nil {
				return nil, err
			}
			all = append(all, mail...)
		}
	}
	return all, nil
}

func mailOf(user string, mb *mailbox.Mailbox, msgs []*mailbox.Message) (all []Mail, err error) {
	for _, m := range msgs {
		body, err := mb.Body(m, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, Mail{User: user, Mailbox: mb.Name(), Flags: m.Flags().Names(), Message: bytes.Clone(body), Date: m.Date})
	}
	return all, nil
}

// unexported are the commands that a script does not need, as it begins logged
// in, and those that say nothing to a reader.
var unexported = []string{"LOGIN", "AUTHENTICATE", "UNAUTHENTICATE", "LOGOUT", "STARTTLS", "COMPRESS"}

// cut divides a command into its name and all that follows the tag; ok is
// false if it is none that could be sent again.
func (c *spoken) cut() (name, command string, ok bool) {
	line, _ := cutLine(c.raw)
	name = explain.CommandName(string(line))
	_, command, ok = strings.Cut(string(trimCR(bytes.TrimSuffix(c.raw, []byte("\n")))), " ")
	return name, command, ok && name != "" && c.user != "" && !slices.Contains(unexported, name)
}
