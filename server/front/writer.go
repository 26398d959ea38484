package front

import (
	"io"
	"strconv"
)

// flushAt is how much is gathered before it is written although more may
// follow at once.
const flushAt = 64 << 10

// Writer gathers responses and hands each to the filters.
type Writer struct {
	out     io.Writer
	filters []Filter
	during  *Command
	buf     []byte
	start   int // of the response being built
	err     error
}

// Begin returns the buffer to which one response is appended.
func (w *Writer) Begin() []byte {
	w.start = len(w.buf)
	return w.buf
}

// End takes back the buffer of Begin with one complete response appended.
func (w *Writer) End(buf []byte) {
	w.buf = buf
	if len(w.filters) > 0 {
		resp := append([]byte(nil), buf[w.start:]...)
		for _, f := range w.filters {
			if len(resp) == 0 {
				break
			}
			resp = f.Response(w.during, resp)
		}
		w.buf = append(buf[:w.start], resp...)
	}
	if len(w.buf) >= flushAt {
		w.Flush()
	}
}

// Line sends one response; CRLF is added.
func (w *Writer) Line(parts ...string) {
	b := w.Begin()
	for _, p := range parts {
		b = append(b, p...)
	}
	w.End(append(b, "\r\n"...))
}

// Number sends an untagged response of the form "* n NAME".
func (w *Writer) Number(n int, name string) {
	b := append(w.Begin(), "* "...)
	b = strconv.AppendInt(b, int64(n), 10)
	b = append(b, ' ')
	b = append(b, name...)
	w.End(append(b, "\r\n"...))
}

// Status sends a status response; an empty tag makes it untagged.
func (w *Writer) Status(tag string, s *Status) {
	if tag == "" {
		tag = "*"
	}
	if s.Code != "" {
		w.Line(tag, " ", s.Type, " [", s.Code, "] ", s.Text)
		return
	}
	w.Line(tag, " ", s.Type, " ", s.Text)
}

// Flush writes what has been gathered. The first error stays and is returned
// by every later Flush; responses after it are dropped.
func (w *Writer) Flush() error {
	if len(w.buf) == 0 || w.err != nil {
		w.buf = w.buf[:0]
		return w.err
	}
	_, w.err = w.out.Write(w.buf)
	if cap(w.buf) > 2*flushAt {
		w.buf = nil // after a large literal: an idle connection stays small
	}
	w.buf = w.buf[:0]
	return w.err
}

// Release gives up the buffer of an idle connection.
func (w *Writer) Release() {
	if len(w.buf) == 0 {
		w.buf = nil
	}
}
