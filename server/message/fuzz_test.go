package message

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"testing"
)

func FuzzParse(f *testing.F) {
	f.Add(complexMessage)
	f.Add(textMessage)
	f.Add(crlf("From: \"a\\\" <@b,@c:d@[e]> (f (g)), h:;\nSubject: \xff\x00\"\n\n"))
	f.Add(crlf("Content-Type: multipart/mixed; boundary=\"b\\\n b\"\n\n--b\nContent-Type: message/rfc822\n\n--b--\n"))
	f.Add(crlf("Content-Type: multipart/x; boundary=A\n\n--A\nContent-Type: multipart/x; boundary=B\n\n--B\n--A\n\n--B"))
	f.Add(crlf("Content-Transfer-Encoding: base64\n\n/w"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		original := bytes.Clone(raw)
		p := Parse(raw)
		checkSpans(t, p, span{0, len(raw)})
		checkSections(t, p, p, raw, nil)
		for name, out := range map[string][]byte{
			"ENVELOPE":      AppendEnvelope(nil, raw),
			"BODY":          p.AppendBody(nil, raw),
			"BODYSTRUCTURE": p.AppendBodyStructure(nil, raw),
		} {
			if err := checkBalance(out); err != nil {
				t.Errorf("%s: %v in %q", name, err, out)
			}
		}
		p.HasAttachment(raw)
		Links(raw)
		top, _ := TopSection(nil, raw, Section{Kind: Header})
		header, _ := p.Section(nil, raw, Section{Kind: Header})
		text, _ := p.Section(nil, raw, Section{Kind: Text})
		if !bytes.Equal(top, header) || !bytes.Equal(append(bytes.Clone(header), text...), raw) {
			t.Error("header and text are not the message")
		}
		SentDate(raw)
		order := OrderOf(raw)
		if len(order.References) > maxReferences {
			t.Errorf("%d references", len(order.References))
		}
		if score := NewFuzzyKey(order.Subject).Score(raw); score < 0 || score > BestScore {
			t.Errorf("score %d", score)
		}
		for text := range p.Text(raw) {
			Casemap(string(text))
		}
		if !bytes.Equal(raw, original) {
			t.Error("the message was changed")
		}
	})
}

// checkSpans checks that every offset lies within the body around the part, and
// that parts come in order without overlap.
func checkSpans(t *testing.T, p *Part, within span) {
	t.Helper()
	ordered := []int{within.start, p.header.start, p.header.end, p.body.start, p.body.end, within.end}
	for i := 1; i < len(ordered); i++ {
		if ordered[i-1] > ordered[i] {
			t.Fatalf("offsets out of order: %v", ordered)
		}
	}
	for _, value := range append(p.content[:], p.media.params) {
		if value.present() && (value.start < p.header.start || value.start > value.end || value.end > p.header.end) {
			t.Fatalf("field %v outside of header %v", value, p.header)
		}
	}
	if len(p.children) == 0 && p.kind != leaf {
		t.Fatal("a multipart or message without parts")
	}
	start := p.body.start
	for _, child := range p.children {
		checkSpans(t, child, span{start, p.body.end})
		start = child.body.end
	}
}

// checkSections checks that each part below p is found by its number.
func checkSections(t *testing.T, top, p *Part, raw []byte, path []int) {
	t.Helper()
	get := func(kind Kind, path []int) []byte {
		data, ok := top.Section(nil, raw, Section{Path: path, Kind: kind, Fields: []string{"subject"}})
		if !ok {
			t.Fatalf("no section %v of kind %d", path, kind)
		}
		return data
	}
	for i, child := range p.children {
		number := append(slices.Clone(path), i+1)
		if p.kind == embedded {
			number = slices.Clone(path)
			if len(number) == 0 {
				number = []int{1} // the top message is itself the message part
			}
			get(HeaderFields, number)
			get(HeaderFieldsNot, number)
			if message := append(bytes.Clone(get(Header, number)), get(Text, number)...); !bytes.Equal(message, p.body.of(raw)) {
				t.Fatalf("section %v: header and text are not the message: %q", number, message)
			}
			if child.kind != multipart {
				number = append(number, 1)
			}
		}
		if child.kind != multipart || p.kind == multipart {
			if !bytes.Equal(get(Whole, number), child.body.of(raw)) || !bytes.Equal(get(MIME, number), child.header.of(raw)) {
				t.Fatalf("section %v is another part", number)
			}
			if _, err := top.Binary(raw, number); err != nil && child.kind == leaf && err != ErrUnknownCTE {
				t.Fatalf("BINARY%v: %v", number, err)
			}
		}
		checkSections(t, top, child, raw, number)
	}
}

// checkBalance checks that out is one parenthesized list of strings, numbers,
// NIL and such lists, without NUL, and with line ends and 8-bit in literals only.
func checkBalance(out []byte) error {
	depth := 0
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 || depth == 0 && i != len(out)-1 {
				return fmt.Errorf("list ends early at %d", i)
			}
		case c == '"':
			for i++; i < len(out) && out[i] != '"'; i++ {
				if out[i] == '\\' {
					i++
				}
				if i >= len(out) || out[i] == '\r' || out[i] == '\n' || out[i] >= 0x80 {
					return fmt.Errorf("bad octet in quoted string at %d", i)
				}
			}
			if i >= len(out) {
				return fmt.Errorf("quoted string without end")
			}
		case c == '{':
			end := bytes.Index(out[i:], []byte("}\r\n"))
			if end < 0 {
				return fmt.Errorf("bad literal at %d", i)
			}
			n, err := strconv.Atoi(string(out[i+1 : i+end]))
			if err != nil || i+end+2+n >= len(out) {
				return fmt.Errorf("bad literal at %d: %v", i, err)
			}
			i += end + 2 + n
		case c != ' ' && !('0' <= c && c <= '9') && c != 'N' && c != 'I' && c != 'L':
			return fmt.Errorf("octet %q at %d", c, i)
		}
	}
	if depth != 0 || len(out) == 0 || bytes.IndexByte(out, 0) >= 0 {
		return fmt.Errorf("%d lists open, or NUL", depth)
	}
	return nil
}
