package server

import (
	"bytes"
	"strconv"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// modSeqs is what a session has agreed on about mod-sequences, and what it must
// still tell (RFC 7162).
type modSeqs struct {
	condstore bool // the client is CONDSTORE-aware (RFC 7162 §3.1)
	qresync   bool // the client has enabled QRESYNC (RFC 7162 §3.2.3)

	sent     uint64 // the greatest mod-sequence in a FETCH response of this command
	vanished bool   // an expunge was told with this command
	behind   uint64 // the greatest one sent while an expunge below it was not told
}

// becomeAware is called for each CONDSTORE enabling command. The first tells
// HIGHESTMODSEQ if a mailbox is selected (RFC 7162 §3.1).
func (s *session) becomeAware() {
	if s.condstore {
		return
	}
	s.condstore = true
	if s.view != nil {
		s.sendHighestModSeq()
	}
}

// sendHighestModSeq tells how far the client has been told everything.
func (s *session) sendHighestModSeq() {
	s.conn.Line("* OK [HIGHESTMODSEQ ", strconv.FormatUint(s.view.ToldModSeq(), 10), "] Highest mod-sequence")
}

// settleModSeqs ends a command. A client takes the greatest mod-sequence that
// it was sent for the state that it knows; where an expunge below it must not
// be told yet, it needs HIGHESTMODSEQ to know better, and again when it has
// been told (RFC 7162 §3.2, §6).
func (s *session) settleModSeqs(e entry) {
	sent, vanished := s.sent, s.vanished
	s.sent, s.vanished = 0, false
	if text, ok := bytes.CutPrefix(s.answer, []byte("OK ")); ok && vanished && s.qresync && e.tellsModSeq {
		// RFC 7162 §3.2.7, §3.2.9, RFC 6851 §4.4: in the tagged OK.
		s.behind = 0
		s.ok("HIGHESTMODSEQ "+strconv.FormatUint(s.view.ToldModSeq(), 10), "%s", string(text)) // text lies in s.answer
		return
	}
	if !s.condstore || sent == 0 && s.behind == 0 {
		return
	}
	told := s.view.ToldModSeq()
	switch {
	case told < sent:
		s.behind = max(s.behind, sent)
	case s.behind > 0 && told >= s.behind:
		s.behind = 0
	default:
		return
	}
	s.conn.Line("* OK [HIGHESTMODSEQ ", strconv.FormatUint(told, 10), "] All that has been told")
}

// withModSeq adds to items of which FLAGS is one what a CONDSTORE-aware client
// is told with flags that it did not ask for (RFC 7162 §3.2.4).
func (s *session) withModSeq(items []fetchItem) []fetchItem {
	if !s.condstore {
		return items
	}
	if !s.uidOnly {
		items = withItem(items, uidItem)
	}
	return withItem(items, modSeqItem)
}

// appendModSeq appends the MODSEQ item (RFC 7162 §3.1.4.2).
func (s *session) appendModSeq(b []byte, modSeq uint64) []byte {
	s.sent = max(s.sent, modSeq)
	return append(strconv.AppendUint(append(b, "MODSEQ ("...), modSeq, 10), ')')
}

// tellModSeq tells of a STORE with .SILENT what a CONDSTORE-aware client must
// know nevertheless (RFC 7162 §3.1.3).
func (s *session) tellModSeq(f mailbox.FlagUpdate) {
	b := s.appendFetch(s.conn.Begin(), f.Seq, f.Message.UID)
	b = s.appendNamingUID(b, f.Message.UID)
	s.conn.End(append(s.appendModSeq(b, f.ModSeq), ")\r\n"...))
}

// modified is the response code for the messages that a conditional STORE left
// alone, by sequence number or UID (RFC 7162 §3.1.3).
func (s *session) modified(indexes []int, uid bool) string {
	if len(indexes) == 0 {
		return ""
	}
	numbers := make([]uint32, len(indexes))
	for k, i := range indexes {
		numbers[k] = uint32(i) + 1
		if uid {
			numbers[k] = s.view.Messages()[i].UID
		}
	}
	return string(front.AppendNumSet([]byte("MODIFIED "), numbers))
}

// readModSeq reads a mod-sequence, which has 63 bits (RFC 7162 §7). 0 is taken
// also where the grammar begins at 1: it can only mean "from the beginning".
func readModSeq(a *front.Args) (uint64, error) {
	if err := a.SP(); err != nil {
		return 0, err
	}
	n, err := a.Number64("a mod-sequence")
	return uint64(n), err
}

// readUnchangedSince reads the modifiers of STORE; there is only one
// (RFC 7162 §3.1.3).
func readUnchangedSince(a *front.Args) (since uint64, err error) {
	given := false
	err = a.List("a list of STORE modifiers", false, func() error {
		name, err := a.Keyword("UNCHANGEDSINCE")
		switch {
		case err != nil:
			return err
		case name != "UNCHANGEDSINCE":
			return front.Bad("Unknown STORE modifier %.40s", name)
		case given:
			return front.Bad("UNCHANGEDSINCE is given twice")
		}
		given = true
		since, err = readModSeq(a)
		return err
	})
	return since, err
}
