package server

import (
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// storeFlags answers STORE and UID STORE (RFC 9051 §6.4.6).
func storeFlags(s *session, c *front.Command) error {
	uid := c.Name == "UID STORE"
	cmd, err := readStore(c.Args())
	if err != nil {
		return err
	}
	if cmd.labels && !s.speaksGmail() {
		return front.Bad("STORE takes FLAGS, +FLAGS or -FLAGS, not X-GM-LABELS")
	}
	indexes, err := s.resolve(cmd.set, uid)
	if err != nil {
		return err
	}
	if cmd.conditional {
		s.becomeAware() // RFC 7162 §3.1
	}
	if len(indexes) == 0 {
		return nil
	}
	change, tell := s.setFlags, s.tellFlags
	if cmd.labels {
		change, tell = s.setLabels, s.tellLabels
	}
	stored, err := change(indexes, cmd)
	if err != nil {
		return err
	}
	s.announceKeywords()
	// Flags that another session has changed too are told in spite of
	// .SILENT by the updates that follow (RFC 9051 §6.4.6).
	for _, f := range stored.Updates {
		switch {
		case !cmd.silent:
			tell(f, uid)
		case s.condstore:
			s.tellModSeq(f)
		}
	}
	if stored.TellExpunges {
		s.tell(true)
	}
	code := s.modified(stored.Modified, uid)
	switch {
	case stored.Gone && !cmd.silent && code != "":
		return front.No(code, "Some of the messages no longer exist")
	case stored.Gone && !cmd.silent:
		return front.No("EXPUNGEISSUED", "Some of the messages no longer exist")
	case code != "":
		s.ok(code, "Some of the messages have changed and were left alone")
	}
	return nil
}

func (s *session) setFlags(indexes []int, cmd storeCommand) (mailbox.Stored, error) {
	return s.view.SetFlagsUnchanged(indexes, cmd.op, cmd.names, cmd.since)
}

// storeCommand is what a STORE asks for.
type storeCommand struct {
	set    front.NumSet
	op     mailbox.FlagOp
	labels bool // X-GM-LABELS in place of FLAGS
	silent bool
	names  []string // the flags, or labels

	conditional bool   // UNCHANGEDSINCE was given (RFC 7162 §3.1.3)
	since       uint64 // its mod-sequence, or mailbox.Unconditional
}

func readStore(a *front.Args) (cmd storeCommand, err error) {
	cmd.since = mailbox.Unconditional
	if err = a.SP(); err != nil {
		return cmd, err
	}
	if cmd.set, err = a.NumSet(); err != nil {
		return cmd, err
	}
	if err = a.SP(); err != nil {
		return cmd, err
	}
	if a.Peek() == '(' {
		cmd.conditional = true
		if cmd.since, err = readUnchangedSince(a); err != nil {
			return cmd, err
		}
		if err = a.SP(); err != nil {
			return cmd, err
		}
	}
	item, err := a.Keyword("FLAGS, +FLAGS or -FLAGS")
	if err != nil {
		return cmd, err
	}
	item, cmd.silent = strings.CutSuffix(item, ".SILENT")
	switch item {
	case "FLAGS", "X-GM-LABELS":
		cmd.op = mailbox.ReplaceFlags
	case "+FLAGS", "+X-GM-LABELS":
		cmd.op = mailbox.AddFlags
	case "-FLAGS", "-X-GM-LABELS":
		cmd.op = mailbox.RemoveFlags
	default:
		return cmd, front.Bad("STORE takes FLAGS, +FLAGS or -FLAGS, not %.40s", item)
	}
	if err = a.SP(); err != nil {
		return cmd, err
	}
	cmd.labels = strings.HasSuffix(item, "X-GM-LABELS")
	switch {
	case cmd.labels:
		cmd.names, err = readLabels(a)
	case a.Peek() == '(':
		cmd.names, err = a.Flags()
	default:
		cmd.names, err = bareFlags(a)
	}
	if err != nil {
		return cmd, err
	}
	return cmd, a.End()
}

// bareFlags reads one flag or more, separated by spaces.
func bareFlags(a *front.Args) ([]string, error) {
	var flags []string
	for {
		f, err := a.Flag()
		if err != nil {
			return nil, err
		}
		flags = append(flags, f)
		if a.Peek() != ' ' {
			return flags, nil
		}
		a.Accept(' ')
	}
}
