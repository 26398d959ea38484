package learn

import (
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/teach/explain"
	"imaporacle/teach/room"
)

// minColumn is the narrowest column in which a line can be read.
const minColumn = 17

// between stands between columns.
const between = " | "

// columns returns how wide the columns of the lanes are, 0 if they do not fit
// beside each other.
func (t *teacher) columns() int {
	n := len(t.run.Lesson().Lanes)
	width := (t.width - (n-1)*len(between)) / n
	if t.plain || width < minColumn {
		return 0
	}
	return width
}

// news shows what has been said since the last time.
func (t *teacher) news() {
	r := t.run.Room()
	lines, _ := r.Since(t.shown, r.Last())
	t.shown = r.Last()
	if len(lines) == 0 {
		return
	}
	width := t.columns()
	t.gap()
	said := func(l room.Line) bool { return l.Who != room.Note }
	if width > 0 && slices.ContainsFunc(lines, said) {
		t.row(width, t.run.Lesson().Lanes, bold)
	}
	for _, l := range lines {
		switch {
		case l.Who == room.Note:
			if l.Lane == 0 {
				t.line("(%s)", l.Text)
			}
		case width == 0:
			t.told(l)
		default:
			t.inColumn(width, l)
		}
	}
}

// told tells a line in words.
func (t *teacher) told(l room.Line) {
	verb := " hears: "
	if l.Who == room.Client {
		verb = " sends: "
	}
	t.flow("", "  ", append(words(t.name(l.Lane)+verb, none), words(l.Text, colourOf(l))...))
}

// inColumn draws a line in the column of its lane. What the client says has a
// mark before it.
func (t *teacher) inColumn(width int, l room.Line) {
	mark, margin := "", "  "
	if l.Who == room.Client {
		mark = "> "
	}
	at := t.column(l.Lane)
	for i, line := range t.wrap(width-len(margin), words(l.Text, none)) {
		if i > 0 {
			mark = margin
		}
		cells := make([]string, len(t.run.Lesson().Lanes))
		cells[at] = mark + line
		t.row(width, cells, colourOf(l))
	}
}

// row draws a line with a cell for each lane.
func (t *teacher) row(width int, cells []string, c text.Colors) {
	var b strings.Builder
	for i, cell := range cells {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(t.paint(cell, c))
		b.WriteString(strings.Repeat(" ", max(width-text.StringWidthWithoutEscSequences(cell), 0)))
	}
	t.write(b.String())
}

// colourOf shows at a glance what an answer is; the words say it, too.
func colourOf(l room.Line) text.Colors {
	if l.Who == room.Client {
		return bold
	}
	switch l.Kind {
	case explain.OK:
		return green
	case explain.NO:
		return yellow
	case explain.BAD, explain.BYE:
		return red
	case explain.Exists, explain.Expunge, explain.Vanished, explain.Fetch:
		return code
	}
	return none
}

// column returns which column a lane has.
func (t *teacher) column(id int) int {
	for i, name := range t.run.Lesson().Lanes {
		if t.run.Lane(name).ID() == id {
			return i
		}
	}
	return 0
}

// name returns what a lane is called.
func (t *teacher) name(id int) string { return t.run.Lesson().Lanes[t.column(id)] }
