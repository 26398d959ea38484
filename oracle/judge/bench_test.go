package judge

import (
	"fmt"
	"testing"
)

// The cost of an ordinary event: FETCH of flags and envelopes in a mailbox of
// some size, with its commands.
func BenchmarkFeed(b *testing.B) {
	const messages = 1000
	for name, fetch := range map[string]string{
		"flags":    "* %d FETCH (UID %d FLAGS (\\Seen))\r\n",
		"envelope": "* %d FETCH (UID %d RFC822.SIZE 4096 INTERNALDATE \" 1-Jan-2026 00:00:00 +0000\" ENVELOPE (\"Thu, 1 Jan 2026 00:00:00 +0000\" \"subject\" ((\"A\" NIL \"a\" \"example.org\")) NIL NIL ((\"B\" NIL \"b\" \"example.org\")) NIL NIL NIL \"<x@example.org>\"))\r\n",
	} {
		b.Run(name, func(b *testing.B) {
			var round []Event
			say := func(kind Kind, format string, args ...any) {
				round = append(round, Event{Session: "A", Kind: kind, Bytes: fmt.Appendf(nil, format, args...)})
			}
			say(Client, "a1 FETCH 1:%d (UID FLAGS ENVELOPE)\r\n", messages)
			for i := range messages {
				say(Server, fetch, i+1, 10*(i+1))
			}
			say(Server, "a1 NO done\r\n")
			j := New(Options{Alone: true})
			for i, text := range []string{"* OK ready\r\n", "* 1000 EXISTS\r\n", "* FLAGS (\\Seen)\r\n", "* OK [UIDVALIDITY 1] x\r\n", "* OK [UIDNEXT 99999] x\r\n", "s OK [READ-WRITE] done\r\n"} {
				j.Feed(Event{Session: "A", Kind: Server, Bytes: []byte(text)})
				if i == 0 {
					j.Feed(Event{Session: "A", Kind: Client, Bytes: []byte("s SELECT x\r\n")})
				}
			}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				j.Feed(round[n%len(round)])
				n++
			}
			if len(j.Counts()) > 0 {
				b.Fatal(j.Violations())
			}
		})
	}
}
