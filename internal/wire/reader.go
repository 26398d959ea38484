package wire

import (
	"bytes"
	"errors"
	"io"
	"math"
)

// Limits bounds what one response may cost. A zero field means its default.
type Limits struct {
	MaxLine     int // octets of a response outside of its literals; 16 MiB
	MaxLiteral  int // octets of one literal; 64 MiB
	MaxResponse int // octets of a response; 128 MiB
	MaxNesting  int // depth of parentheses; 100
	MaxValues   int // values of a response, lists included; 1,048,576
}

func (l Limits) withDefaults() Limits {
	def := func(p *int, n int) {
		if *p <= 0 {
			*p = n
		}
	}
	def(&l.MaxLine, 16<<20)
	def(&l.MaxLiteral, 64<<20)
	def(&l.MaxResponse, 128<<20)
	def(&l.MaxNesting, 100)
	def(&l.MaxValues, 1<<20)
	return l
}

const (
	bufSize = 16 << 10
	// handOver is the size from which a response takes the read buffer with
	// it: cheaper than copying a large literal.
	handOver = 64 << 10
	// maxEmptyReads is how many reads without octets are borne in a row.
	maxEmptyReads = 100
)

// Reader reads responses from a stream. It is for one goroutine.
type Reader struct {
	// UTF8 allows UTF-8 in quoted strings and texts: to be set when the server
	// answered ENABLE UTF8=ACCEPT (RFC 6855 §3) or ENABLE IMAP4rev2.
	UTF8 bool

	src    io.Reader
	lim    Limits
	buf    []byte
	r, w   int   // buf[r:w] is not yet handed out
	sticky error // ends the stream

	// The framing of the response at buf[r:], relative to r. It outlives an
	// error of src, so that Next can go on after a time-out.
	scan, line, literals int

	parser parser
}

// NewReader returns a Reader of src.
func NewReader(src io.Reader, l Limits) *Reader {
	rd := &Reader{src: src, lim: l.withDefaults()}
	rd.parser.lim = rd.lim
	return rd
}

// Buffered returns how many octets have been read from the source and not yet
// been returned as a response.
func (rd *Reader) Buffered() int { return rd.w - rd.r }

// Partial returns what has come of a response that is not complete; it is
// valid until the next call of Next.
func (rd *Reader) Partial() []byte { return rd.buf[rd.r:rd.w] }

// Next reads a response. A violation of the grammar is no error: it is told in
// Response.Err. Errors are
//   - io.EOF at the end of the stream, io.ErrUnexpectedEOF inside a response;
//   - those of the source; after a time-out Next may be called again and goes
//     on where it was;
//   - *LimitError. For line, literal and response it ends the stream; for
//     nesting and values the Response is returned beside it, with its Raw, and
//     the next call reads the next response.
func (rd *Reader) Next() (*Response, error) {
	if rd.sticky != nil {
		return nil, rd.sticky
	}
	n, err := rd.frame()
	if err != nil {
		var limit *LimitError
		if errors.As(err, &limit) || err == io.EOF || err == io.ErrUnexpectedEOF {
			rd.sticky = err
		}
		return nil, err
	}
	return rd.parser.parse(rd.take(n), rd.UTF8)
}

// ParseResponse reads one response from memory, with its line end. It returns
// an error only for a response that is not complete, goes beyond the limits, or
// has more octets after its end.
func ParseResponse(raw []byte, l Limits, utf8 bool) (*Response, error) {
	rd := NewReader(bytes.NewReader(raw), l)
	rd.UTF8 = utf8
	resp, err := rd.Next()
	if err != nil {
		return resp, err
	}
	if len(resp.Raw) != len(raw) {
		return resp, errors.New("more than one response")
	}
	return resp, nil
}

// Complete says whether a response has been read from the source in full, so that
// Next returns it without reading.
func (rd *Reader) Complete() bool {
	n, _, err := rd.framed()
	return n > 0 && err == nil
}

// frame returns the length of the response at buf[r:], reading until it is
// complete.
func (rd *Reader) frame() (int, error) {
	for {
		n, missing, err := rd.framed()
		if err != nil || n > 0 {
			return n, err
		}
		if err := rd.fill(missing); err != nil {
			return 0, err
		}
	}
}

