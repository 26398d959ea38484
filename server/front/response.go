package front

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
)

// ResponseReader frames what a server sends: a line, and where it ends in the
// announcement of a literal, the literal and the line that follows it
// (RFC 9051 §4.3). It knows no more of responses than that, so that it passes
// on wrong ones as they are.
type ResponseReader struct {
	br    *bufio.Reader
	limit int64
}

// NewResponseReader reads responses of at most limit octets from r.
func NewResponseReader(r io.Reader, limit int64) *ResponseReader {
	return &ResponseReader{br: bufio.NewReaderSize(r, 16<<10), limit: limit}
}

// ErrResponseTooLong says that a response exceeds the limit.
var ErrResponseTooLong = errors.New("the response is too long")

// ReadResponse returns the next response, with its literals and final CRLF. The
// caller owns it. At the end the error is io.EOF; what came of an unfinished
// response is returned with io.ErrUnexpectedEOF.
func (r *ResponseReader) ReadResponse() ([]byte, error) {
	var resp []byte
	var q quotes
	for {
		start := len(resp)
		var err error
		if resp, err = r.appendLine(resp); err != nil {
			return resp, err
		}
		if start == 0 && hasText(resp) {
			return resp, nil
		}
		line := trimEnd(resp[start:])
		q.pass(line)
		lit, ok, err := q.announced(line)
		if !ok || err != nil {
			return resp, nil
		}
		if lit.size > r.limit-int64(len(resp)) {
			return resp, fmt.Errorf("literal of %d octets: %w", lit.size, ErrResponseTooLong)
		}
		if resp, err = r.appendLiteral(resp, lit.size); err != nil {
			return resp, err
		}
	}
}

func (r *ResponseReader) appendLine(resp []byte) ([]byte, error) {
	for {
		chunk, err := r.br.ReadSlice('\n')
		resp = append(resp, chunk...)
		switch {
		case int64(len(resp)) > r.limit:
			return resp, ErrResponseTooLong
		case err == io.EOF && len(resp) > 0:
			return resp, io.ErrUnexpectedEOF
		case err == nil || !errors.Is(err, bufio.ErrBufferFull):
			return resp, err
		}
	}
}

// appendLiteral gives a literal memory as its octets come.
func (r *ResponseReader) appendLiteral(resp []byte, size int64) ([]byte, error) {
	for size > 0 {
		n := int(min(size, literalStep))
		at := len(resp)
		resp = slices.Grow(resp, n)[:at+n]
		got, err := io.ReadFull(r.br, resp[at:])
		if err != nil {
			return resp[:at+got], io.ErrUnexpectedEOF
		}
		size -= int64(n)
	}
	return resp, nil
}

// hasText reports whether a line ends in text for people, in which a brace
// announces nothing (RFC 9051 §7.1): a status response or a continuation
// request.
func hasText(line []byte) bool {
	if line[0] == '+' {
		return true
	}
	_, rest, _ := bytes.Cut(trimEnd(line), []byte(" "))
	kind, _, _ := bytes.Cut(rest, []byte(" "))
	switch strings.ToUpper(string(kind)) {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return true
	}
	return false
}

// Responses goes through the responses that lie in b one after the other: what a
// filter is given where one before it has made several of one. A literal that is
// not there as a whole was not announced.
func Responses(b []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for len(b) > 0 {
			n := responseEnd(b)
			if !yield(b[:n:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// responseEnd returns the length of the first response in b.
func responseEnd(b []byte) int {
	var q quotes
	for at := 0; ; {
		n := bytes.IndexByte(b[at:], '\n') + 1
		if n == 0 {
			return len(b)
		}
		line := b[at : at+n]
		if at += n; at == n && hasText(line) {
			return at
		}
		line = trimEnd(line)
		q.pass(line)
		lit, ok, err := q.announced(line)
		if !ok || err != nil || lit.size > int64(len(b)-at) {
			return at
		}
		at += int(lit.size)
	}
}
