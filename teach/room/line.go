package room

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"imaporacle/internal/wire"
	"imaporacle/teach/explain"
)

// Who is it that says a line.
type Who string

// Those who say something. A Note is the Room's own: a lane was connected or
// closed, mail was delivered, the server was put back.
const (
	Client Who = "client"
	Server Who = "server"
	Note   Who = "note"
)

// Line is one line of what was said, in the order of the Room.
type Line struct {
	ID      int // from 1, without gaps
	Time    time.Time
	Lane    int // number of the connection; 0 for a Note about none
	Who     Who
	Text    string // without CRLF, literals abridged, passwords and control characters masked, valid UTF-8
	Kind    explain.Kind
	Tag     string   // of a command or a tagged response
	Command string   // the command that the line belongs to, such as "UID FETCH"; "" if to none
	Faults  []Firing // faults that touched it; none if they are hidden
	Breaks  []Broken // rules that the judge found broken here; none if faults are hidden
	why     explain.Text
}

// Firing is a fault that has acted.
type Firing struct {
	Fault   string // the line that names it
	Mailbox string
	UID     uint32 // of the message concerned, 0 if it is no single one
}

// Broken is a rule that the server was seen to break.
type Broken struct {
	Rule  string // ID of an oracle.Rule
	Why   string // what was seen
	Lines []int  // IDs of the lines that prove it, in order; the last shows it
}

// Explain says what the line means.
func (l Line) Explain() explain.Text { return l.why }

// record is a line as it is kept, with the state after it.
type record struct {
	Line
	state *state
}

// Since returns at most n lines behind the line of that ID, 0 for all that are
// kept. With none, changed is closed when there is one.
func (r *Room) Since(id, n int) (lines []Line, changed <-chan struct{}) {
	records, changed := r.lines.Since(id, n)
	for _, rec := range records {
		lines = append(lines, r.shown(rec))
	}
	return lines, changed
}

// Line returns the line of that ID; ok is false if it is forgotten, or not said
// yet.
func (r *Room) Line(id int) (line Line, ok bool) {
	rec, ok := r.lines.Get(id)
	if !ok {
		return Line{}, false
	}
	return r.shown(rec), true
}

// Last returns the ID of the last line, 0 if there is none.
func (r *Room) Last() int { return r.lines.Last() }

// shown is the line without what is hidden.
func (r *Room) shown(rec *record) Line {
	l := rec.Line
	if r.hidden {
		l.Faults, l.Breaks = nil, nil
	}
	return l
}

// Bounds of what is kept of a line, in octets.
const (
	maxText    = 2000
	maxLiteral = 200
)

// display writes what was said on one line: literals as {n} and the quoted
// beginning, control characters as \x1b.
func display(said []byte) string {
	var b strings.Builder
	for len(said) > 0 && b.Len() <= maxText {
		line, rest := cutLine(said)
		plain(&b, line)
		said = rest
		n, ok := wire.Announced(line)
		if !ok || len(rest) == 0 {
			continue
		}
		n = min(n, len(rest))
		quote(&b, rest[:n])
		said = rest[n:]
	}
	if len(said) > 0 {
		fmt.Fprintf(&b, " ...(%d octets more)", len(said))
	}
	return b.String()
}

// cutLine returns the first line of what was said without its end, and what
// follows.
func cutLine(said []byte) (line, rest []byte) {
	for i, c := range said {
		if c == '\n' {
			return trimCR(said[:i]), said[i+1:]
		}
	}
	return said, nil
}

func trimCR(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

// plain writes text without control characters, cut to what is kept.
func plain(b *strings.Builder, text []byte) {
	for i, c := range strings.ToValidUTF8(string(text[:min(len(text), maxText)]), "\uFFFD") {
		if b.Len() > maxText {
			fmt.Fprintf(b, "...(%d octets more)", len(text)-i)
			return
		}
		if c < 0x20 || 0x7f <= c && c < 0xa0 {
			fmt.Fprintf(b, `\x%02x`, c)
			continue
		}
		b.WriteRune(c)
	}
	if more := len(text) - maxText; more > 0 {
		fmt.Fprintf(b, "...(%d octets more)", more)
	}
}

// quote writes the beginning of a literal.
func quote(b *strings.Builder, literal []byte) {
	shown := literal[:min(len(literal), maxLiteral)]
	for len(shown) < len(literal) && len(shown) > 0 && !utf8.RuneStart(literal[len(shown)]) {
		shown = shown[:len(shown)-1] // not in the midst of a character
	}
	b.WriteString(strconv.Quote(strings.ToValidUTF8(string(shown), "\uFFFD")))
	if more := len(literal) - len(shown); more > 0 {
		fmt.Fprintf(b, "...(%d octets more)", more)
	}
}

// maxSubject is how much of a subject is shown, in octets.
const maxSubject = 200

// oneLine makes a text fit to be shown.
func oneLine(text string) string {
	var b strings.Builder
	plain(&b, []byte(text[:min(len(text), maxSubject)]))
	return b.String()
}
