package learn

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/teach/lesson"
)

// screen writes text that fits its width.
type screen struct {
	out    io.Writer
	width  int
	colour bool
	plain  bool
	gapped bool  // the last line is empty
	err    error // the first that out has returned
}

// The colours.
var (
	bold   = text.Colors{text.Bold}
	code   = text.Colors{text.FgCyan}
	green  = text.Colors{text.FgGreen}
	yellow = text.Colors{text.FgYellow}
	red    = text.Colors{text.FgRed}
	none   = text.Colors{}
)

// styled is a word with the colours it is written in.
type styled struct {
	text    string
	colours text.Colors
	glued   bool // to the word before it, without a space
}

func (s *screen) paint(w string, c text.Colors) string {
	if !s.colour || len(c) == 0 {
		return w
	}
	return c.Sprint(w)
}

func (s *screen) write(line string) {
	if _, err := fmt.Fprintln(s.out, strings.TrimRight(line, " ")); err != nil && s.err == nil {
		s.err = err
	}
	s.gapped = line == ""
}

// gap writes an empty line, unless there is one.
func (s *screen) gap() {
	if !s.gapped {
		s.write("")
	}
}

func (s *screen) title(t string) { s.underlined("Lesson", t, "=") }

func (s *screen) heading(t string) { s.underlined("Section", t, "-") }

// underlined writes a heading with a line of sign below it, or behind the word
// for what it heads.
func (s *screen) underlined(what, t, sign string) {
	s.gap()
	if s.plain {
		s.strong(what + ": " + t)
		return
	}
	s.strong(t)
	s.write(strings.Repeat(sign, min(text.StringWidthWithoutEscSequences(t), s.width)))
}

func (s *screen) strong(t string) { s.flow("", "", words(t, bold)) }

// line writes a paragraph in which `...` is code.
func (s *screen) line(format string, args ...any) {
	var all []styled
	for i, piece := range strings.Split(fmt.Sprintf(format, args...), "`") {
		if i%2 == 1 {
			all = append(all, s.span(lesson.Span{Text: piece, Style: lesson.Code})...)
			continue
		}
		all = append(all, plainSpan(piece, none)...)
	}
	s.flow("", "", all)
}

// indented writes a paragraph behind a margin.
func (s *screen) indented(margin, t string) { s.flow(margin, margin, words(t, none)) }

// code writes lines of code behind a heading.
func (s *screen) code(head, t string) {
	margin := strings.Repeat(" ", len(head))
	for line := range strings.SplitSeq(t, "\n") {
		s.flow(head, margin+"  ", words(line, code))
		head = margin
	}
}

// prose writes paragraphs, lists and listings.
func (s *screen) prose(p lesson.Prose) {
	for i, b := range p {
		list := b.Kind == lesson.Item || b.Kind == lesson.Numbered
		if i == 0 || !list || b.Kind != p[i-1].Kind {
			s.gap()
		}
		switch b.Kind {
		case lesson.Item:
			s.block("- ", b)
		case lesson.Numbered:
			s.block(b.Number+". ", b)
		case lesson.Listing:
			s.code("  ", b.Spans[0].Text)
		default:
			s.block("", b)
		}
	}
}

// item writes prose behind a mark.
func (s *screen) item(mark string, p lesson.Prose) {
	for _, b := range p {
		s.block(mark, b)
		mark = strings.Repeat(" ", len(mark))
	}
}

func (s *screen) block(mark string, b lesson.Block) {
	var all []styled
	for _, span := range b.Spans {
		all = append(all, s.span(span)...)
	}
	s.flow(mark, strings.Repeat(" ", len(mark)), all)
}

// unbroken is how long code is at most that is kept on one line.
const unbroken = 30

func (s *screen) span(span lesson.Span) []styled {
	switch span.Style {
	case lesson.Code:
		t := span.Text
		switch {
		case s.plain:
			t = `"` + t + `"`
		case !s.colour:
			t = "`" + t + "`"
		}
		if len(t) <= unbroken {
			return []styled{{text: t, colours: code, glued: true}}
		}
		return plainSpan(t, code)
	case lesson.Strong:
		return plainSpan(span.Text, bold)
	case lesson.Link:
		return plainSpan(span.Text+" ("+span.URL+")", none)
	}
	return plainSpan(span.Text, none)
}

// plainSpan divides text into words. Where it does not begin with a space, its
// first is glued to what stands before it; an empty last one lets the next span
// begin anew.
func plainSpan(t string, c text.Colors) []styled {
	all := words(t, c)
	if len(all) > 0 && !strings.HasPrefix(t, " ") {
		all[0].glued = true
	}
	if strings.HasSuffix(t, " ") {
		all = append(all, styled{})
	}
	return all
}

func words(t string, c text.Colors) []styled {
	var all []styled
	for _, w := range strings.Fields(t) {
		all = append(all, styled{text: w, colours: c})
	}
	return all
}

// flow writes words in lines that fit. first stands before the first line, rest
// before the others.
func (s *screen) flow(first, rest string, all []styled) {
	margin := max(text.StringWidthWithoutEscSequences(first), text.StringWidthWithoutEscSequences(rest))
	for _, line := range s.wrap(s.width-margin, all) {
		s.write(first + line)
		first = rest
	}
}

// wrap divides words into lines of a width. A word that is wider is cut.
func (s *screen) wrap(width int, all []styled) []string {
	var lines []string
	var line strings.Builder
	used := 0
	end := func() {
		lines = append(lines, line.String())
		line.Reset()
		used = 0
	}
	for _, group := range glue(all) {
		n := 0
		for _, w := range group {
			n += text.StringWidthWithoutEscSequences(w.text)
		}
		if used > 0 && used+1+n > width {
			end()
		}
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		for _, w := range group {
			for rest := []rune(w.text); len(rest) > 0; {
				cut := fitting(rest, width-used)
				if cut == 0 {
					end()
					continue
				}
				line.WriteString(s.paint(string(rest[:cut]), w.colours))
				used += text.StringWidthWithoutEscSequences(string(rest[:cut]))
				rest = rest[cut:]
			}
		}
	}
	if used > 0 || len(lines) == 0 {
		end()
	}
	return lines
}

// fitting returns how many runes fit into a width: all, or as many as do.
func fitting(rest []rune, width int) int {
	n, used := 0, 0
	for _, r := range rest {
		used += text.RuneWidth(r)
		if used > width {
			break
		}
		n++
	}
	return n
}

// glue puts words together between which there is no space.
func glue(all []styled) [][]styled {
	var groups [][]styled
	apart := true
	for _, w := range all {
		switch {
		case w.text == "":
			apart = true
			continue
		case w.glued && !apart && len(groups) > 0:
			groups[len(groups)-1] = append(groups[len(groups)-1], w)
		default:
			groups = append(groups, []styled{w})
		}
		apart = false
	}
	return groups
}
