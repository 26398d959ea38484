package front

import (
	"errors"
	"io"
	"net"
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
		resp, ending := w.filter(append([]byte(nil), buf[w.start:]...))
		w.buf = append(buf[:w.start], resp...)
		if ending != nil {
			w.end(ending)
		}
	}
	if len(w.buf) >= flushAt {
		w.Flush()
	}
}

// filter returns what is sent in place of resp, and why nothing comes after it,
// nil if something may.
func (w *Writer) filter(resp []byte) (sent []byte, ending error) {
	for _, f := range w.filters {
		if len(resp) == 0 {
			break
		}
		resp = f.Response(w.during, resp)
		if e, ok := f.(Ender); ok && ending == nil {
			ending = e.Ends()
		}
	}
	return resp, ending
}

// Intercept shows a command to the filters. Its error is the answer to the
// command or, if it is no *Status, ends the connection.
func (w *Writer) Intercept(c *Command) error {
	for _, f := range w.filters {
		i, ok := f.(Interceptor)
		if !ok {
			continue
		}
		if err := i.Command(c); err != nil {
			if errors.Is(err, net.ErrClosed) {
				w.end(err)
			}
			return err
		}
	}
	return nil
}

// end sends what has been gathered, and lets nothing follow.
func (w *Writer) end(why error) {
	w.Flush()
	if w.err == nil {
		w.err = why
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

// ended is why the connection has ended, nil if the client is still read.
func (w *Writer) ended() error {
	if errors.Is(w.err, net.ErrClosed) && !errors.Is(w.err, ErrHalfClose) {
		return w.err
	}
	return nil
}

// Release gives up the buffer of an idle connection.
func (w *Writer) Release() {
	if len(w.buf) == 0 {
		w.buf = nil
	}
}
