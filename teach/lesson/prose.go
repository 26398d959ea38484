package lesson

import (
	"fmt"
	"regexp"
	"strings"
)

// Prose is text for people, as the blocks of a small part of Markdown.
type Prose []Block

// BlockKind says what a Block is.
type BlockKind string

// The kinds of block.
const (
	Paragraph BlockKind = "paragraph"
	Item      BlockKind = "item"     // of a list
	Numbered  BlockKind = "numbered" // of a numbered list; Number has the number
	Listing   BlockKind = "listing"  // lines as they are, in one Span
)

// Block is a paragraph, an item of a list, or a listing.
type Block struct {
	Kind   BlockKind
	Number string
	Spans  []Span
}

// Style is how a Span looks.
type Style string

// The styles.
const (
	Plain    Style = ""
	Code     Style = "code"
	Strong   Style = "strong"
	Emphasis Style = "emphasis"
	Link     Style = "link"
)

// Span is a run of text in one style.
type Span struct {
	Text  string
	Style Style
	URL   string // of a Link
}

// String returns the text without any style, its blocks on lines of their own.
func (p Prose) String() string {
	var b strings.Builder
	for i, block := range p {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, s := range block.Spans {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// spanForms are the marks within a line. What stands in a code span is as it is.
var spanForms = regexp.MustCompile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*\\s][^*]*)\\*|\\[([^\\]]+)\\]\\(([^)\\s]+)\\)")

// stray finds marks that have no partner.
var stray = regexp.MustCompile("`|\\*\\*")

// spans reads the marks of a paragraph whose lines have been joined.
func spans(text string) ([]Span, error) {
	var all []Span
	plain := func(s string) error {
		if mark := stray.FindString(s); mark != "" {
			return fmt.Errorf("%s has no partner in %q", mark, s)
		}
		if s != "" {
			all = append(all, Span{Text: s})
		}
		return nil
	}
	at := 0
	for _, m := range spanForms.FindAllStringSubmatchIndex(text, -1) {
		if err := plain(text[at:m[0]]); err != nil {
			return nil, err
		}
		group := func(n int) string { return text[m[2*n]:m[2*n+1]] }
		switch {
		case m[2] >= 0:
			all = append(all, Span{Text: group(1), Style: Code})
		case m[4] >= 0:
			all = append(all, Span{Text: group(2), Style: Strong})
		case m[6] >= 0:
			all = append(all, Span{Text: group(3), Style: Emphasis})
		default:
			all = append(all, Span{Text: group(4), Style: Link, URL: group(5)})
		}
		at = m[1]
	}
	return all, plain(text[at:])
}

// numbered begins an item of a numbered list.
var numbered = regexp.MustCompile(`^([0-9]+)\. +`)

// unknownForms are parts of Markdown that lessons do not have: a terminal would
// show them badly.
var unknownForms = regexp.MustCompile(`^(#|\||>|<|!\[|\* |\+ )`)

// writer gathers prose line by line.
type writer struct {
	prose Prose
	open  bool // the last block goes on
	text  strings.Builder
}

// add takes a line, without the indentation of what it stands in.
func (w *writer) add(line string) error {
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "":
		return w.end()
	case unknownForms.MatchString(trimmed):
		return fmt.Errorf("lessons have paragraphs, lists and fenced blocks only, not %q", trimmed)
	case strings.HasPrefix(line, "- "):
		return w.begin(Block{Kind: Item}, trimmed[2:])
	case numbered.MatchString(line):
		m := numbered.FindStringSubmatch(line)
		return w.begin(Block{Kind: Numbered, Number: m[1]}, trimmed[len(m[0]):])
	case w.open:
		w.text.WriteString(" " + trimmed)
		return nil
	}
	return w.begin(Block{Kind: Paragraph}, trimmed)
}

func (w *writer) begin(b Block, text string) error {
	if err := w.end(); err != nil {
		return err
	}
	w.prose = append(w.prose, b)
	w.open = true
	w.text.Reset()
	w.text.WriteString(text)
	return nil
}

// listing adds lines that stay as they are.
func (w *writer) listing(lines []string) error {
	if err := w.end(); err != nil {
		return err
	}
	w.prose = append(w.prose, Block{Kind: Listing, Spans: []Span{{Text: strings.Join(lines, "\n"), Style: Code}}})
	return nil
}

// end closes the block that is open.
func (w *writer) end() error {
	if !w.open {
		return nil
	}
	w.open = false
	all, err := spans(w.text.String())
	w.prose[len(w.prose)-1].Spans = all
	return err
}

// take returns what has been gathered and begins anew.
func (w *writer) take() (Prose, error) {
	err := w.end()
	p := w.prose
	*w = writer{}
	return p, err
}
