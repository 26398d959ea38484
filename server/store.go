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
	indexes, err := s.resolve(cmd.set, uid)
	if err != nil || len(indexes) == 0 {
		return err
	}
	stored, err := s.view.SetFlags(indexes, cmd.op, cmd.flags)
	if err != nil {
		return err
	}
	s.announceKeywords()
	// Flags that another session has changed too are told in spite of
	// .SILENT by the updates that follow (RFC 9051 §6.4.6).
	if !cmd.silent {
		for _, f := range stored.Updates {
			s.tellFlags(f, uid)
		}
	}
	if stored.TellExpunges {
		s.tell(true)
	}
	if stored.Gone && !cmd.silent {
		return front.No("EXPUNGEISSUED", "Some of the messages no longer exist")
	}
	return nil
}

// storeCommand is what a STORE asks for.
type storeCommand struct {
	set    front.NumSet
	op     mailbox.FlagOp
	silent bool
	flags  []string
}

func readStore(a *front.Args) (cmd storeCommand, err error) {
	if err = a.SP(); err != nil {
		return cmd, err
	}
	if cmd.set, err = a.NumSet(); err != nil {
		return cmd, err
	}
	if err = a.SP(); err != nil {
		return cmd, err
	}
	item, err := a.Keyword("FLAGS, +FLAGS or -FLAGS")
	if err != nil {
		return cmd, err
	}
	item, cmd.silent = strings.CutSuffix(item, ".SILENT")
	switch item {
	case "FLAGS":
		cmd.op = mailbox.ReplaceFlags
	case "+FLAGS":
		cmd.op = mailbox.AddFlags
	case "-FLAGS":
		cmd.op = mailbox.RemoveFlags
	default:
		return cmd, front.Bad("STORE takes FLAGS, +FLAGS or -FLAGS, not %.40s", item)
	}
	if err = a.SP(); err != nil {
		return cmd, err
	}
	if a.Peek() == '(' {
		cmd.flags, err = a.Flags()
	} else {
		cmd.flags, err = bareFlags(a)
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
