package mailbox

import (
	"strconv"
	"strings"
)

// ID returns the mailbox's ObjectID, which no other mailbox of the store ever
// has, and which stays through RENAME (RFC 8474 §4).
func (mb *Mailbox) ID() string { return "F" + strconv.FormatUint(uint64(mb.id), 10) }

// EmailID returns the ObjectID of the message's content: the same for every
// copy of it (RFC 8474 §5.1).
func (m *Message) EmailID() string { return "M" + strconv.FormatUint(m.Content, 10) }

// UIDValidity returns the value under which the UIDs hold.
func (mb *Mailbox) UIDValidity() uint32 {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	return mb.rec.UIDValidity
}

// Message returns the message of that UID, nil if there is none or it is
// expunged.
func (mb *Mailbox) Message(uid uint32) *Message {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	if i := find(mb.msgs, uid); i < len(mb.msgs) && mb.msgs[i].UID == uid {
		return mb.msgs[i]
	}
	return nil
}

// ParseEmailID returns the Content that an EmailID stands for. Two different
// ids never stand for the same.
func ParseEmailID(id string) (content uint64, ok bool) {
	content, err := strconv.ParseUint(strings.TrimPrefix(id, "M"), 10, 64)
	return content, err == nil && (&Message{Content: content}).EmailID() == id
}
