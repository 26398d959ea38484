package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const mixed = "* OK [CAPABILITY IMAP4rev1] hi\r\n" +
	"* 1 FETCH (BODY[] {7}\r\na\r\nb)\r\n UID 4)\r\n" +
	"* NO ends in {3}\r\n" +
	"* broken (\"\r\n" +
	"a1 OK done\r\n"

func readAll(t *testing.T, src io.Reader) (kinds []string, raw []byte) {
	t.Helper()
	rd := NewReader(src, Limits{})
	for {
		r, err := rd.Next()
		if err == io.EOF {
			return kinds, raw
		}
		if err != nil {
			t.Fatal(err)
		}
		raw = append(raw, r.Raw...)
		kinds = append(kinds, r.Kind.String()+" "+r.Status.String()+r.Name)
	}
}

func TestFraming(t *testing.T) {
	want := []string{"untagged OK", "untagged FETCH", "untagged NO", "untagged BROKEN", "tagged OK"}
	for name, src := range map[string]io.Reader{
		"whole":   strings.NewReader(mixed),
		"by byte": iotest.OneByteReader(strings.NewReader(mixed)),
		"halves":  iotest.HalfReader(strings.NewReader(mixed)),
		"dataerr": iotest.DataErrReader(strings.NewReader(mixed)),
	} {
		kinds, raw := readAll(t, src)
		if d := cmp.Diff(want, kinds); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if string(raw) != mixed {
			t.Errorf("%s: raw differs", name)
		}
	}
}

func TestLargeLiterals(t *testing.T) {
	var in bytes.Buffer
	for i := range 5 {
		body := bytes.Repeat([]byte{'a' + byte(i)}, 90_000*i)
		fmt.Fprintf(&in, "* %d FETCH (BODY[] {%d}\r\n%s)\r\n", i+1, len(body), body)
	}
	want := in.String()
	rd := NewReader(&in, Limits{})
	var all []*Response
	var got strings.Builder
	for range 5 {
		r, err := rd.Next()
		if err != nil || r.Err != nil {
			t.Fatal(err, r.Err)
		}
		all = append(all, r)
	}
	for i, r := range all { // after the last read: no memory is shared
		got.Write(r.Raw)
		f, _ := AsFetch(r)
		v, _ := f.Get("BODY[]")
		if len(v.Bytes) != 90_000*i || bytes.Count(v.Bytes, []byte{'a' + byte(i)}) != len(v.Bytes) {
			t.Errorf("literal %d is not what was sent", i)
		}
	}
	if got.String() != want {
		t.Error("raw differs")
	}
}

func TestLimits(t *testing.T) {
	l := Limits{MaxLine: 40, MaxLiteral: 50, MaxResponse: 90, MaxNesting: 3, MaxValues: 6}
	for _, c := range []struct {
		in, what string
		goesOn   bool
	}{
		{"* OK " + strings.Repeat("x", 100), "line", false},
		{"* OK " + strings.Repeat("x", 40) + "\r\n", "line", false},
		{"* A {51}\r\n", "literal", false},
		{"* A {99999999999999999999999999}\r\n", "literal", false},
		{"* A {50}\r\n" + strings.Repeat("x", 50) + " {30}\r\n", "response", false},
		{"* A ((((x))))\r\n", "nesting", true},
		{"* A 1 2 3 4 5 6 7\r\n", "values", true},
		{"* 1 FETCH (A 1 B 2 C 3 D 4)\r\n", "values", true},
	} {
		rd := NewReader(strings.NewReader(c.in+"* OK next\r\n"), l)
		r, err := rd.Next()
		var le *LimitError
		if !errors.As(err, &le) || le.What != c.what {
			t.Errorf("%.20q: %v, want limit of %s", c.in, err, c.what)
			continue
		}
		next, err2 := rd.Next()
		if c.goesOn {
			if r == nil || string(r.Raw) != c.in || r.Err != nil {
				t.Errorf("%.20q: response %+v", c.in, r)
			}
			if err2 != nil || next.Text != "next" {
				t.Errorf("%.20q: stream lost: %v", c.in, err2)
			}
		} else if err2 != err {
			t.Errorf("%.20q: then %v", c.in, err2)
		}
	}
}

func TestEndOfStream(t *testing.T) {
	for in, want := range map[string]error{
		"": io.EOF, "* OK": io.ErrUnexpectedEOF, "* A {5}\r\nab": io.ErrUnexpectedEOF, "* A {5}\r\nabcde": io.ErrUnexpectedEOF,
	} {
		rd := NewReader(strings.NewReader(in), Limits{})
		if _, err := rd.Next(); err != want {
			t.Errorf("%q: %v", in, err)
		}
		if string(rd.Partial()) != in {
			t.Errorf("%q: partial %q", in, rd.Partial())
		}
	}
	rd := NewReader(iotest.ErrReader(os.ErrClosed), Limits{})
	if _, err := rd.Next(); err != os.ErrClosed {
		t.Error(err)
	}
	rd = NewReader(emptyReader{}, Limits{})
	if _, err := rd.Next(); err != io.ErrNoProgress {
		t.Error(err)
	}
}

type emptyReader struct{}

func (emptyReader) Read([]byte) (int, error) { return 0, nil }

