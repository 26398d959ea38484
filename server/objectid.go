package server

import (
	"bytes"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// The ObjectIDs of RFC 8474.

// createWithID has the base answer CREATE, and puts the new mailbox's ID into
// its OK (RFC 8474 §4.1).
func createWithID(s *session, c *front.Command) error {
	if err := byBase(s, c); err != nil || !bytes.HasPrefix(s.answer, []byte("OK ")) {
		return err
	}
	name, err := spaceMailbox(c.Args())
	if err != nil {
		return err
	}
	// If it is gone already there is no ID to be told.
	if mb, err := s.account.Lookup(strings.TrimSuffix(name, mailbox.Delimiter), 0); err == nil {
		s.ok("MAILBOXID ("+mb.ID()+")", "CREATE completed")
	}
	return nil
}

// statusMailboxID is the STATUS item (RFC 8474 §4.3).
func statusMailboxID(b []byte, _ *session, mb *mailbox.Mailbox, _ *mailbox.Status) []byte {
	return append(append(append(b, '('), mb.ID()...), ')')
}

// identifies reports whether an item tells which message or thread this is, so
// that there is nothing else to be told for it.
func (i fetchItem) identifies() bool {
	switch i.kind {
	case itemEmailID, itemThreadID, itemGmailMessage, itemGmailThread:
		return true
	}
	return false
}

// appendID appends the EMAILID or THREADID item (RFC 8474 §5.3), or that of the
// same number in Gmail's form.
func (f *fetcher) appendID(b []byte, item fetchItem) ([]byte, error) {
	switch item.kind {
	case itemEmailID:
		return append(append(append(b, "EMAILID ("...), f.m.EmailID()...), ')'), nil
	case itemGmailMessage:
		return appendGmailID(b, item.label, f.m.Content), nil
	}
	thread, err := f.mb.Thread(f.m)
	switch {
	case err != nil:
		return b, err
	case item.kind == itemGmailThread:
		return appendGmailID(b, item.label, thread), nil
	}
	return append(append(append(b, "THREADID ("...), mailbox.ThreadID(thread)...), ')'), nil
}

// objectID reads what follows the search keys EMAILID and THREADID
// (RFC 8474 §6).
func (r *searchReader) objectID(word string) (key, error) {
	if err := r.SP(); err != nil {
		return key{}, err
	}
	id, err := r.Astring("an ObjectID")
	if err != nil {
		return key{}, err
	}
	if !isObjectID(id) {
		return key{}, front.Bad("%+.40q is no ObjectID", id)
	}
	if word == "THREADID" {
		return threadKey(mailbox.ParseThreadID(id)), nil
	}
	content, ok := mailbox.ParseEmailID(id)
	return key{match: func(c *candidate) bool { return ok && c.m.Content == content }}, nil
}

// threadKey matches the messages of a thread; 0 is none.
func threadKey(thread uint64) key {
	return key{costly: true, match: func(c *candidate) bool {
		if thread == 0 {
			return false
		}
		id, err := c.s.view.Mailbox().Thread(c.m)
		if err != nil {
			c.err = err
		}
		return id == thread
	}}
}

// isObjectID reports whether s is an objectid (RFC 8474 §7).
func isObjectID(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 255
}
