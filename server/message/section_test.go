package message

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// complexMessage has the shape of the example in RFC 3501 §6.4.5.
var complexMessage = crlf(`Subject: top
Content-Type: multipart/mixed; boundary=A

preamble
--A
X: 1

part 1
--A
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64

AAEC
--A
Content-Type: message/rfc822

Subject: three
Content-Type: multipart/mixed; boundary=B

--B

part 3.1
--B
Content-Type: application/octet-stream

part 3.2
--B--
--A
Content-Type: multipart/mixed; boundary=C

--C
Content-Type: image/gif

GIF
--C
Content-Type: message/rfc822

Subject: four-two
Content-Type: multipart/mixed; boundary=D

--D

part 4.2.1
--D
Content-Type: multipart/alternative; boundary=E

--E

part 4.2.2.1
--E
Content-Type: text/richtext

part 4.2.2.2
--E--
--D--
--C--
--A
Content-Type: message/rfc822

Subject: five

part 5.1
--A--
epilogue
`)

// section parses a specification without field list, such as 4.2.HEADER.
func section(spec string) Section {
	var s Section
	for _, word := range strings.Split(spec, ".") {
		n := 0
		if _, err := fmt.Sscanf(word, "%d", &n); err == nil {
			s.Path = append(s.Path, n)
			continue
		}
		s.Kind = map[string]Kind{"": Whole, "HEADER": Header, "TEXT": Text, "MIME": MIME}[word]
	}
	return s
}

func TestSection(t *testing.T) {
	const absent = "(absent)"
	tests := []struct{ spec, want string }{
		{"HEADER", "Subject: top\nContent-Type: multipart/mixed; boundary=A\n\n"},
		{"1", "part 1"},
		{"1.MIME", "X: 1\n\n"},
		{"1.HEADER", absent},
		{"1.TEXT", absent},
		{"1.1", absent},
		{"2", "AAEC"},
		{"3", "Subject: three\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\npart 3.1\n--B\nContent-Type: application/octet-stream\n\npart 3.2\n--B--"},
		{"3.MIME", "Content-Type: message/rfc822\n\n"},
		{"3.HEADER", "Subject: three\nContent-Type: multipart/mixed; boundary=B\n\n"},
		{"3.TEXT", "--B\n\npart 3.1\n--B\nContent-Type: application/octet-stream\n\npart 3.2\n--B--"},
		{"3.1", "part 3.1"},
		{"3.1.MIME", "\n"},
		{"3.2", "part 3.2"},
		{"3.3", absent},
		{"4.HEADER", absent},
		{"4.TEXT", absent},
		{"4.MIME", "Content-Type: multipart/mixed; boundary=C\n\n"},
		{"4.1", "GIF"},
		{"4.1.MIME", "Content-Type: image/gif\n\n"},
		{"4.2.HEADER", "Subject: four-two\nContent-Type: multipart/mixed; boundary=D\n\n"},
		{"4.2.1", "part 4.2.1"},
		{"4.2.2", "--E\n\npart 4.2.2.1\n--E\nContent-Type: text/richtext\n\npart 4.2.2.2\n--E--"},
		{"4.2.2.1", "part 4.2.2.1"},
		{"4.2.2.2", "part 4.2.2.2"},
		{"4.2.2.2.1", absent},
		{"5.HEADER", "Subject: five\n\n"},
		{"5.TEXT", "part 5.1"},
		{"5.1", "part 5.1"},
		{"5.1.MIME", "Subject: five\n\n"},
		{"5.2", absent},
		{"6", absent},
		{"0", absent},
		{"MIME", absent},
	}
	p := Parse(complexMessage)
	for _, tt := range tests {
		want := absent
		if tt.want != absent {
			want = string(crlf(tt.want))
		}
		got := absent
		if data, ok := p.Section(nil, complexMessage, section(tt.spec)); ok {
			got = string(data)
		}
		if got != want {
			t.Errorf("BODY[%s]\n got %q\nwant %q", tt.spec, got, want)
		}
	}
	whole, _ := p.Section(nil, complexMessage, Section{})
	if string(whole) != string(complexMessage) {
		t.Error("BODY[] is not the message")
	}
	text, _ := p.Section(nil, complexMessage, section("TEXT"))
	header, _ := p.Section(nil, complexMessage, section("HEADER"))
	if string(header)+string(text) != string(complexMessage) {
		t.Error("HEADER and TEXT are not the message")
	}
}

func TestSectionOfSimpleMessage(t *testing.T) {
	raw := []byte("Subject: x\n\nbody\n")
	p := Parse(raw)
	for spec, want := range map[string]string{"1": "body\n", "TEXT": "body\n", "1.MIME": "Subject: x\n\n"} {
		if got, ok := p.Section(nil, raw, section(spec)); !ok || string(got) != want {
			t.Errorf("BODY[%s] is %q, %v; want %q", spec, got, ok, want)
		}
	}
	for _, spec := range []string{"0", "2", "1.1", "1.HEADER", "1.TEXT"} {
		if got, ok := p.Section(nil, raw, section(spec)); ok {
			t.Errorf("BODY[%s] is %q, want none", spec, got)
		}
	}
}

