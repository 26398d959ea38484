package script

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// Error is a mistake in a script.
type Error struct {
	File string
	Line int // from 1
	Text string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text) }

// Errors are all the mistakes of a script, in the order of its lines.
type Errors []*Error

func (e Errors) Error() string {
	texts := make([]string, len(e))
	for i, one := range e {
		texts[i] = one.Error()
	}
	return strings.Join(texts, "\n")
}

// line is a line of a script with the literals that it opens.
type line struct {
	number   int
	segments []segment // text and literals in turn; the first and last are text
}

type segment struct {
	text    string
	literal bool
	binary  bool // literal8
}

// text is the line without literals.
func (l line) text() string { return l.segments[0].text }

// wire is the line as on the wire, where literals follow their length.
func (l line) wire() []byte {
	var b []byte
	for _, s := range l.segments {
		if s.literal {
			b = fmt.Appendf(b, "{%d}\r\n%s", len(s.text), s.text)
		} else {
			b = append(b, s.text...)
		}
	}
	return b
}

// from returns the line without the first n octets of its text.
func (l line) from(n int) line {
	segments := append([]segment{{text: l.segments[0].text[n:]}}, l.segments[1:]...)
	return line{l.number, segments}
}

// scanner takes a script apart into lines, and follows its conditions.
type scanner struct {
	file   string
	lines  []string
	next   int // index into lines
	errors Errors

	conditions []condition
}

// condition is an !ifenv that has not ended.
type condition struct {
	line   int
	met    bool // by the branch that is being read
	inElse bool
}

func newScanner(file string, data []byte) *scanner {
	s := &scanner{file: file}
	if len(data) == 0 {
		return s
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	if !strings.HasSuffix(text, "\n") {
		s.fail(strings.Count(text, "\n")+1, "the last line does not end in a newline")
		text += "\n"
	}
	s.lines = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if i := bytes.IndexByte(data, 0); i >= 0 {
		s.fail(1+bytes.Count(data[:i], []byte{'\n'}), "the line holds a NUL")
	}
	return s
}

func (s *scanner) fail(number int, format string, args ...any) {
	s.errors = append(s.errors, &Error{s.file, number, fmt.Sprintf(format, args...)})
}

// scan returns the next line that counts: no comment, and in no branch whose
// condition is not met. Blank lines are returned.
func (s *scanner) scan() (line, bool) {
	for s.next < len(s.lines) {
		number, text := s.next+1, s.lines[s.next]
		s.next++
		if strings.HasPrefix(text, "#") || s.directive(number, text) {
			continue
		}
		l := s.literals(number, text)
		if s.active() {
			return l, true
		}
	}
	for _, c := range s.conditions {
		s.fail(c.line, "!ifenv without !endif")
	}
	s.conditions = nil
	return line{}, false
}

func (s *scanner) active() bool {
	for _, c := range s.conditions {
		if !c.met {
			return false
		}
	}
	return true
}

// directive follows !ifenv, !ifnenv, !else and !endif.
func (s *scanner) directive(number int, text string) bool {
	word, name, _ := strings.Cut(strings.TrimRight(text, " \t"), " ")
	switch word {
	case "!ifenv", "!ifnenv":
		name = strings.TrimSpace(name)
		if name == "" || strings.ContainsAny(name, " \t") {
			s.fail(number, "%s needs the name of one variable", word)
		}
		_, set := os.LookupEnv(name)
		s.conditions = append(s.conditions, condition{line: number, met: set == (word == "!ifenv")})
	case "!else":
		if n := len(s.conditions); n == 0 {
			s.fail(number, "!else without !ifenv")
		} else if c := &s.conditions[n-1]; c.inElse {
			s.fail(number, "a second !else for the !ifenv of line %d", c.line)
		} else {
			c.met, c.inElse = !c.met, true
		}
	case "!endif":
		if n := len(s.conditions); n == 0 {
			s.fail(number, "!endif without !ifenv")
		} else {
			s.conditions = s.conditions[:n-1]
		}
	default:
		return false
	}
	return true
}

// literals reads what the line opens with "{{{" up to "}}}", and what follows
// it, which may open more.
func (s *scanner) literals(number int, text string) line {
	l := line{number: number}
	for {
		head, opens := strings.CutSuffix(text, "{{{")
		if !opens {
			l.segments = append(l.segments, segment{text: text})
			return l
		}
		head, binary := strings.CutSuffix(head, "~")
		body, after, ok := s.literal(binary)
		if !ok {
			s.fail(s.next, "the literal that begins in line %d is not closed by }}}", number)
		}
		l.segments = append(l.segments, segment{text: head}, segment{text: body, literal: true, binary: binary})
		text = after
	}
}

func (s *scanner) literal(binary bool) (body, after string, ok bool) {
	end := "\r\n"
	if binary {
		end = "\n"
	}
	var lines []string
	for s.next < len(s.lines) {
		text := s.lines[s.next]
		s.next++
		if after, closes := strings.CutPrefix(text, "}}}"); closes {
			return strings.Join(lines, end), after, true
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, end), "", false
}
