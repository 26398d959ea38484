package server

import "imaporacle/server/mailbox"

// metadataChanges are the events that ENABLE METADATA has told.
const metadataChanges = mailbox.MailboxMetadataChange | mailbox.ServerMetadataChange

// beginAnnotations has changes of annotations by others told with the answers
// to the client's commands and in IDLE (RFC 5464 §4.4).
func (s *session) beginAnnotations() {
	if s.annotations != nil {
		return
	}
	s.annotations = s.account.Watch(s.alarm, s.server.options.Limits.Notifications,
		func(kinds mailbox.Kinds, _ string) mailbox.Kinds { return kinds & metadataChanges })
}

func (s *session) endAnnotations() {
	if s.annotations != nil {
		s.annotations.Stop()
		s.annotations = nil
	}
}

// tellAnnotations sends what has changed. NOTIFY, if there is one, decides
// instead what is told (RFC 5465 §5.6). What does not fit into the limit is
// lost: no response says so, and the client may ask at any time.
func (s *session) tellAnnotations() {
	if s.annotations == nil {
		return
	}
	events, overflow := s.annotations.Take()
	if overflow {
		s.endAnnotations()
		s.beginAnnotations()
	}
	if s.notify != nil {
		return
	}
	for _, e := range events {
		s.tellMetadata(e)
	}
}
