package faults

import (
	"bytes"
	"io"
	"net"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/server/front"
)

func TestElements(t *testing.T) {
	const list = "(UID 7 BODY[HEADER.FIELDS (A \"]\")]<0> {5}\r\n(a) \" \"q \\\" )\" ~{2}\r\n() ((a) b)(c))"
	want := []string{"UID", "7", "BODY[HEADER.FIELDS (A \"]\")]<0>", "{5}\r\n(a) \"", `"q \" )"`, "~{2}\r\n()", "((a) b)", "(c)"}
	if element([]byte(list)) != len(list) {
		t.Error("the list is not read to its end")
	}
	var got []string
	for _, e := range elements([]byte(list)) {
		got = append(got, string(e))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Whatever is said on the wire, by a server or by another fault, no fault
// panics on it, and together they lose nothing where they are out of scope.
func FuzzWire(f *testing.F) {
	for _, seed := range []string{
		"* 1 FETCH (UID 3 BODY[] {2}\r\nab ENVELOPE (NIL \"a\") BODYSTRUCTURE ((\"TEXT\" \"PLAIN\") \"MIXED\"))\r\n",
		"* 1 FETCH\r\n", "* 1 FETCH (\r\n", "* STATUS \"a\" (UIDNEXT)\r\n", "* STATUS {1}\r\n", "* ESEARCH (TAG \"a\") UID ALL\r\n",
		"* LIST () \"/\" \"a b\"\r\n", "* OK [COPYUID\r\n", "a1 OK [COPYUID 1 2] x\r\n", "* VANISHED 1:4294967295\r\n", "* CAPABILITY\r\n",
		"* FLAGS ()\r\n", "+\r\n", "* 4 EXPUNGE\r\n", "\r\n", "* SEARCH 1 (MODSEQ 3)\r\n", "* 1 FETCH (BODY (\"\r\n",
	} {
		f.Add([]byte(seed), " RETURN () OR \"a")
	}
	var on, off []string
	for _, k := range Catalogue() {
		if k.wire != nil && !slices.Contains([]string{"greeting=slow", "latency=added", "bandwidth=limited"}, k.String()) {
			on = append(on, k.String())
			off = append(off, k.String()+" user=nobody")
		}
	}
	f.Fuzz(func(t *testing.T, resp []byte, args string) {
		for _, name := range []string{"SELECT", "UID FETCH", "SEARCH", "COPY", "LIST", "IDLE", "STATUS", "LOGIN", "AUTHENTICATE"} {
			for _, lines := range [][]string{on, off} {
				c := newCommand(name, args)
				sent := through(mustPlan(t, lines...), c, resp)
				if len(lines) > 0 && lines[0] == off[0] && !bytes.Equal(sent, resp) {
					t.Fatalf("%s: %q has become %q out of scope", name, resp, sent)
				}
			}
		}
	})
}

func newCommand(name, args string) *front.Command {
	c := &front.Command{Tag: "a1", Name: name}
	c.SetArgs([]byte(args))
	return c
}

// through returns what is left of a response to a command behind the filters of
// a plan.
func through(p *Plan, c *front.Command, resp []byte) []byte {
	filters := p.Filters(1, new(net.TCPAddr))
	for _, f := range filters {
		f.(front.Interceptor).Command(c)
	}
	sent := bytes.Clone(resp)
	for _, f := range filters {
		if len(sent) > 0 {
			sent = f.Response(c, sent)
		}
	}
	filters[0].(io.Closer).Close()
	return sent
}
