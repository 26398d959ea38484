package client

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLines(t *testing.T) {
	r := &Recorder{}
	big := strings.Repeat("y", 5000)
	for _, s := range []string{
		"a3 STORE 1 +FLAGS (\\Seen)\r\n",
		"* 1 FETCH (BODY[] {6}\r\nab\r\n\"c UID 3)\r\n",
		"* 1 FETCH (BODY[] {5000}\r\n" + big + " UID 3)\r\n",
		"* OK \x01\xff\r\n",
		"a4 APPEND b {5+}\r\n",
		"line one\r\nline two\r\n",
		"* SEARCH" + strings.Repeat(" 1", 1000) + "\r\n",
	} {
		r.add("A", Server, []byte(s))
	}
	r.Note("B", "waited")
	want := []string{
		`1 A S: a3 STORE 1 +FLAGS (\Seen)`,
		`2 A S: * 1 FETCH (BODY[] {6}"ab\r\n\"c" UID 3)`,
		`3 A S: * 1 FETCH (BODY[] {5000}"` + strings.Repeat("y", 32) + `"...(5000 octets) UID 3)`,
		`4 A S: * OK \x01\xff`,
		`5 A S: a4 APPEND b {5+}`,
		`6 A S: line one\nline two`,
		`7 A S: * SEARCH` + strings.Repeat(" 1", 496) + `...(1008 octets more)`,
		`8 B -: (waited)`,
	}
	if d := cmp.Diff(want, r.Lines(0, 99)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want[2:4], r.Lines(3, 4)); d != "" {
		t.Error(d)
	}
	if l := r.Lines(5, 4); len(l) != 0 {
		t.Error(l)
	}
}

func TestRecorderIsBounded(t *testing.T) {
	r := &Recorder{MaxBytes: 10}
	r.add("A", ClientSide, []byte("12345\r\n"))
	r.add("A", ClientSide, []byte("12345\r\n"))
	if d := cmp.Diff([]string{"1 A C: 12345", "2 A C: (7 octets not kept)"}, r.Lines(1, 2)); d != "" {
		t.Error(d)
	}
	var none *Recorder
	if none.add("A", Server, nil) != 0 || none.Len() != 0 || none.Events(1, 1) != nil {
		t.Error("a nil Recorder records")
	}
}

func TestRecorderConcurrent(t *testing.T) {
	r := &Recorder{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				n := r.add("A", Server, []byte("x"))
				r.Lines(n, n)
			}
		})
	}
	wg.Wait()
	for i, e := range r.Events(1, 800) {
		if e.N != i+1 {
			t.Fatalf("event %d has number %d", i+1, e.N)
		}
	}
	if r.Len() != 800 {
		t.Error(r.Len())
	}
}

func TestRedaction(t *testing.T) {
	for in, want := range map[string]string{
		"a1 LOGIN user pass\r\n":                    "a1 LOGIN user <redacted>\r\n",
		"a1 login \"a \\\" b\" \"p q\"\r\n":         "a1 login \"a \\\" b\" <redacted>\r\n",
		"a1 LOGIN user\r\n":                         "a1 LOGIN user\r\n",
		"a1 AUTHENTICATE PLAIN AGEAYg==\r\n":        "a1 AUTHENTICATE PLAIN <redacted>\r\n",
		"a1 AUTHENTICATE PLAIN\r\n":                 "a1 AUTHENTICATE PLAIN\r\n",
		"a1 NOOP\r\n":                               "a1 NOOP\r\n",
		"DONE\r\n":                                  "DONE\r\n",
		"a1 LOGIN {4+}\r\n<redacted> {1+}\r\nx\r\n": "a1 LOGIN {4+}\r\n<redacted> <redacted>\r\n",
	} {
		if got := string(redactLine([]byte(in))); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := string(redactRest([]byte("user {4}\r\n"))); got != "<redacted> {4}\r\n" {
		t.Error(got)
	}
	if got := string(redactRest([]byte(" pass\r\n"))); got != "<redacted>\r\n" {
		t.Error(got)
	}
}
