package server

import (
	"strconv"

	"imaporacle/server/front"
)

// replace answers REPLACE and UID REPLACE (RFC 8508 §3): a message is appended
// and another expunged, in one step.
func replace(s *session, c *front.Command) error {
	a := c.Args()
	set, name, err := readReplaced(a)
	if err != nil {
		return err
	}
	d, err := readDraft(a)
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err // RFC 8508 §4.7: never several messages
	}
	indexes, err := s.resolve(set, c.Name == "UID REPLACE")
	if err != nil {
		return err
	}
	if len(indexes) == 0 {
		return front.No("NONEXISTENT", "There is no message with this UID")
	}
	mb, err := s.destination(name)
	if err != nil {
		return err
	}
	msgs, err := s.compose([]draft{d}, mb)
	if err != nil {
		return err
	}
	validity, added, err := s.view.Replace(indexes[0], mb, msgs[0])
	if err != nil {
		return err
	}
	// Before the EXPUNGE, not in the tagged OK: RFC 8508 §4.3.
	s.conn.Line("* OK [APPENDUID ", strconv.FormatUint(uint64(validity), 10), " ",
		strconv.FormatUint(uint64(added), 10), "] Replacement message ready")
	return nil
}

// readReplaced reads the number of the message that is replaced, and the
// mailbox to which the other goes.
func readReplaced(a *front.Args) (set front.NumSet, name string, err error) {
	if err = a.SP(); err != nil {
		return set, "", err
	}
	if set, err = a.SeqNumber(); err != nil {
		return set, "", err
	}
	name, err = spaceMailbox(a)
	return set, name, err
}

// foreseeReplace is foresee for REPLACE: the message that goes makes room.
func (s *session) foreseeReplace(c *front.Command) error {
	a := c.Args()
	set, name, err := readReplaced(a)
	if err != nil {
		return nil
	}
	indexes, err := s.resolve(set, c.Name == "UID REPLACE")
	if err != nil || len(indexes) == 0 {
		return nil
	}
	mb, err := s.destination(name)
	if err != nil {
		return err
	}
	_, octets := announcedDrafts(a, c.Announced)
	return s.view.ForeseeReplace(indexes[0], mb, octets)
}
