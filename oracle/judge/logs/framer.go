package logs

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/oracle/judge"
)

// framer puts the lines of one connection together to events: those of the
// server to whole responses.
type framer struct {
	session string
	emit    func(judge.Event)
	buf     []byte // of a response whose end has not come
	scanned int    // octets of it that have been looked at
	need    int    // octets of a literal that are missing after that
	at      time.Time
}

func (f *framer) event(kind judge.Kind, at time.Time, b []byte) {
	f.emit(judge.Event{Time: at, Session: f.session, Kind: kind, Bytes: b})
}

// change tells that the connection begins or ends.
func (f *framer) change(kind judge.Kind, at time.Time) {
	f.buf, f.scanned, f.need = nil, 0, 0
	f.event(kind, at, nil)
}

// client takes a line of the client, with its end.
func (f *framer) client(at time.Time, line string) { f.event(judge.Client, at, []byte(line)) }

// server takes a line of the server, with its end.
func (f *framer) server(at time.Time, line string) {
	f.buf = append(f.buf, line...)
	f.at = at
	for len(f.buf) >= f.scanned+f.need {
		f.scanned, f.need = f.scanned+f.need, 0
		i := bytes.IndexByte(f.buf[f.scanned:], '\n')
		if i < 0 {
			return
		}
		end := f.scanned + i + 1
		n, ok := wire.Announced(bytes.TrimRight(f.buf[f.scanned:end], "\r\n"))
		if !ok || n > math.MaxInt32 || f.scanned == 0 && isText(f.buf[:end]) {
			f.event(judge.Server, at, f.buf[:end:end])
			f.buf, f.scanned = f.buf[end:], 0
			if len(f.buf) == 0 {
				f.buf = nil
				return
			}
			continue
		}
		f.scanned, f.need = end, n
	}
}

// literal stands in for a literal whose text was not written down, if one is
// expected; its length is right.
func (f *framer) literal() {
	if missing := f.scanned + f.need - len(f.buf); f.need > 0 && missing > 0 {
		f.buf = append(f.buf, bytes.Repeat([]byte{'?'}, missing)...)
	}
}

// expects says whether a literal has been announced and has not all come.
func (f *framer) expects() bool { return f.need > 0 && len(f.buf) < f.scanned+f.need }

// end gives up what is not complete: the log ends, or leaves something out.
func (f *framer) end() {
	if len(f.buf) > 0 {
		f.change(judge.Missing, f.at)
	}
}

// isText says whether a line is a status response or a continuation: its text
// may end in "{5}" and mean nothing by it.
func isText(line []byte) bool {
	if len(line) > 0 && line[0] == '+' {
		return true
	}
	_, rest, _ := bytes.Cut(line, []byte(" "))
	word, _, _ := bytes.Cut(rest, []byte(" "))
	for _, status := range []string{"OK", "NO", "BAD", "BYE", "PREAUTH"} {
		if strings.EqualFold(string(bytes.TrimRight(word, "\r\n")), status) {
			return true
		}
	}
	return false
}

// unescape undoes \x1b, as control characters are written.
func unescape(s string) string {
	if !strings.Contains(s, `\x`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) && s[i+1] == 'x' {
			if n, err := strconv.ParseUint(s[i+2:i+4], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
