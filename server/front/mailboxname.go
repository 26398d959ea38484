package front

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// mailboxBase64 is the alphabet of modified UTF-7 (RFC 3501 §5.1.3).
var mailboxBase64 = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").WithPadding(base64.NoPadding)

// AppendMailbox appends a mailbox name as responses have it: quoted, INBOX
// alone bare. Where the client has not enabled UTF-8 it is in modified UTF-7;
// where it has, only "&" is written as there, which Mailbox reads alike.
func AppendMailbox(dst []byte, name string, utf8 bool) []byte {
	if name == "INBOX" {
		return append(dst, name...)
	}
	if utf8 {
		return appendQuoted(dst, []byte(strings.ReplaceAll(name, "&", "&-")))
	}
	var out, shifted []byte // shifted is UTF-16 that waits to be encoded
	flush := func() {
		if len(shifted) > 0 {
			out = append(mailboxBase64.AppendEncode(append(out, '&'), shifted), '-')
			shifted = shifted[:0]
		}
	}
	for _, c := range name {
		if c >= 0x20 && c < 0x7f {
			flush()
			out = append(out, byte(c))
			if c == '&' {
				out = append(out, '-')
			}
			continue
		}
		for _, unit := range utf16.AppendRune(nil, c) {
			shifted = append(shifted, byte(unit>>8), byte(unit))
		}
	}
	flush()
	return appendQuoted(dst, out)
}
