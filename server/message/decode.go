package message

import (
	"bytes"
	"encoding/base64"
	"errors"
)

var (
	// ErrNoPart says that the message has no part with the path asked for.
	ErrNoPart = errors.New("message: no such body part")
	// ErrNotLeaf says that a multipart or embedded message was asked for,
	// which cannot be decoded as one (RFC 9051 §6.4.5).
	ErrNotLeaf = errors.New("message: body part is a multipart or a message")
	// ErrUnknownCTE says that the Content-Transfer-Encoding is not known: the
	// answer is NO [UNKNOWN-CTE] (RFC 9051 §7.5.2).
	ErrUnknownCTE = errors.New("message: unknown content transfer encoding")
)

// Binary returns the content of BINARY[path] without its transfer encoding (RFC
// 9051 §6.4.5); its length is BINARY.SIZE[path]. Line ends of text/* are CRLF,
// as RFC 9051 §7.5.2 asks. With an empty path it is the whole message as it
// stands, which has no encoding of its own. The result may be a part of raw.
// What in an encoding is malformed is passed over (RFC 2045 §6.7, §6.8).
func (p *Part) Binary(raw []byte, path []int) ([]byte, error) {
	if len(path) == 0 {
		return raw, nil
	}
	part := p.find(path)
	if part == nil {
		return nil, ErrNoPart
	}
	if part.kind != leaf {
		return nil, ErrNotLeaf
	}
	content, ok := part.decoded(raw)
	if !ok {
		return nil, ErrUnknownCTE
	}
	if part.media.typ == "TEXT" {
		content = withCRLF(content)
	}
	return content, nil
}

// decoded removes the transfer encoding of a body; ok is false if it is unknown.
func (p *Part) decoded(raw []byte) (content []byte, ok bool) {
	body := p.body.of(raw)
	switch p.encoding(raw) {
	case "7BIT", "8BIT", "BINARY":
		return body, true
	case "BASE64":
		return decodeBase64(body), true
	case "QUOTED-PRINTABLE":
		return decodeQuotedPrintable(body), true
	}
	return nil, false
}

func decodeBase64(s []byte) []byte {
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(s))) // enough for missing padding
	if n, err := base64.StdEncoding.Decode(out, s); err == nil {
		return out[:n]
	}
	// RFC 2045 §6.8: octets outside of the alphabet are ignored, and padding
	// ends the data.
	digits := make([]byte, 0, len(s))
	for _, c := range s {
		if c == '=' {
			break
		}
		if 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/' {
			digits = append(digits, c)
		}
	}
	if len(digits)%4 == 1 { // six bits make no octet
		digits = digits[:len(digits)-1]
	}
	n, err := base64.RawStdEncoding.Decode(out, digits)
	if err != nil {
		return out[:0]
	}
	return out[:n]
}

func decodeQuotedPrintable(s []byte) []byte {
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		line, ending := s, []byte(nil)
		if i := bytes.IndexByte(s, '\n'); i >= 0 {
			line, ending = s[:i], s[i:i+1]
			if i > 0 && s[i-1] == '\r' {
				line, ending = s[:i-1], s[i-1:i+1]
			}
		}
		s = s[len(line)+len(ending):]
		// RFC 2045 §6.7 (3): white space at the end of a line was added by
		// transport.
		line = bytes.TrimRight(line, " \t")
		for len(line) > 0 {
			i := bytes.IndexByte(line, '=')
			if i < 0 {
				out = append(out, line...)
				break
			}
			out = append(out, line[:i]...)
			if line = line[i+1:]; len(line) == 0 { // soft line break
				ending = nil
				break
			}
			if octet, ok := hexOctet(line); ok {
				out = append(out, octet)
				line = line[2:]
			} else {
				out = append(out, '=')
			}
		}
		out = append(out, ending...)
	}
	return out
}

// hexOctet reads the two digits at the start of s.
func hexOctet(s []byte) (octet byte, ok bool) {
	if len(s) < 2 {
		return 0, false
	}
	high, low := hexDigit(s[0]), hexDigit(s[1])
	return byte(high<<4 | low), high >= 0 && low >= 0
}

func hexDigit(c byte) int {
	switch c = lower(c); {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// withCRLF returns s with every bare LF made CRLF; s itself if there is none.
func withCRLF(s []byte) []byte {
	bare := bytes.Count(s, []byte{'\n'}) - bytes.Count(s, []byte("\r\n"))
	if bare == 0 {
		return s
	}
	out := make([]byte, 0, len(s)+bare)
	for i, c := range s {
		if c == '\n' && (i == 0 || s[i-1] != '\r') {
			out = append(out, '\r')
		}
		out = append(out, c)
	}
	return out
}
