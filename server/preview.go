package server

import (
	"bytes"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// lazySize is how large a message may be, in octets, that its preview is made
// at once for the LAZY modifier (RFC 8970 §4.1).
const lazySize = 64 << 10

// readPreview reads the modifiers of the PREVIEW item (RFC 8970 §6).
func readPreview(a *front.Args) (fetchItem, error) {
	item := fetchItem{kind: itemPreview, label: "PREVIEW", class: mailbox.ItemBody}
	if !bytes.HasPrefix(a.Rest(), []byte(" (")) {
		return item, nil
	}
	a.Accept(' ')
	return item, a.List("a list of modifiers", false, func() error {
		word, err := a.Keyword("LAZY")
		if err == nil && word != "LAZY" {
			err = front.Bad("Unknown PREVIEW modifier %.40s", word)
		}
		item.lazy = true
		return err
	})
}

// appendPreview appends the PREVIEW item. A preview is made once and kept.
func (f *fetcher) appendPreview(b []byte, item fetchItem) ([]byte, error) {
	b = append(b, "PREVIEW "...)
	preview, ok := f.m.KeptPreview()
	if !ok {
		if item.lazy && f.m.Size > lazySize {
			return append(b, "NIL"...), nil
		}
		tree, err := f.parts()
		if err != nil {
			return b, err
		}
		preview = tree.Preview(f.raw)
		f.m.KeepPreview(preview)
	}
	return f.appendText(b, preview), nil
}

// appendText appends UTF-8 without control characters as a string: quoted if
// the client knows UTF-8 in quoted strings (RFC 6855 §3), or if it is ASCII.
func (s *session) appendText(b []byte, text string) []byte {
	if !s.speaksUTF8() && strings.IndexFunc(text, func(r rune) bool { return r > 0x7e }) >= 0 {
		return appendLiteral(b, []byte(text))
	}
	return front.AppendQuoted(b, text)
}

// placeholderPreview is the preview of the message that a fault serves.
var placeholderPreview = message.Parse(placeholder).Preview(placeholder)
