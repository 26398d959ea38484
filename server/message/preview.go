package message

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// previewRunes is how long a preview is at most (RFC 8970 §3.3: 200 characters
// are enough, more than 256 are forbidden).
const previewRunes = 200

// previewOctets is how much of a part is looked at: the text may stand behind
// a long style sheet.
const previewOctets = 64 << 10

// Preview returns the start of the message's text, as UTF-8, in one line
// without markup (RFC 8970 §3). It is empty if there is no text to be shown,
// as in an encrypted message.
func (p *Part) Preview(raw []byte) string {
	part := p.previewPart(raw, "PLAIN")
	if part == nil {
		part = p.previewPart(raw, "HTML")
	}
	if part == nil {
		return ""
	}
	head := *part
	if head.body.end-head.body.start > previewOctets {
		head.body.end = head.body.start + previewOctets
	}
	content, ok := head.decoded(raw)
	if !ok {
		return "" // RFC 8970 §3.2: nothing meaningful can be said
	}
	text := string(head.asUTF8(raw, withoutTail(content)))
	if head.media.subtype == "HTML" {
		text = textOfHTML(text)
	}
	return shownLine(text)
}

// previewPart finds the first text part of that subtype that is no attachment.
func (p *Part) previewPart(raw []byte, subtype string) *Part {
	if p.kind == leaf {
		disposition := p.content[contentDisposition]
		const attachment = "attachment"
		switch value := trimSpace(disposition.of(raw)); {
		case p.media.typ != "TEXT" || p.media.subtype != subtype:
			return nil
		case len(value) >= len(attachment) && equalFold(value[:len(attachment)], attachment):
			return nil
		}
		return p
	}
	if p.media.subtype == "ENCRYPTED" {
		return nil // what stands beside the cipher text says nothing
	}
	for _, child := range p.children {
		if found := child.previewPart(raw, subtype); found != nil {
			return found
		}
	}
	return nil
}

// withoutTail drops a character that was cut in two at the end.
func withoutTail(s []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(s); n++ {
		if c := s[len(s)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.Valid(s[len(s)-n:]) {
				return s[:len(s)-n]
			}
			break
		}
	}
	return s
}

// shownLine puts single spaces in place of white space, drops what is not to be
// shown, and cuts.
func shownLine(text string) string {
	var out strings.Builder
	count, space := 0, false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = count > 0
			continue
		case !unicode.IsGraphic(r) || r == utf8.RuneError:
			continue
		}
		if space {
			out.WriteByte(' ')
			count++
		}
		out.WriteRune(r)
		count++
		space = false
		if count >= previewRunes-1 { // a space and a character might not fit
			break
		}
	}
	return out.String()
}

// hiddenElements hold text that no reader sees.
var hiddenElements = []string{"head", "style", "script", "title", "template"}

// textOfHTML removes markup: a tag stands for a space, as it may begin a block.
func textOfHTML(s string) string {
	var out strings.Builder
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			out.WriteString(s)
			break
		}
		out.WriteString(s[:open])
		s = s[open:]
		var skipped string
		if strings.HasPrefix(s, "<!--") {
			_, s, _ = strings.Cut(s[len("<!--"):], "-->")
			continue
		}
		skipped, s, _ = strings.Cut(s, ">")
		name := tagName(skipped)
		if name != "" && !inlineElements[name] {
			out.WriteByte(' ')
		}
		for _, hidden := range hiddenElements {
			if name == hidden {
				s = behindElement(s, hidden)
			}
		}
	}
	return html.UnescapeString(out.String())
}

// inlineElements do not end a word.
var inlineElements = map[string]bool{
	"a": true, "abbr": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true,
	"s": true, "small": true, "span": true, "strong": true, "sub": true, "sup": true, "u": true,
}

// tagName returns the name in "<name ..." or "</name", in lower case.
func tagName(tag string) string {
	tag = strings.TrimPrefix(strings.TrimPrefix(tag, "<"), "/")
	end := strings.IndexFunc(tag, func(r rune) bool { return r > 'z' || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end >= 0 {
		tag = tag[:end]
	}
	return strings.ToLower(tag)
}

// behindElement returns what follows the end tag, nothing if there is none.
func behindElement(s, name string) string {
	b := []byte(s)
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("</"))
		if i < 0 {
			return ""
		}
		at += i + len("</")
		if rest := b[at:]; len(rest) >= len(name) && equalFold(rest[:len(name)], name) {
			_, after, _ := strings.Cut(s[at:], ">")
			return after
		}
	}
}
