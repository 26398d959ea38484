// Package mbox reads the mbox format of RFC 4155 in its "mboxrd" variety, in
// which lines of a message that begin with "From " are quoted with ">", and
// lines that begin with ">From " with one more.
package mbox

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Message is one message of an mbox.
type Message struct {
	Line int       // of its From_ line, from 1
	Date time.Time // from the From_ line; zero if it has none that can be read
	Body []byte    // without the From_ line, lines ended by CRLF
}

var (
	from       = []byte("From ")
	errNotMbox = errors.New(`not an mbox: expected a line that begins with "From "`)
	errNUL     = errors.New("a NUL octet, which no message may hold (RFC 9051 §4.3)")
)

// Read calls yield for each message, and stops at the first error: its own,
// which names the line, or that of yield.
//
// Some programs write "From " in a message without the quote: such a line
// begins a message only at the start and after an empty line.
func Read(r io.Reader, yield func(Message) error) error {
	br := bufio.NewReader(r)
	var (
		msg   Message
		begun bool
		blank = true // the line before was empty, or there was none
	)
	for number := 1; ; number++ {
		line, err := br.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if len(line) == 0 {
			break
		}
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if bytes.IndexByte(line, 0) >= 0 {
			return fmt.Errorf("line %d: %w", number, errNUL)
		}
		switch {
		case blank && bytes.HasPrefix(line, from):
			if err := deliver(msg, begun, yield); err != nil {
				return err
			}
			msg, begun, blank = Message{Line: number, Date: date(string(line))}, true, false
			continue
		case !begun && len(line) == 0:
			continue
		case !begun:
			return fmt.Errorf("line %d: %w", number, errNotMbox)
		}
		blank = len(line) == 0
		msg.Body = append(append(msg.Body, unquote(line)...), "\r\n"...)
	}
	return deliver(msg, begun, yield)
}

// deliver yields a message without the empty line that separates it from what
// follows.
func deliver(msg Message, begun bool, yield func(Message) error) error {
	if !begun {
		return nil
	}
	if bytes.HasSuffix(msg.Body, []byte("\r\n\r\n")) || string(msg.Body) == "\r\n" {
		msg.Body = msg.Body[:len(msg.Body)-2]
	}
	return yield(msg)
}

// unquote takes one ">" from a line of ">"s and "From ".
func unquote(line []byte) []byte {
	if len(line) > 0 && line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), from) {
		return line[1:]
	}
	return line
}

// layouts are the forms of the date in a From_ line, without the spaces that
// pad the day. RFC 4155 has the first, in UTC; some programs add the zone.
var layouts = []string{
	"Mon Jan 2 15:04:05 2006",
	"Mon Jan 2 15:04:05 2006 -0700",
	"Mon Jan 2 15:04:05 -0700 2006",
	"Mon Jan 2 15:04 2006",
}

// date reads the end of a From_ line: the sender before it may be anything.
func date(line string) time.Time {
	words := strings.Fields(line)
	for _, layout := range layouts {
		n := len(strings.Fields(layout))
		if len(words) <= n {
			continue
		}
		if t, err := time.Parse(layout, strings.Join(words[len(words)-n:], " ")); err == nil {
			return t
		}
	}
	return time.Time{}
}
