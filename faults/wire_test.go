package faults

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

// scripts holds, by the line of the fault, what a client sees of it.
func scripts() map[string]string {
	all := make(map[string]string)
	for _, part := range []map[string]string{toldScripts, searchedScripts, fetchedScripts, answeredScripts, carriedScripts, madeUpScripts, madeUpFetchScripts} {
		maps.Copy(all, part)
	}
	return all
}

// Each fault that is seen on the wire is seen just so, and is in the journal.
func TestWire(t *testing.T) {
	for line, text := range scripts() {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			p := play(t, text, line)
			if f := p.Faults()[0]; p.Journal().Count(f.Kind()) == 0 {
				t.Error("it is not in the journal")
			}
		})
	}
}

// Every one has its script. What tls=fails does is not IMAP: see TestTLSFails.
func TestEveryWireFaultIsPlayed(t *testing.T) {
	played := map[string]bool{"tls=fails": true}
	for line := range scripts() {
		kind, _, _ := strings.Cut(line, " ")
		played[kind] = true
	}
	for _, k := range Catalogue() {
		if (k.bend == nil) == (k.wire == nil) || (k.Acts == Behaviour) != (k.bend != nil) {
			t.Errorf("%s acts on %s", k, k.Acts)
		}
		if k.wire != nil && !played[k.String()] {
			t.Errorf("%s has no script", k)
		}
	}
}

// Out of its scope a fault changes no octet, and nothing is in the journal.
func TestWireOutOfScope(t *testing.T) {
	for line, text := range scripts() {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			p := mustPlan(t, line+" connection=99")
			before, after := make(map[int]*record), make(map[int]*record)
			s := newServer(t, p, func(conn int, faults []front.Filter) []front.Filter {
				before[conn], after[conn] = new(record), new(record)
				return slices.Concat([]front.Filter{before[conn]}, faults, []front.Filter{after[conn]})
			})
			for name, said := range clients(text) {
				c := dial(t, s)
				c.Write([]byte(said))
				c.Conn.(interface{ CloseWrite() error }).CloseWrite()
				if _, err := io.Copy(io.Discard, c); err != nil {
					t.Fatalf("connection %q: %v", name, err)
				}
				servertest.Deliver(t, s, "user", "INBOX", letter)
			}
			s.Close()
			for conn := range before {
				if !bytes.Equal(before[conn].said, after[conn].said) || len(after[conn].said) == 0 {
					t.Errorf("connection %d: the server says\n%s\nand the client hears\n%s", conn, before[conn].said, after[conn].said)
				}
			}
			if n := len(firings(p)); n != 0 {
				t.Errorf("%d firings", n)
			}
		})
	}
}

func firings(p *Plan) []Firing {
	all, _ := p.Journal().Firings()
	return all
}

// record is a filter that notes what passes.
type record struct{ said []byte }

func (r *record) Response(_ *front.Command, resp []byte) []byte {
	r.said = append(r.said, resp...)
	return resp
}

// clients returns what each client of a script says.
func clients(text string) map[string]string {
	said := make(map[string]string)
	for line := range strings.Lines(text) {
		name, verb, rest := parseLine(strings.Trim(line, "\t\n"))
		switch verb {
		case "C:":
			said[name] += rest + "\r\n"
		case "login":
			said[name] += "do LOGIN user pass\r\n"
		case "select":
			said[name] += "do SELECT INBOX\r\n"
		}
	}
	return said
}
