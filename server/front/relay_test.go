package front

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// responses reads all of them, from a connection that gives one octet at a time.
func responses(in string, limit int64) (all []string, end error) {
	r := NewResponseReader(iotest.OneByteReader(strings.NewReader(in)), limit)
	for {
		resp, err := r.ReadResponse()
		if len(resp) > 0 {
			all = append(all, string(resp))
		}
		if err != nil {
			return all, err
		}
	}
}

// A response is whole with its literals (RFC 9051 §4.3), and text for people
// announces none.
func TestReadResponse(t *testing.T) {
	for name, want := range map[string][]string{
		"lines":          {"* 1 EXISTS\r\n", "a OK done\r\n", "+ go on\r\n"},
		"literal":        {"* 1 FETCH (BODY[] {6}\r\na\r\nb\r\n)\r\n", "a OK\r\n"},
		"two":            {"* 1 FETCH (A {1}\r\nxB ~{2}\r\nyz)\r\n", "a OK\r\n"},
		"empty":          {"* LIST () \"/\" {0}\r\n\r\n", "a OK\r\n"},
		"quoted":         {"* LIST () \"/\" \"{3}\r\n", "* LIST () \"/\" \"\\\"{3}\"\r\n"},
		"text":           {"* OK see {3}\r\n", "a no [ALERT] {3}\r\n", "* BYE {3}\r\n", "+ {3}\r\n", "* PREAUTH {3}\r\n"},
		"lone LF":        {"* 1 EXISTS\n", "* 1 FETCH (A {1}\nx)\n"},
		"wrong as it is": {"\r\n", "{\r\n", "{x}\r\n", "* {-1}\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := responses(strings.Join(want, ""), 1000)
			if diff := cmp.Diff(want, got); diff != "" || err != io.EOF {
				t.Errorf("%v: %s", err, diff)
			}
		})
	}
}

func TestReadResponseCutOff(t *testing.T) {
	for _, in := range []string{"* 1 EXI", "* 1 FETCH (A {10}\r\nabc", "* 1 FETCH (A {1}\r\nx"} {
		got, err := responses(in, 1000)
		if diff := cmp.Diff([]string{in}, got); diff != "" || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%v: %s", err, diff)
		}
	}
	for _, in := range []string{strings.Repeat("x", 2000), "* 1 FETCH (A {2000}\r\n", "* (A {600}\r\n" + strings.Repeat("x", 600) + " {600}\r\n"} {
		if _, err := responses(in, 1000); !errors.Is(err, ErrResponseTooLong) {
			t.Errorf("%.30q: %v", in, err)
		}
	}
}

// FuzzReadResponse: whatever a server sends is passed on, octet for octet.
func FuzzReadResponse(f *testing.F) {
	for _, seed := range []string{"* 1 FETCH (A {3}\r\nabc)\r\n", "+ \r\n", "* OK {1}\r\n", "\n{5}\n", "* \"\\\"{1}\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		all, err := responses(in, 1<<20)
		switch got := strings.Join(all, ""); {
		case errors.Is(err, ErrResponseTooLong):
		case err != io.EOF && err != io.ErrUnexpectedEOF:
			t.Error(err)
		case got != in:
			t.Errorf("%q became %q", in, got)
		}
	})
}

// Pieces are what the client sent, octet for octet, whatever it is.
func TestPieces(t *testing.T) {
	s := &stream{in: strings.NewReader("a X {3+}\r\n\r\nb c\nd")}
	c := NewConn(s, smallLimits)
	for _, want := range []struct {
		literal int64
		data    string
		err     error
	}{
		{data: "a X {3+}\r\n"}, {literal: 3, data: "\r\nb"}, {data: " c\n"}, {data: "d", err: io.ErrUnexpectedEOF},
	} {
		await := c.AwaitLine
		if want.literal > 0 {
			await = func() <-chan Piece { return c.AwaitLiteral(want.literal) }
		}
		if p := <-await(); string(p.Data) != want.data || !errors.Is(p.Err, want.err) {
			t.Errorf("%q, %v, want %q, %v", p.Data, p.Err, want.data, want.err)
		}
	}
}

func TestPiecesTooLarge(t *testing.T) {
	c := NewConn(&stream{in: strings.NewReader(strings.Repeat("x", 5000))}, smallLimits)
	var fatal *FatalError
	if p := <-c.AwaitLiteral(smallLimits.Literal + 1); !errors.As(p.Err, &fatal) {
		t.Errorf("a literal: %v", p.Err)
	}
	if p := <-c.AwaitLine(); !errors.As(p.Err, &fatal) {
		t.Errorf("a line: %v", p.Err)
	}
}

func TestAnnounced(t *testing.T) {
	for line, want := range map[string]struct {
		size    int64
		nonSync bool
		ok      bool
	}{
		"a X {3}\r\n": {3, false, true}, "a X ~{3+}\n": {3, true, true}, "a X {0}": {0, false, true},
		"a X \"{3}\r\n": {}, "a X {3} \r\n": {}, "a X {}\r\n": {}, "a X {3-}\r\n": {}, "}\r\n": {},
	} {
		size, nonSync, ok := Announced([]byte(line))
		if ok != want.ok || ok && (size != want.size || nonSync != want.nonSync) {
			t.Errorf("%q: %d %t %t", line, size, nonSync, ok)
		}
	}
}
