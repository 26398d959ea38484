package room

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/format"
	"io"
	"strings"
	"text/template"
	"unicode"
)

//go:embed gotest.tmpl
var goTest string

var goTestTemplate = template.Must(template.New("gotest").Parse(goTest))

// GoTest writes what was said as a Go test over servertest, which passes. What
// it expects is what a server without faults answers.
func (r *Room) GoTest(w io.Writer, name string) error {
	p, err := r.replay(func(command string) string { return command })
	if err != nil {
		return err
	}
	data := struct {
		Name   string
		Title  string
		Users  []string // of the connections
		All    []string
		Faults []string
		Steps  []goStep
	}{Name: identifier(name), Title: oneLine(name), Users: p.users, All: p.distinctUsers()}
	for _, a := range r.Armed() {
		data.Faults = append(data.Faults, a.Fault.String())
	}
	for _, s := range p.steps {
		if s.command == makeInbox {
			continue // it is there
		}
		g := goStep{Conn: s.conn - 1, Command: s.command, Reply: string(s.reply)}
		for _, resp := range s.heard {
			g.Heard = append(g.Heard, string(bytes.TrimRight(resp.Raw, "\r\n")))
		}
		data.Steps = append(data.Steps, g)
	}
	var b bytes.Buffer
	if err := goTestTemplate.Execute(&b, data); err != nil {
		return err
	}
	source, err := format.Source(b.Bytes())
	if err != nil {
		return fmt.Errorf("room: %w", err)
	}
	_, err = w.Write(source)
	return err
}

type goStep struct {
	Conn    int // from 0
	Command string
	Reply   string
	Heard   []string
}

// identifier makes a Go name of a text: "who sees \Recent" is WhoSeesRecent.
func identifier(text string) string {
	var b strings.Builder
	start := true
	for _, c := range text {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			start = true
		case start:
			b.WriteRune(unicode.ToUpper(c))
			start = false
		default:
			b.WriteRune(c)
		}
	}
	if b.Len() == 0 {
		return "Session"
	}
	return b.String()
}
