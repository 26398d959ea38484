package server

import (
	"slices"
	"strconv"

	"imaporacle/server/front"
)

// With UIDONLY (RFC 9586) a client names messages by UID alone, and is told of
// them by UID alone: UIDFETCH in place of FETCH, VANISHED in place of EXPUNGE.

// errUIDRequired is the answer to a sequence number (RFC 9586 §3).
var errUIDRequired error = &front.Status{Type: "BAD", Code: "UIDREQUIRED", Text: "Sequence numbers are not used after ENABLE UIDONLY"}

// beginUIDOnly enables UIDONLY; nothing but UNAUTHENTICATE disables it. The
// contexts that tell sequence numbers end (RFC 5267 §4.3.1).
func (s *session) beginUIDOnly() {
	s.uidOnly = true
	s.contexts = slices.DeleteFunc(s.contexts, func(x *searchContext) bool {
		if !x.uid {
			s.conn.Line(`* NO [NOUPDATE "`, x.tag, `"] Sequence numbers are not used any more`)
		}
		return !x.uid
	})
	if s.view != nil {
		s.view.TrackTouched(len(s.contexts) > 0)
	}
}

// appendFetch begins a FETCH or UIDFETCH response for the message with this
// sequence number and UID.
func (s *session) appendFetch(b []byte, seq, uid uint32) []byte {
	b = append(b, "* "...)
	if s.uidOnly {
		return append(strconv.AppendUint(b, uint64(uid), 10), " UIDFETCH ("...)
	}
	return append(strconv.AppendUint(b, uint64(seq), 10), " FETCH ("...)
}

// appendNamingUID appends the UID item that the server adds of its own accord
// to say which message it means. UIDFETCH says that already.
func (s *session) appendNamingUID(b []byte, uid uint32) []byte {
	if s.uidOnly {
		return b
	}
	return append(appendUID(b, uid), ' ')
}
