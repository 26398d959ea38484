package front

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// EncodeUTF7 returns a mailbox name, which is valid UTF-8, in modified UTF-7
// (RFC 3501 §5.1.3).
func EncodeUTF7(name string) string {
	var out strings.Builder
	for len(name) > 0 {
		n := strings.IndexFunc(name, func(r rune) bool { return r < 0x20 || r > 0x7e })
		if n < 0 {
			n = len(name)
		}
		out.WriteString(EscapeUTF7(name[:n]))
		name = name[n:]
		if n = strings.IndexFunc(name, func(r rune) bool { return r >= 0x20 && r <= 0x7e }); n < 0 {
			n = len(name)
		}
		if n == 0 {
			continue
		}
		var units []byte
		for _, u := range utf16.Encode([]rune(name[:n])) {
			units = binary.BigEndian.AppendUint16(units, u)
		}
		out.WriteString("&" + utf7Alphabet.EncodeToString(units) + "-")
		name = name[n:]
	}
	return out.String()
}

// EscapeUTF7 returns the name with "&" as "&-": all that a name in UTF-8 needs
// where both forms are understood (RFC 9051 appendix A.1).
func EscapeUTF7(name string) string { return strings.ReplaceAll(name, "&", "&-") }

// AppendMailbox appends a mailbox name to a response: INBOX as an atom, any
// other as a quoted string, in UTF-8 or else in modified UTF-7. Names hold no
// control characters.
func AppendMailbox(b []byte, name string, utf8 bool) []byte {
	switch {
	case strings.EqualFold(name, "INBOX"):
		return append(b, "INBOX"...)
	case utf8:
		name = EscapeUTF7(name)
	default:
		name = EncodeUTF7(name)
	}
	return appendQuoted(b, []byte(name))
}
