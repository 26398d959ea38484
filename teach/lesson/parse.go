package lesson

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// Parse reads a lesson. file is its name: it names the lesson, and stands in
// errors, each of which begins with "FILE:LINE: ".
func Parse(file string, text []byte) (*Lesson, error) {
	p := &parser{file: file, lesson: &Lesson{File: file, Name: nameOf(file)}}
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\r\n", "\n")) {
		p.lines = append(p.lines, strings.TrimRight(line, " \t\n"))
	}
	if err := p.parse(); err != nil {
		at := min(p.at, len(p.lines))
		var placed *placedError
		if errors.As(err, &placed) {
			at = placed.line
		}
		return nil, fmt.Errorf("%s:%d: %w", file, max(at, 1), err)
	}
	return p.lesson, nil
}

// leadingNumber is the part of a file's name that puts lessons in order.
var leadingNumber = regexp.MustCompile(`^[0-9]+-`)

func nameOf(file string) string {
	base := path.Base(file)
	return leadingNumber.ReplaceAllString(strings.TrimSuffix(base, path.Ext(base)), "")
}

// placedError is an error in another line than the one that was read last.
type placedError struct {
	line int
	err  error
}

func (e *placedError) Error() string { return e.err.Error() }
func (e *placedError) Unwrap() error { return e.err }

func at(line int, format string, args ...any) error {
	return &placedError{line, fmt.Errorf(format, args...)}
}

// parser reads a file from its first line to its last.
type parser struct {
	file   string
	lines  []string
	at     int // lines that have been read, so the number of the last
	lesson *Lesson

	text    writer // prose before the next thing to do
	section string
	first   bool // no part of the section has come yet
	began   int  // line of the section's heading
}

// next returns the next line; ok is false at the end.
func (p *parser) next() (line string, ok bool) {
	if p.at == len(p.lines) {
		return "", false
	}
	p.at++
	return p.lines[p.at-1], true
}

func (p *parser) parse() error {
	if err := p.front(); err != nil {
		return err
	}
	p.section, p.first, p.began = p.lesson.Title, true, 1
	for {
		line, ok := p.next()
		if !ok {
			break
		}
		if err := p.line(line); err != nil {
			return err
		}
	}
	if err := p.read(); err != nil {
		return err
	}
	return p.whole()
}

// line takes a line of the body, with what belongs to it.
func (p *parser) line(line string) error {
	if heading, ok := strings.CutPrefix(line, "## "); ok {
		return p.heading(strings.TrimSpace(heading))
	}
	if question, ok := strings.CutPrefix(line, "### Predict"); ok {
		if question != "" {
			return fmt.Errorf("what is asked stands below %q, not behind it", "### Predict")
		}
		return p.predict()
	}
	if kind, ok := strings.CutPrefix(line, "```"); ok {
		return p.fenced(kind)
	}
	return p.text.add(line)
}

// heading begins a section.
func (p *parser) heading(title string) error {
	if err := p.read(); err != nil {
		return err
	}
	if p.first {
		return at(p.began, "nothing stands below %q", p.section)
	}
	p.section, p.first, p.began = title, true, p.at
	return nil
}

// read makes a part of prose after which nothing is to be done.
func (p *parser) read() error {
	line := p.at
	text, err := p.text.take()
	if err != nil || len(text) == 0 {
		return err
	}
	p.add(Part{Kind: Read, Text: text, line: line})
	return nil
}

// add adds a part to the section.
func (p *parser) add(part Part) {
	part.Section, part.First = p.section, p.first
	p.first = false
	p.lesson.Parts = append(p.lesson.Parts, part)
}

// fenced takes a block between fences, whose first line has been read.
func (p *parser) fenced(kind string) error {
	begin := p.at
	var body []numberedLine
	for {
		line, ok := p.next()
		if !ok {
			return at(begin, "no line ends the block ```%s", kind)
		}
		if line == "```" {
			break
		}
		if strings.HasPrefix(line, "```") {
			return at(p.at, "the block ```%s of line %d has not ended", kind, begin)
		}
		body = append(body, numberedLine{line, p.at})
	}
	switch kind {
	case "":
		var lines []string
		for _, l := range body {
			lines = append(lines, l.text)
		}
		return p.text.listing(lines)
	case "imap":
		return p.play(begin, body)
	case "expect":
		return p.expect(begin, body)
	case "task":
		return p.task(begin, body)
	case "find":
		return p.find(begin, body)
	case "solution":
		return p.solution(begin, body)
	}
	return at(begin, "a block is ```imap, ```expect, ```task, ```find, ```solution or plain ```, not ```%s", kind)
}

// numberedLine is a line with its number in the file.
type numberedLine struct {
	text string
	n    int
}

// last returns the last part if it is of a kind and nothing has come after it.
func (p *parser) last(kinds ...Kind) *Part {
	if len(p.lesson.Parts) == 0 || p.text.open || len(p.text.prose) > 0 {
		return nil
	}
	part := &p.lesson.Parts[len(p.lesson.Parts)-1]
	for _, k := range kinds {
		if part.Kind == k {
			return part
		}
	}
	return nil
}

// whole checks what can only be said of the whole lesson.
func (p *parser) whole() error {
	l := p.lesson
	if p.first {
		return at(p.began, "nothing stands below %q", p.section)
	}
	tasks, finds := 0, 0
	for i, part := range l.Parts {
		if part.Kind == Predict && (i+1 == len(l.Parts) || l.Parts[i+1].Conditions == nil || l.Parts[i+1].Kind != Play) {
			return at(part.line, "below a prediction stand ```imap and ```expect, which show the answer")
		}
		switch part.Kind {
		case Task:
			tasks++
		case Find:
			finds++
		default:
			continue
		}
		if part.Lines == nil {
			return at(part.line, "a ```solution must follow this block, which shows that it can be done")
		}
	}
	switch {
	case tasks+finds == 0:
		return at(p.at, "the lesson has no task: a block ```task, or ```find with a hidden fault")
	case finds > 1:
		return at(p.at, "there is one hidden fault, so ```find can be there once")
	case finds == 1 && l.Hidden == nil:
		return at(p.at, "there is nothing to find: the front block needs a line \"- hidden: ...\"")
	case finds == 0 && l.Hidden != nil:
		return at(p.at, "nobody is asked for the hidden fault: a block ```find is missing")
	}
	return nil
}
