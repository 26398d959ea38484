package server

import (
	"slices"
	"strings"

	"imaporacle/server/mailbox"
)

// tell sends what the session has not been told yet, in the order in which it
// must be told: expunges, counts, flags (RFC 9051 §5.2, §7.5.1).
func (s *session) tell(expunges bool) {
	u := s.view.Advance(expunges || s.notify.immediate())
	switch {
	case u.Removed:
		s.conn.Line("* BYE The mailbox has been deleted")
		s.over = true
		return
	case !s.view.Rights().Has(mailbox.RightRead):
		// RFC 4314 §5.1.1: clients do not handle a NO to each command well.
		s.conn.Line("* BYE The mailbox may not be read any more")
		s.over = true
		return
	}
	s.tellGone(u)
	s.vanished = s.vanished || len(u.Vanished) > 0
	if s.qresync || s.uidOnly { // RFC 7162 §3.2.10.2, RFC 9586 §3
		s.sendVanished(u.Vanished)
	} else {
		for _, seq := range u.Expunged {
			s.conn.Number(int(seq), "EXPUNGE")
		}
	}
	if u.Exists >= 0 {
		s.conn.Number(u.Exists, "EXISTS")
	}
	if u.Recent >= 0 && !s.rev2 {
		s.conn.Number(u.Recent, "RECENT")
	}
	s.announceKeywords()
	reviews := s.review(u)
	s.tellNew(u.Arrived, reviews)
	// What a UID command makes known has UIDs, also where another session is the
	// cause (RFC 9051 §6.4.9); so has all that NOTIFY tells (RFC 5465 §5.1).
	uid := s.notify != nil || strings.HasPrefix(s.actor.Command, "UID ")
	for _, f := range u.Flags {
		s.tellFlags(f, uid)
	}
	s.tellKeyReset()
	s.tellReviews(reviews)
	s.warnOfQuota()
}

// tellFlags sends one message's flags, with its UID for the UID commands, and
// with UID and mod-sequence for a CONDSTORE-aware client (RFC 7162 §3.2.4).
func (s *session) tellFlags(f mailbox.FlagUpdate, uid bool) {
	s.announceBefore()
	b := s.appendFetch(s.conn.Begin(), f.Seq, f.Message.UID)
	if uid || s.condstore {
		b = s.appendNamingUID(b, f.Message.UID)
	}
	b = s.appendFlags(b, f.Message, f.Flags)
	if s.condstore {
		b = s.appendModSeq(append(b, ' '), f.ModSeq)
	}
	s.conn.End(append(b, ")\r\n"...))
}

// appendFlags appends the FLAGS item. \Recent does not exist in IMAP4rev2
// (RFC 9051 appendix E).
func (s *session) appendFlags(b []byte, m *mailbox.Message, flags *mailbox.FlagSet) []byte {
	b = append(b, "FLAGS ("...)
	b = append(b, flags.String()...)
	if !s.rev2 && s.view.Recent(m) {
		if flags.String() != "" {
			b = append(b, ' ')
		}
		b = append(b, `\Recent`...)
	}
	return append(b, ')')
}

// announceKeywords tells of keywords before they are used (RFC 3501 §7.2.6),
// and of other rights to change flags (RFC 4314 §5.1.1).
func (s *session) announceKeywords() {
	keywords, changed := s.view.NewKeywords()
	if !changed {
		return
	}
	s.conn.Line("* FLAGS (", strings.Join(knownFlags(keywords), " "), ")")
	if !s.view.ReadOnly() {
		s.conn.Line("* OK [PERMANENTFLAGS (", strings.Join(s.permanentFlags(keywords), " "), ")] Flags permitted")
	}
}

// announceBefore announces the keywords that others have made meanwhile, once
// flags were read that are to be told.
func (s *session) announceBefore() {
	if s.view.Unannounced() {
		s.announceKeywords()
	}
}

// knownFlags are the flags of a mailbox with these keywords.
func knownFlags(keywords []string) []string {
	return mailbox.NewFlagSet(mailbox.SystemFlags...).With(keywords).Names()
}

// permanentFlags are those of them that the session may change, with "\*" if it
// may make new keywords.
func (s *session) permanentFlags(keywords []string) []string {
	if s.view.ReadOnly() {
		return nil
	}
	rights := s.view.Rights()
	flags := slices.Clip(rights.Flags(knownFlags(keywords)))
	if rights.Has(mailbox.RightWrite) {
		flags = append(flags, `\*`)
	}
	return flags
}
