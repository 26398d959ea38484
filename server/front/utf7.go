package front

import (
	"encoding/base64"
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// utf7Alphabet is the base64 of modified UTF-7 (RFC 3501 §5.1.3).
var utf7Alphabet = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").
	WithPadding(base64.NoPadding).Strict()

var errUTF7 = errors.New("not modified UTF-7")

// DecodeUTF7 returns the UTF-8 of a mailbox name in modified UTF-7. A name
// with octets over 127 is UTF-8 already, which IMAP4rev2 allows.
func DecodeUTF7(name string) (string, error) {
	var out []byte
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c < 0x20, c == 0x7f:
			return "", errUTF7
		case c >= utf8.RuneSelf:
			if !utf8.ValidString(name) {
				return "", errUTF7
			}
			out = append(out, c)
		case c != '&':
			out = append(out, c)
		default:
			end := i + 1
			for end < len(name) && name[end] != '-' {
				end++
			}
			if end == len(name) {
				return "", errUTF7
			}
			decoded, err := decodeShift(name[i+1 : end])
			if err != nil {
				return "", err
			}
			out = append(out, decoded...)
			i = end
			if decoded[0] != '&' && i+2 < len(name) && name[i+1] == '&' && name[i+2] != '-' {
				return "", errUTF7 // a null shift: one run would have done
			}
		}
	}
	return string(out), nil
}

// decodeShift decodes what stands between & and -.
func decodeShift(s string) ([]byte, error) {
	if s == "" {
		return []byte("&"), nil
	}
	b, err := utf7Alphabet.DecodeString(s)
	if err != nil || len(b) == 0 || len(b)%2 != 0 {
		return nil, errUTF7
	}
	var out []byte
	for i := 0; i < len(b); i += 2 {
		r := rune(b[i])<<8 | rune(b[i+1])
		if utf16.IsSurrogate(r) {
			if i+4 > len(b) {
				return nil, errUTF7
			}
			i += 2
			r = utf16.DecodeRune(r, rune(b[i])<<8|rune(b[i+1]))
			if r == utf8.RuneError {
				return nil, errUTF7
			}
		} else if r >= 0x20 && r < 0x7f {
			return nil, errUTF7 // printable ASCII must stand for itself
		}
		out = utf8.AppendRune(out, r)
	}
	return out, nil
}