// After a time-out in the midst of a response, Next goes on where it was.
func TestResumeAfterTimeout(t *testing.T) {
	rd := NewReader(&stutter{rest: mixed}, Limits{})
	var raw strings.Builder
	for {
		r, err := rd.Next()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			continue
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		raw.Write(r.Raw)
	}
	if raw.String() != mixed {
		t.Errorf("raw = %q", raw.String())
	}
}

// stutter gives one octet, then a time-out, in turns.
type stutter struct {
	rest string
	turn bool
}

func (s *stutter) Read(b []byte) (int, error) {
	if s.turn = !s.turn; s.turn {
		return 0, os.ErrDeadlineExceeded
	}
	if s.rest == "" {
		return 0, io.EOF
	}
	n := copy(b[:1], s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// pieces gives its strings one by one, and counts how often it is asked.
type pieces struct {
	rest  []string
	reads int
}

func (p *pieces) Read(b []byte) (int, error) {
	p.reads++
	if len(p.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.rest[0])
	p.rest = p.rest[1:]
	return n, nil
}

// Complete is true for what can be had without reading.
func TestComplete(t *testing.T) {
	src := &pieces{rest: []string{"a OK\r\n* 1 EXPUNGE\r\n* A {3}\r\n", "xyz", "\r\n* 2 EXP"}}
	rd := NewReader(src, Limits{})
	for i, want := range []struct {
		complete bool // before the response is read
		reads    int  // after that
	}{{false, 1}, {true, 1}, {false, 3}, {false, 4}} {
		if got := rd.Complete(); got != want.complete {
			t.Errorf("response %d is complete: %t", i+1, got)
		}
		if _, err := rd.Next(); (err != nil) != (i == 3) || src.reads != want.reads {
			t.Errorf("response %d: %v after %d reads", i+1, err, src.reads)
		}
	}
}

// A length that is announced and never sent costs no memory.
func TestAnnouncedLiteralIsNotAllocated(t *testing.T) {
	rd := NewReader(strings.NewReader("* A {60000000}\r\nabc"), Limits{})
	if _, err := rd.Next(); err != io.ErrUnexpectedEOF {
		t.Fatal(err)
	}
	if len(rd.buf) > 1<<20 {
		t.Errorf("buffer of %d octets", len(rd.buf))
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(mixed))
	for _, s := range []string{
		"* 1 FETCH (ENVELOPE " + goodEnvelope + " BODYSTRUCTURE " + textPart + ")\r\n",
		"* 1 FETCH (BODY[HEADER.FIELDS ({2}\r\nTo)]<0> ~{2}\r\nab)\r\n", "* LIST (\\X) \"/\" \"a\\\"\" (A (b))\r\n",
		"* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n* THREAD (1 (2)(3))\r\n* VANISHED (EARLIER) 1:9,4:2\r\n", "* ESEARCH (TAG \"a\") UID ALL 1:*\r\n",
		"* STATUS a (X (1))\r\n* ID (\"a\" NIL)\r\n+ [x] a\r\n* [COPYUID 1 2 3]\r\na OK [APPENDUID 1 2] x\r\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		l := Limits{MaxLine: 4096, MaxLiteral: 4096, MaxResponse: 8192, MaxNesting: 20, MaxValues: 500}
		rd := NewReader(bytes.NewReader(in), l)
		rd.UTF8 = len(in)%2 == 0
		var raw []byte
		for {
			r, err := rd.Next()
			if r != nil {
				raw = append(raw, r.Raw...)
				views(r)
			}
			var le *LimitError
			if err != nil && (!errors.As(err, &le) || le.fatal()) {
				break
			}
		}
		if raw = append(raw, rd.Partial()...); !bytes.HasPrefix(in, raw) {
			t.Fatalf("read %q of %q", raw, in)
		}
		if len(rd.buf) > 64<<10 {
			t.Fatalf("buffer of %d octets", len(rd.buf))
		}
	})
}

// views calls whatever interprets a response.
func views(r *Response) {
	if f, ok := AsFetch(r); ok {
		for name := range f.Items() {
			f.Get(name)
		}
		f.UID()
		f.Size()
		f.ModSeq()
		f.Flags()
		f.InternalDate()
	}
	AsList(r)
	AsStatus(r)
	AsSearch(r)
	if e, ok := AsESearch(r); ok {
		e.All()
		e.Number("MIN")
	}
	AsCopyUID(r)
	AsAppendUID(r)
	AsCapability(r)
	AsFlags(r)
	if s, _, ok := AsVanished(r); ok {
		s.Expand(1000)
	}
}

func BenchmarkFetchFlags(b *testing.B) {
	var in bytes.Buffer
	for i := range 2000 {
		fmt.Fprintf(&in, "* %d FETCH (UID %d FLAGS (\\Seen \\Answered $Forwarded))\r\n", i+1, i+1000)
	}
	in.WriteString("a1 OK done\r\n")
	b.SetBytes(int64(in.Len()))
	b.ReportAllocs()
	src := bytes.NewReader(nil)
	for b.Loop() {
		src.Reset(in.Bytes())
		rd := NewReader(src, Limits{})
		for {
			r, err := rd.Next()
			if err != nil {
				b.Fatal(err)
			}
			if r.Kind == Tagged {
				break
			}
		}
	}
}