// framed returns the length of the response at buf[r:], or how many octets of it
// are known to be missing.
func (rd *Reader) framed() (n, missing int, err error) {
	for {
		have := rd.w - rd.r
		if have < rd.scan {
			return 0, rd.scan - have, nil
		}
		i := bytes.IndexByte(rd.buf[rd.r+rd.scan:rd.w], '\n')
		if i < 0 {
			rd.scan = have
			if have-rd.literals > rd.lim.MaxLine {
				return 0, 0, &LimitError{"line", rd.lim.MaxLine}
			}
			return 0, 1, nil
		}
		end := rd.scan + i + 1
		n, err := rd.literalAfter(end)
		if err != nil {
			return 0, 0, err
		}
		if n < 0 {
			return end, 0, nil
		}
		rd.scan, rd.line, rd.literals = end+n, end+n, rd.literals+n
	}
}

// literalAfter looks at the line that ends at end and returns the length of the
// literal that it announces, or -1.
func (rd *Reader) literalAfter(end int) (int, error) {
	if end-rd.literals > rd.lim.MaxLine {
		return 0, &LimitError{"line", rd.lim.MaxLine}
	}
	line := rd.buf[rd.r+rd.line : rd.r+end]
	n, ok := Announced(bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'}))
	if !ok || rd.line == 0 && isTextLine(line) {
		return -1, nil
	}
	if n > rd.lim.MaxLiteral {
		return 0, &LimitError{"literal", rd.lim.MaxLiteral}
	}
	if end+n > rd.lim.MaxResponse {
		return 0, &LimitError{"response", rd.lim.MaxResponse}
	}
	return n, nil
}

// Announced reads the "{n}", "{n+}" or "~{n}" at the end of a line, which is given
// without its line end: so many octets of a literal follow it (RFC 9051 §4.3). A
// number that is too large is the largest one.
func Announced(line []byte) (n int, ok bool) {
	end := len(line) - 1
	if end < 2 || line[end] != '}' {
		return 0, false
	}
	if line[end-1] == '+' {
		end--
	}
	start := end
	for start > 0 && isDigit(line[start-1]) {
		start--
	}
	if start == end || start == 0 || line[start-1] != '{' {
		return 0, false
	}
	size, ok := parseNumber(line[start:end], math.MaxInt)
	if !ok {
		return math.MaxInt, true
	}
	return int(size), true
}

// isTextLine says whether a line is a status response or a continuation: its
// text may end in "{5}" and mean nothing by it. Only BADCHARSET can hold a
// literal (astring in RFC 3501 §9).
func isTextLine(line []byte) bool {
	if line[0] == '+' {
		return true
	}
	i := bytes.IndexByte(line, ' ')
	if i < 0 {
		return true
	}
	rest := bytes.TrimLeft(line[i:], " ")
	if len(rest) > 0 && rest[0] == '[' {
		return true
	}
	j := bytes.IndexByte(rest, ' ')
	if j < 0 || statusOf(rest[:j]) == NoStatus {
		return false
	}
	code := bytes.TrimLeft(rest[j:], " ")
	const charset = "[BADCHARSET "
	return len(code) < len(charset) || !foldIs(code[:len(charset)], charset) ||
		bytes.IndexByte(code, ']') >= 0
}

// fill reads at least one octet; want is how many are known to be missing.
func (rd *Reader) fill(want int) error {
	if rd.w == len(rd.buf) {
		rd.makeRoom(want)
	}
	for range maxEmptyReads {
		n, err := rd.src.Read(rd.buf[rd.w:])
		if n > 0 {
			rd.w += n
			return nil
		}
		if err == io.EOF && rd.w > rd.r {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// makeRoom moves the unread octets to the front or doubles the buffer. It never
// trusts an announced length beyond that: the octets must come first.
func (rd *Reader) makeRoom(want int) {
	have := rd.w - rd.r
	if rd.r > 0 && have <= len(rd.buf)/2 {
		copy(rd.buf, rd.buf[rd.r:rd.w])
	} else {
		size := max(bufSize, have+min(max(have, bufSize), max(want, bufSize)))
		grown := make([]byte, size)
		copy(grown, rd.buf[rd.r:rd.w])
		rd.buf = grown
	}
	rd.r, rd.w = 0, have
}

// take returns the first n unread octets as memory of its own.
func (rd *Reader) take(n int) []byte {
	rd.scan, rd.line, rd.literals = 0, 0, 0
	if n < handOver {
		raw := bytes.Clone(rd.buf[rd.r : rd.r+n])
		if rd.r += n; rd.r == rd.w {
			rd.r, rd.w = 0, 0
		}
		return raw
	}
	raw := rd.buf[rd.r : rd.r+n : rd.r+n]
	rest := rd.buf[rd.r+n : rd.w]
	rd.buf = make([]byte, max(bufSize, 2*len(rest)))
	rd.r, rd.w = 0, copy(rd.buf, rest)
	return raw
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
