package mbox

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func read(t testing.TB, text string) []Message {
	t.Helper()
	var all []Message
	if err := Read(strings.NewReader(text), func(m Message) error { all = append(all, m); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRead(t *testing.T) {
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	tests := []struct {
		name, text string
		want       []Message
	}{
		{"nothing", "", nil},
		{"one", "From a@b Wed Mar  4 05:06:07 2026\nSubject: x\n\nhello\n\n",
			[]Message{{1, at, []byte("Subject: x\r\n\r\nhello\r\n")}}},
		{"two, and line ends of both kinds", "From a Wed Mar 4 05:06:07 2026\r\nA: 1\r\n\r\nFrom b\nB: 2\n",
			[]Message{{1, at, []byte("A: 1\r\n")}, {4, time.Time{}, []byte("B: 2\r\n")}}},
		{"quoted", "From a\nA: 1\n\n>From x\n>>From y\n>from z\n> From\n",
			[]Message{{1, time.Time{}, []byte("A: 1\r\n\r\nFrom x\r\n>From y\r\n>from z\r\n> From\r\n")}}},
		{"not quoted", "From a\nA: 1\n\ntext\nFrom here on\n",
			[]Message{{1, time.Time{}, []byte("A: 1\r\n\r\ntext\r\nFrom here on\r\n")}}},
		{"last line without an end", "From a\nA: 1\n\nb",
			[]Message{{1, time.Time{}, []byte("A: 1\r\n\r\nb\r\n")}}},
		{"empty messages", "From a\n\nFrom b\n",
			[]Message{{Line: 1, Body: []byte{}}, {Line: 3}}},
		{"zone behind the year", "From a b Wed Mar 4 07:06:07 2026 +0200\nx\n",
			[]Message{{1, at, []byte("x\r\n")}}},
	}
	sameTime := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, read(t, test.text), sameTime); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"\n\nSubject: x\n":        "line 3: not an mbox",
		"From a\nb\n\x00\n":       "line 3: a NUL octet",
		"PK\x03\x04 not a mbox\n": "line 1: not an mbox",
	} {
		err := Read(strings.NewReader(text), func(Message) error { return nil })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
	stop := errors.New("stop")
	if err := Read(strings.NewReader("From a\nx\n"), func(Message) error { return stop }); err != stop {
		t.Errorf("error %v, want that of yield", err)
	}
}

// write is the other direction, as RFC 4155 and mboxrd have it.
func write(messages [][]byte) string {
	var b strings.Builder
	for _, m := range messages {
		b.WriteString("From someone Wed Mar  4 05:06:07 2026\n")
		for line := range bytes.Lines(m) {
			if bytes.HasPrefix(bytes.TrimLeft(line, ">"), from) {
				b.WriteByte('>')
			}
			b.Write(bytes.Replace(line, []byte("\r\n"), []byte("\n"), 1))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"", "From x", ">From x", ">>From y", "text", ">", "From", "Subject: a"})
		var want [][]byte
		for range rapid.IntRange(0, 5).Draw(t, "messages") {
			var m []byte
			for _, l := range rapid.SliceOfN(line, 1, 8).Draw(t, "lines") {
				m = append(append(m, l...), "\r\n"...)
			}
			want = append(want, m)
		}
		var got [][]byte
		if err := Read(strings.NewReader(write(want)), func(m Message) error { got = append(got, m.Body); return nil }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("From a Wed Mar  4 05:06:07 2026\nA: 1\n\n>From b\n\nFrom c\n"))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		Read(bytes.NewReader(data), func(m Message) error {
			if bytes.IndexByte(m.Body, 0) >= 0 || bytes.Count(m.Body, []byte("\n")) != bytes.Count(m.Body, []byte("\r\n")) {
				t.Errorf("message of line %d: %q", m.Line, m.Body)
			}
			return nil
		})
	})
}
