package learn

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"imaporacle/teach/room"
)

// state shows each mailbox as it is, and what each lane knows of it.
func (t *teacher) state() {
	s := t.run.Room().State(0)
	if len(s.Boxes) == 0 {
		t.line("No lane has a mailbox selected.")
	}
	for _, b := range s.Boxes {
		t.gap()
		t.line("%s as it is, and the sequence numbers by which each lane knows its messages:", b.Name)
		if t.columns() == 0 {
			t.boxInWords(b, s)
		} else {
			t.boxAsTable(b, s)
		}
	}
	for _, l := range s.Lanes {
		if len(l.Waiting) == 0 {
			continue
		}
		var all []string
		for _, w := range l.Waiting {
			all = append(all, fmt.Sprintf("UID %d %s", w.UID, w.What))
		}
		t.line("What %s has not been told yet: %s.", t.name(l.Lane), strings.Join(all, ", "))
	}
}

// message is a row: a message that is there, or that some lane still knows.
type message struct {
	uid  uint32
	here *room.Message // nil if it is gone
}

// messages returns the rows of a mailbox, in the order of the UIDs.
func messages(b *room.Box, s *room.State) []message {
	var all []message
	gone := make(map[uint32]bool)
	for _, l := range s.Lanes {
		for _, told := range l.Told {
			if l.Mailbox == b.Name && told.Gone {
				gone[told.UID] = true
			}
		}
	}
	here := b.Messages
	for uid := uint32(1); uid < b.UIDNext; uid++ {
		switch {
		case len(here) > 0 && here[0].UID == uid:
			all = append(all, message{uid, here[0]})
			here = here[1:]
		case gone[uid]:
			all = append(all, message{uid: uid})
		}
	}
	return all
}

// number is by which number a lane knows a message: "2", or "2 recent".
func number(l *room.LaneState, uid uint32) string {
	for _, told := range l.Told {
		if told.UID != uid {
			continue
		}
		if told.Recent {
			return fmt.Sprintf("%d recent", told.Seq)
		}
		return fmt.Sprint(told.Seq)
	}
	return "-"
}

func (m message) subject() string {
	if m.here == nil {
		return "(gone)"
	}
	return m.here.Subject
}

func (m message) flags() string {
	if m.here == nil {
		return ""
	}
	return strings.Join(m.here.Flags, " ")
}

// watchers are the lanes that have the mailbox selected.
func watchers(b *room.Box, s *room.State) []*room.LaneState {
	var all []*room.LaneState
	for _, l := range s.Lanes {
		if l.Mailbox == b.Name {
			all = append(all, l)
		}
	}
	return all
}

func (t *teacher) boxAsTable(b *room.Box, s *room.State) {
	w := table.NewWriter()
	w.SetStyle(table.StyleDefault)
	w.Style().Format.Header = 0
	header := table.Row{"UID", "Subject", "Flags"}
	for _, l := range watchers(b, s) {
		header = append(header, t.name(l.Lane))
	}
	w.AppendHeader(header)
	for _, m := range messages(b, s) {
		row := table.Row{m.uid, m.subject(), m.flags()}
		for _, l := range watchers(b, s) {
			row = append(row, number(l, m.uid))
		}
		w.AppendRow(row)
	}
	w.SetColumnConfigs([]table.ColumnConfig{{Name: "Subject", WidthMax: 16}, {Name: "Flags", WidthMax: 20}})
	drawn := w.Render()
	if widest(drawn) > t.width {
		t.boxInWords(b, s)
		return
	}
	for line := range strings.SplitSeq(drawn, "\n") {
		t.write(line)
	}
}

func widest(drawn string) int {
	n := 0
	for line := range strings.SplitSeq(drawn, "\n") {
		n = max(n, len([]rune(line)))
	}
	return n
}

func (t *teacher) boxInWords(b *room.Box, s *room.State) {
	for _, m := range messages(b, s) {
		text := fmt.Sprintf("UID %d, %s", m.uid, m.subject())
		if flags := m.flags(); flags != "" {
			text += ", " + flags
		}
		for _, l := range watchers(b, s) {
			if n := number(l, m.uid); n != "-" {
				text += fmt.Sprintf("; for %s number %s", t.name(l.Lane), n)
			} else {
				text += fmt.Sprintf("; not known to %s", t.name(l.Lane))
			}
		}
		t.indented("  ", text+".")
	}
}
