package client

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkFetchFlags reads 2,000 FETCH responses over a loopback socket, with
// the View kept and without a Recorder.
func BenchmarkFetchFlags(b *testing.B) {
	var out strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&out, "* %d FETCH (UID %d FLAGS (\\Seen \\Answered))\r\n", i+1, i+1000)
	}
	answer := out.String()
	cfg := serve(b, nil, selected(2000, func(p *peer) {
		for {
			tag, _, more := strings.Cut(p.line(), " ")
			if !more {
				return
			}
			p.raw(answer + tag + " OK done\r\n")
		}
	}))
	c, err := Dial(context.Background(), cfg, "A", nil)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Do(context.Background(), "SELECT INBOX"); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := c.Do(context.Background(), "FETCH 1:* (UID FLAGS)")
		if err != nil || len(r.Untagged) != 2000 {
			b.Fatal(err)
		}
	}
}

// BenchmarkNoop is a round trip.
func BenchmarkNoop(b *testing.B) {
	cfg := serve(b, nil, after("X", func(p *peer) {
		for {
			tag, _, more := strings.Cut(p.line(), " ")
			if !more {
				return
			}
			p.raw(tag + " OK done\r\n")
		}
	}))
	c, err := Dial(context.Background(), cfg, "A", nil)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Do(context.Background(), "NOOP"); err != nil {
			b.Fatal(err)
		}
	}
}
