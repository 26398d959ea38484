package room

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/textproto"
	"slices"
	"time"

	"github.com/emersion/go-message/charset"

	"imaporacle/server"
	"imaporacle/server/mailbox"
)

// Mail is a message that is there from the beginning.
type Mail struct {
	User    string   // "" is the user "user"
	Mailbox string   // made if it is missing; "" is INBOX
	Flags   []string // to begin with
	Message []byte
	Date    time.Time // INTERNALDATE; now if it is zero
}

// fill delivers mail, to mailboxes that are made if they are missing.
func (r *Room) fill(mail []Mail) error {
	for i, m := range mail {
		if _, err := r.deliver(m); err != nil {
			return fmt.Errorf("mail %d: %w", i+1, err)
		}
	}
	return nil
}

func (r *Room) deliver(m Mail) (uid uint32, err error) {
	if m.User == "" {
		m.User = "user"
	}
	if m.Mailbox == "" {
		m.Mailbox = "INBOX"
	}
	if m.Date.IsZero() {
		m.Date = time.Now()
	}
	srv := r.server.Load()
	if !known(srv, m.User) {
		return 0, fmt.Errorf("there is no user %q", m.User)
	}
	account, err := srv.Account(m.User)
	if err != nil {
		return 0, err
	}
	mb, err := account.Get(m.Mailbox)
	if err != nil {
		if err := account.Create(m.Mailbox, nil); err != nil {
			return 0, fmt.Errorf("mailbox %q: %w", m.Mailbox, err)
		}
		if mb, err = account.Get(m.Mailbox); err != nil {
			return 0, err
		}
	}
	_, uids, err := mb.Append(mailbox.NewMessage{Flags: m.Flags, Date: m.Date, Body: m.Message})
	if err != nil {
		return 0, fmt.Errorf("mailbox %q: %w", m.Mailbox, err)
	}
	return uids[0], nil
}

func known(srv *server.Server, user string) bool {
	for _, name := range srv.Users() {
		if name == user {
			return true
		}
	}
	return false
}

// Deliver puts a message into a mailbox as a delivery agent would, and returns
// its UID. The mailbox is made if it is missing.
func (r *Room) Deliver(user, name string, flags []string, message []byte) (uid uint32, err error) {
	uids, err := r.DeliverAll(user, name, flags, message)
	if err != nil {
		return 0, err
	}
	return uids[0], nil
}

// DeliverAll is Deliver for at least one message, of which one line tells. What
// was delivered before an error stays.
func (r *Room) DeliverAll(user, name string, flags []string, messages ...[]byte) (uids []uint32, err error) {
	for _, message := range messages {
		m := Mail{User: user, Mailbox: name, Flags: flags, Message: message}
		uid, err := r.deliver(m)
		if err != nil {
			return uids, fmt.Errorf("room: %w", err)
		}
		uids = append(uids, uid)
		r.mu.Lock()
		r.history.begins(&spoken{user: user, delivered: &m})
		r.mu.Unlock()
	}
	what := "A message is"
	if len(uids) > 1 {
		what = fmt.Sprintf("%d messages are", len(uids))
	}
	r.note(fmt.Sprintf("%s delivered to %s of %s", what, name, user))
	return uids, r.server.Load().Settle(context.Background())
}

// Mark is all mail and all users at one moment, to which Restore leads back.
type Mark struct {
	snapshot *server.Snapshot
	history  history
}

// Snapshot keeps what there is now.
func (r *Room) Snapshot(context.Context) (Mark, error) {
	s, err := r.server.Load().Snapshot()
	if err != nil {
		return Mark{}, fmt.Errorf("room: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	m := Mark{s, r.history}
	m.history.spoken = slices.Clip(m.history.spoken) // what comes later stays out
	return m, nil
}

// Restore ends all lanes, puts mail and users back to where they were, UIDs and
// mod-sequences included, and lets the judge begin anew, for whom UIDs that
// come again would be a broken rule.
func (r *Room) Restore(_ context.Context, m Mark) error { return r.restore(m) }

// Reset is Restore to where the Room began.
func (r *Room) Reset(context.Context) error { return r.restore(r.start) }

func (r *Room) restore(m Mark) error {
	if err := r.server.Load().Restore(m.snapshot); err != nil {
		return fmt.Errorf("room: %w", err)
	}
	r.mu.Lock()
	r.judge, r.history = r.newJudge(r.own), m.history
	r.mu.Unlock()
	r.note("Mail and users are back to where they were")
	return nil
}

// subjectOf returns the subject of a message, "" if it has none that can be
// read.
func subjectOf(mb *mailbox.Mailbox, m *mailbox.Message) string {
	raw, err := mb.Body(m, nil)
	if err != nil {
		return ""
	}
	// What could be read of a header that is broken is good enough.
	header, _ := textproto.NewReader(bufio.NewReader(bytes.NewReader(raw))).ReadMIMEHeader()
	subject := header.Get("Subject")
	decoder := mime.WordDecoder{CharsetReader: charset.Reader}
	if decoded, err := decoder.DecodeHeader(subject); err == nil {
		subject = decoded
	}
	return oneLine(subject)
}
