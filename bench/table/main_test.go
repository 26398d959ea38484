package main

import (
	"io"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	in := `goos: linux
BenchmarkEcho-2   100   18000 ns/op
BenchmarkNoop/memory-2   100   21700 ns/op
BenchmarkNoop/peer-2   100   64321 ns/op
BenchmarkAppend/bolt-2   100   3001.6 appends/s
PASS
`
	var rest strings.Builder
	results, err := read(strings.NewReader(in), &rest)
	if err != nil {
		t.Fatal(err)
	}
	if rest.String() != "goos: linux\nPASS\n" {
		t.Errorf("passed on: %q", rest.String())
	}
	rows := make(map[string]string)
	for line := range strings.Lines(render(results)) {
		cells := strings.Split(line, "|")
		if len(cells) < 7 {
			continue
		}
		rows[strings.TrimSpace(cells[1])] = strings.Join(strings.Fields(strings.Join(cells[4:7], " ")), " ")
	}
	want := map[string]string{"raw loopback echo": "18", "NOOP round trip": "21.7 64.3", "APPEND, durable": "3,000"}
	for title, figures := range want {
		if rows[title] != figures {
			t.Errorf("%s: figures %q, want %q", title, rows[title], figures)
		}
	}
}

func TestBadFigure(t *testing.T) {
	if _, err := read(strings.NewReader("BenchmarkX-2 1 many ns/op\n"), io.Discard); err == nil {
		t.Error("no error")
	}
}