func TestHeaderFields(t *testing.T) {
	const header = "To: a@b\r\nX-Long: 1\r\n\t2\r\nsubject: s\r\nTO : c@d\r\nno field\r\n"
	tests := []struct {
		name, raw string
		fields    []string
		not       bool
		want      string
	}{
		{"order, case, duplicates", header + "\r\nbody", []string{"Subject", "tO", "to"}, false, "To: a@b\r\nsubject: s\r\nTO : c@d\r\n\r\n"},
		{"folding", header + "\r\n", []string{"x-long"}, false, "X-Long: 1\r\n\t2\r\n\r\n"},
		{"not", header + "\r\n", []string{"to", "subject"}, true, "X-Long: 1\r\n\t2\r\nno field\r\n\r\n"},
		{"none match", header + "\r\n", []string{"bcc", ""}, false, "\r\n"},
		{"no blank line, none is made", header, []string{"subject"}, false, "subject: s\r\n"},
		{"LF only", "A: 1\nB: 2\n\nx", []string{"b"}, false, "B: 2\n\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Section{Kind: HeaderFields, Fields: tt.fields}
			if tt.not {
				s.Kind = HeaderFieldsNot
			}
			raw := []byte(tt.raw)
			got, ok := Parse(raw).Section(nil, raw, s)
			if !ok || string(got) != tt.want {
				t.Errorf("got %q, %v; want %q", got, ok, tt.want)
			}
			if top, ok := TopSection(nil, raw, s); !ok || string(top) != string(got) {
				t.Errorf("TopSection differs: %q, %v", top, ok)
			}
		})
	}
	got, ok := Parse(complexMessage).Section(nil, complexMessage, Section{Path: []int{4, 2}, Kind: HeaderFields, Fields: []string{"subject"}})
	if !ok || string(got) != "Subject: four-two\r\n\r\n" {
		t.Errorf("of an embedded message: %q, %v", got, ok)
	}
}

func TestBinary(t *testing.T) {
	tests := []struct{ name, header, body, want string }{
		{"base64", "Content-Type: x/y\nContent-Transfer-Encoding: BASE64", "AAEC\r\n/w==\r\n", "\x00\x01\x02\xff"},
		{"base64 with junk, short of padding", "Content-Type: x/y\nContent-Transfer-Encoding: base64", "A!A*E\tC/w", "\x00\x01\x02\xff"},
		{"base64 of one octet without padding", "Content-Type: x/y\nContent-Transfer-Encoding: base64", "/w", "\xff"},
		{"base64 text gets CRLF", "Content-Transfer-Encoding: base64", "YQpiDQo=", "a\r\nb\r\n"},
		{"quoted-printable", "Content-Type: x/y\nContent-Transfer-Encoding: Quoted-Printable", "=C3=a4 \t\r\na=\r\nb=  \nc=3", "\xc3\xa4\r\nabc=3"},
		{"quoted-printable malformed", "Content-Type: x/y\nContent-Transfer-Encoding: quoted-printable", "=XY=4=\xff=", "=XY=4=\xff"},
		{"8bit", "Content-Type: x/y\nContent-Transfer-Encoding: 8bit", "a\nb\xff", "a\nb\xff"},
		{"text with bare LF", "Content-Type: text/x", "\na\r\nb\n", "\r\na\r\nb\r\n"},
	}
	for _, tt := range tests {
		raw := []byte(tt.header + "\n\n" + tt.body)
		got, err := Parse(raw).Binary(raw, []int{1})
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: got %q, %v; want %q", tt.name, got, err, tt.want)
		}
	}
	p := Parse(complexMessage)
	if whole, err := p.Binary(complexMessage, nil); err != nil || string(whole) != string(complexMessage) {
		t.Errorf("BINARY[] is not the message (%v)", err)
	}
	for _, e := range []struct {
		path []int
		want error
	}{{[]int{9}, ErrNoPart}, {[]int{1, 1}, ErrNoPart}, {[]int{3}, ErrNotLeaf}, {[]int{4}, ErrNotLeaf}, {[]int{4, 2, 2, 1}, nil}} {
		if _, err := p.Binary(complexMessage, e.path); !errors.Is(err, e.want) {
			t.Errorf("BINARY%v: error %v, want %v", e.path, err, e.want)
		}
	}
	unknown := []byte("Content-Transfer-Encoding: x-uue\n\nbegin\n")
	if _, err := Parse(unknown).Binary(unknown, []int{1}); !errors.Is(err, ErrUnknownCTE) {
		t.Errorf("unknown encoding: error %v", err)
	}
}
