package server

import (
	"strconv"

	"imaporacle/server/front"
)

// replace answers REPLACE and UID REPLACE (RFC 8508 §3): a message is appended
// and another expunged, in one step.
func replace(s *session, c *front.Command) error {
	uid := c.Name == "UID REPLACE"
	a := c.Args()
	if err := a.SP(); err != nil {
		return err
	}
	set, err := a.SeqNumber()
	if err != nil {
		return err
	}
	name, err := spaceMailbox(a)
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
	indexes, err := s.resolve(set, uid)
	if err != nil {
		return err
	}
	if len(indexes) == 0 {
		return front.No("NONEXISTENT", "There is no message with this UID")
	}
	mb, err := s.appendTarget(name)
	if err != nil {
		return err
	}
	msgs, err := s.compose([]draft{d})
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
