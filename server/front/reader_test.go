package front

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// stream is a connection whose input is given and whose output is kept.
type stream struct {
	net.Conn // nil: only what follows is used
	in       io.Reader
	out      bytes.Buffer
}

func (s *stream) Read(b []byte) (int, error)       { return s.in.Read(b) }
func (s *stream) Write(b []byte) (int, error)      { return s.out.Write(b) }
func (s *stream) SetReadDeadline(time.Time) error  { return nil }
func (s *stream) SetWriteDeadline(time.Time) error { return nil }

var smallLimits = Limits{Line: 1000, Literal: 2000, Pending: 64, BadCommands: 10, Response: time.Minute}

func literals(*Command) (int64, error) { return smallLimits.Literal, nil }

// framed reads all commands and tells what was read, in one line each.
func framed(in string) (commands []string, out string, end error) {
	s := &stream{in: strings.NewReader(in)}
	c := NewConn(s, smallLimits)
	for {
		cmd, err := c.ReadCommand(literals)
		var mistake *Status
		switch {
		case err == nil:
			commands = append(commands, fmt.Sprintf("%s %s%s", cmd.Tag, cmd.Name, cmd.args))
		case errors.As(err, &mistake):
			commands = append(commands, fmt.Sprintf("%s %s", cmd.Tag, mistake.Type))
		default:
			c.Flush()
			return commands, s.out.String(), err
		}
	}
}

func TestReadCommand(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
		out      string
	}{
		{"plain", "a NOOP\r\nb uid fetch 1 (X)\r\n", []string{"a NOOP", "b UID FETCH 1 (X)"}, ""},
		{"lone LF", "a NOOP\nb NOOP\n", []string{"a NOOP", "b NOOP"}, ""},
		{"literal", "a X {3}\r\na\r\n b\r\nb Y\r\n", []string{"a X {3}\r\na\r\n b", "b Y"}, "+ Ready for 3 octets\r\n"},
		{"literal+", "a X {3+}\r\nabc{2+}\r\nde\r\nb Y\r\n", []string{"a X {3+}\r\nabc{2+}\r\nde", "b Y"}, ""},
		{"CR in literal", "a X {1+}\r\n\r\nb Y\r\n", []string{"a X {1+}\r\n\r", "b Y"}, ""},
		{"quoted brace", "a X \"{3+}\r\nb Y\r\n", []string{"a X \"{3+}", "b Y"}, ""},
		{"quote closed", `a X "\"" {1+}` + "\r\nz\r\nb Y\r\n", []string{`a X "\"" {1+}` + "\r\nz", "b Y"}, ""},
		{"too large", "a X {2001}\r\nb Y\r\n", []string{"a NO", "b Y"}, ""},
		{"too large+", "a X {2001+}\r\n" + strings.Repeat("b Y\r\n...", 251)[:2001] + "\r\nc Z\r\n", []string{"a NO", "c Z"}, ""},
		{"refused twice", "a X {2001+}\r\n" + strings.Repeat("x", 2001) + "{4+}\r\nb Y \r\nc Z\r\n", []string{"a NO", "c Z"}, ""},
		{"no size", "a X {}\r\nb Y\r\n", []string{"a BAD", "b Y"}, ""},
		{"no tag", "\r\n {3+}\r\nabc\r\nb Y\r\n", []string{" BAD", " BAD", "b Y"}, ""},
		{"long", "a X " + strings.Repeat("x", 1000) + "\r\nb Y\r\n", []string{"a BAD", "b Y"}, ""},
		{"long, literal", "a X " + strings.Repeat("x", 1000) + "{5+}\r\nc Z\r\n\r\nb Y\r\n", []string{"a BAD", "b Y"}, ""},
		{"long, quoted", "a X \"" + strings.Repeat("x", 1000) + "{5+}\r\nb Y\r\n", []string{"a BAD", "b Y"}, ""},
		{"long after literal", "a X {1+}\r\ny" + strings.Repeat("x", 1000) + "\r\nb Y\r\n", []string{"a BAD", "b Y"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, out, err := framed(c.in)
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) || out != c.out || err != io.EOF {
				t.Errorf("read %q, %v; sent %q", got, err, out)
			}
		})
	}
}

