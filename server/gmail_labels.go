package server

import (
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// systemLabels are the labels of Gmail's own, and by what names clients know
// them. Their backslash is no part of what a user can choose.
var systemLabels = map[string]string{
	`\inbox`: `\Inbox`, `\sent`: `\Sent`, `\starred`: mailbox.Starred, `\flagged`: mailbox.Starred,
	`\important`: `\Important`, `\draft`: mailbox.Draft, `\drafts`: mailbox.Draft, `\trash`: `\Trash`,
	`\spam`: `\Spam`, `\junk`: `\Spam`, `\muted`: `\Muted`,
}

// readLabel reads a label: an astring, in which a mailbox name could stand, or
// a backslash and an atom.
func readLabel(a *front.Args) (string, error) {
	var label string
	if a.Accept('\\') {
		name, err := a.Atom("a system label")
		if err != nil {
			return "", err
		}
		label = `\` + name
	} else {
		raw, err := a.Astring("a label")
		if err != nil {
			return "", err
		}
		if label, err = front.DecodeUTF7(raw); err != nil {
			return "", front.Bad("The label %+.60q is neither modified UTF-7 nor UTF-8", raw)
		}
	}
	if !strings.HasPrefix(label, `\`) {
		return label, nil
	}
	system, ok := systemLabels[strings.ToLower(label)]
	if !ok {
		return "", front.Bad("There is no system label %+.40q", label)
	}
	return system, nil
}

// readLabels reads a list of labels, or one alone, for STORE.
func readLabels(a *front.Args) (labels []string, err error) {
	read := func() error {
		label, err := readLabel(a)
		labels = append(labels, label)
		return err
	}
	if a.Peek() != '(' {
		return labels, read()
	}
	return labels, a.List("a list of labels", true, read)
}

// setLabels carries out a STORE of X-GM-LABELS.
func (s *session) setLabels(indexes []int, cmd storeCommand) (mailbox.Stored, error) {
	if cmd.op != mailbox.RemoveFlags {
		for _, label := range cmd.names {
			if err := mailbox.CheckLabel(label); err != nil {
				return mailbox.Stored{}, err
			}
		}
	}
	return s.view.SetLabels(indexes, cmd.op, cmd.names, cmd.since)
}

// tellLabels sends one message's labels, and the flags if these have changed
// too, otherwise like tellFlags.
func (s *session) tellLabels(f mailbox.FlagUpdate, uid bool) {
	b := s.appendFetch(s.conn.Begin(), f.Seq, f.Message.UID)
	if uid || s.condstore {
		b = s.appendNamingUID(b, f.Message.UID)
	}
	b = s.appendLabels(b, f.Message)
	if f.Reflagged {
		b = s.appendFlags(append(b, ' '), f.Message, f.Flags)
	}
	if s.condstore {
		b = s.appendModSeq(append(b, ' '), f.ModSeq)
	}
	s.conn.End(append(b, ")\r\n"...))
}

// appendLabels appends the X-GM-LABELS item. Labels are written like mailbox
// names.
func (s *session) appendLabels(b []byte, m *mailbox.Message) []byte {
	b = append(b, "X-GM-LABELS ("...)
	for i, label := range m.Labels().Names() {
		if i > 0 {
			b = append(b, ' ')
		}
		switch {
		case strings.HasPrefix(label, `\`):
			b = append(b, label...)
		case s.speaksUTF8():
			b = front.AppendQuoted(b, front.EscapeUTF7(label))
		default:
			b = front.AppendQuoted(b, front.EncodeUTF7(label))
		}
	}
	return append(b, ')')
}
