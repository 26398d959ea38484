package server

import (
	"bytes"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// The ObjectIDs of RFC 8474. There is no THREADID: it is NIL in FETCH, and
// SEARCH finds none (§5.2).

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

// appendObjectID appends the EMAILID or THREADID item (RFC 8474 §5.3).
func appendObjectID(b []byte, m *mailbox.Message, kind itemKind) []byte {
	if kind == itemThreadID {
		return append(b, "THREADID NIL"...)
	}
	return append(append(append(b, "EMAILID ("...), m.EmailID()...), ')')
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
		return key{match: func(*candidate) bool { return false }}, nil
	}
	content, ok := mailbox.ParseEmailID(id)
	return key{match: func(c *candidate) bool { return ok && c.m.Content == content }}, nil
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