// A client that hangs up half-way gives an error, not a command.
func TestReadCommandCutOff(t *testing.T) {
	for _, in := range []string{"a NOOP", "a X {10}\r\nabc", "a X {10+}\r\n", "a X {1+}\r\na"} {
		if got, _, err := framed(in); len(got) != 0 || !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestReadCommandEnds(t *testing.T) {
	for name, in := range map[string]string{
		"line":    "a " + strings.Repeat("x", 20*smallLimits.Line) + "\r\n",
		"literal": "a X {99999999999+}\r\n",
		"size":    "a X {99999999999999999999+}\r\n",
	} {
		var fatal *FatalError
		if _, _, err := framed(in); !errors.As(err, &fatal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A client that announces much and sends nothing costs little.
func TestLiteralMemory(t *testing.T) {
	s := &stream{in: strings.NewReader("a X {1000000000+}\r\nabc")}
	c := NewConn(s, smallLimits)
	_, err := c.ReadCommand(func(*Command) (int64, error) { return 1 << 40, nil })
	if !errors.Is(err, io.ErrUnexpectedEOF) || cap(c.line) > 2*literalStep {
		t.Errorf("%d octets of memory, %v", cap(c.line), err)
	}
}

// What is kept of a command stays when the next is read.
func TestKeep(t *testing.T) {
	for _, n := range []int{10, 1900} {
		s := &stream{in: strings.NewReader(fmt.Sprintf("a X {%d+}\r\n%s\r\nb Y {%d+}\r\n%s\r\n", n, strings.Repeat("1", n), n, strings.Repeat("2", n)))}
		c := NewConn(s, smallLimits)
		var kept []byte
		for range 2 {
			cmd, err := c.ReadCommand(literals)
			if err != nil {
				t.Fatal(err)
			}
			a := cmd.Args()
			a.SP()
			lit, err := a.Literal("a literal")
			if err != nil {
				t.Fatal(err)
			}
			if kept == nil {
				kept = c.Keep(lit)
			}
		}
		if string(kept) != strings.Repeat("1", n) {
			t.Errorf("%d octets have changed", n)
		}
	}
}

// Filters are given whole responses, one after the other, and what they return
// is sent.
func TestFilters(t *testing.T) {
	s := &stream{in: strings.NewReader("a NOOP\r\n")}
	upper := filterFunc(func(_ *Command, b []byte) []byte { return bytes.ToUpper(b) })
	drop := filterFunc(func(cmd *Command, b []byte) []byte {
		if cmd != nil && bytes.HasPrefix(b, []byte("* DROP")) {
			return nil
		}
		return b
	})
	c := NewConn(s, smallLimits, upper, drop)
	cmd, err := c.ReadCommand(literals)
	if err != nil {
		t.Fatal(err)
	}
	c.Line("* drop ", "it")
	c.During(cmd)
	c.Line("* drop it")
	c.Number(3, "exists")
	c.Status("a", &Status{Type: "OK", Code: "X", Text: "done"})
	c.Status("", &Status{Type: "BYE", Text: "done"})
	c.Flush()
	if got, want := s.out.String(), "* DROP IT\r\n* 3 EXISTS\r\nA OK [X] DONE\r\n* BYE DONE\r\n"; got != want {
		t.Errorf("sent %q", got)
	}
}

type filterFunc func(*Command, []byte) []byte

func (f filterFunc) Response(cmd *Command, b []byte) []byte { return f(cmd, b) }

// FuzzReadCommand: whatever comes in, reading ends without a panic, little is
// said, and lines without literals leave the stream framed.
func FuzzReadCommand(f *testing.F) {
	for _, seed := range []string{
		"a NOOP\r\n", "a X {3}\r\nabc\r\n", "a X {3+}\r\nabc {1}\r\n", "a \"{3+}\\\"\r\n", "\r\n\x00\n", "a X {99999999999}\r\n",
		"a UID FETCH 1 BODY[]\r\n", strings.Repeat("x", 1100) + "\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 64<<10 {
			return
		}
		all := append(bytes.Clone(in), "\r\nlast NOOP\r\n"...)
		commands, out, err := framed(string(all))
		if len(out) > 30*len(all) {
			t.Errorf("%d octets sent for %d", len(out), len(all))
		}
		if bytes.Contains(in, []byte("}")) {
			return // the end may lie in a literal
		}
		var fatal *FatalError
		if errors.As(err, &fatal) {
			return
		}
		lines := bytes.Count(all, []byte("\n"))
		if err != io.EOF || len(commands) != lines || commands[lines-1] != "last NOOP" {
			t.Errorf("%d answers for %d lines, the last %q; %v", len(commands), lines, commands[len(commands)-1], err)
		}
	})
}
