package selftest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"imaporacle/oracle"
	"imaporacle/tester"
)

// refuse answers the commands that begin so.
func refuse(answer string, prefixes ...string) func(int, string, string) verdict {
	return func(_ int, _, command string) verdict {
		for _, p := range prefixes {
			if strings.HasPrefix(command, p) {
				return verdict{answer: answer}
			}
		}
		return verdict{}
	}
}

// everywhere is the same text for all columns.
func everywhere(text string) map[oracle.Column]string {
	all := make(map[oracle.Column]string)
	for _, c := range oracle.Columns {
		all[c] = text
	}
	return all
}

// noted reports whether a note of the verdict holds text.
func noted(v oracle.Verdict, text string) bool {
	return slices.ContainsFunc(v.Notes, func(n string) bool { return strings.Contains(n, text) })
}

// A server that cannot do something which has nothing to do with a column
// still gets its true cell there; where it has, the cell is unknown.
func TestServersThatCannot(t *testing.T) {
	const impossible = "EXPUNGE is refused, even when no other session has the mailbox selected"
	tests := map[string]struct {
		onCommand func(int, string, string) verdict
		onLine    func(string) string
		unknown   map[oracle.Column]string // the others are Yes
		note      map[oracle.Column]string
		rules     []string
	}{
		"is clean": {},
		"cannot DELETE": {
			onCommand: refuse("NO [NOPERM] no", "DELETE"),
			note: map[oracle.Column]string{
				oracle.Checkpoint: "mailboxes could not be removed: DELETE", oracle.Recent: "mailboxes could not be removed",
				oracle.AtomicFlags: "mailboxes could not be removed", oracle.ExpungeFetch: "mailboxes could not be removed",
				oracle.ExpungeStore: "mailboxes could not be removed",
			},
		},
		"never expunges": {
			onCommand: refuse("NO [INUSE] no", "EXPUNGE"),
			unknown:   map[oracle.Column]string{oracle.ExpungeFetch: impossible, oracle.ExpungeStore: impossible},
			rules:     []string{"expunge/refused"},
		},
		"says it expunges and does not": {
			onCommand: refuse("OK done", "EXPUNGE"),
			unknown:   map[oracle.Column]string{oracle.ExpungeFetch: "no EXPUNGE response came", oracle.ExpungeStore: "no EXPUNGE response came"},
		},
		"has no keywords": {
			onCommand: func(_ int, _, command string) verdict {
				if strings.Contains(command, "STORE") && strings.Contains(command, "imaporacle") {
					return verdict{answer: "NO [CANNOT] no keywords"}
				}
				return verdict{}
			},
			onLine: func(line string) string {
				if strings.HasPrefix(line, "* OK [PERMANENTFLAGS ") {
					return strings.Replace(line, ` \*)`, ")", 1)
				}
				return line
			},
			note: map[oracle.Column]string{oracle.AtomicFlags: "takes no keywords"},
		},
		"has no IDLE and no CONDSTORE": {
			onLine: func(line string) string {
				if strings.Contains(line, "CAPABILITY") {
					return strings.NewReplacer(" IDLE", "", " IMAP4rev2", "", " CONDSTORE", "").Replace(line)
				}
				return line
			},
			note: map[oracle.Column]string{oracle.Checkpoint: "IDLE: not offered"},
		},
		"has no FETCH": {
			onCommand: refuse("NO [SERVERBUG] no", "FETCH"),
			unknown: map[oracle.Column]string{
				oracle.Checkpoint: "NO [SERVERBUG] no", oracle.Recent: "NO [SERVERBUG] no", oracle.AtomicFlags: "NO [SERVERBUG] no",
				oracle.ExpungeFetch: "NO [SERVERBUG] no", oracle.ExpungeStore: "NO [SERVERBUG] no",
			},
			rules: []string{"refusal/server-bug"},
		},
		"calls LOGIN a mistake": {
			onCommand: refuse("BAD what", "LOGIN"),
			unknown:   everywhere("LOGIN \"user\" <redacted>: BAD what"),
			rules:     []string{"command/not-bad"},
		},
		"lets nobody in": {
			onCommand: refuse("NO who", "LOGIN"),
			unknown:   everywhere("LOGIN \"user\" <redacted>: NO who"),
		},
		"does not say good-bye": {
			onCommand: func(_ int, _, command string) verdict { return verdict{cut: command == "LOGOUT"} },
			rules:     []string{"bye/before-close"},
		},
		"shows a message too many": {
			onLine: func(line string) string {
				if strings.HasSuffix(line, "FETCH completed\r\n") {
					return "* 99 FETCH (UID 4294967295 FLAGS ())\r\n" + line
				}
				return line
			},
			rules: []string{"response/sequence", "uidonly/uidfetch"}, // with UIDONLY it is no FETCH at all
		},
		"speaks garbage in between": {
			onLine: func(line string) string {
				if !strings.HasPrefix(line, "*") && strings.HasSuffix(line, "completed\r\n") {
					return "* )(\x01garbage\r\n" + line
				}
				return line
			},
			// Before the end of LOGOUT, too, after which nothing may come.
			rules: []string{"response/syntax", "bye/once"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := &proxy{onCommand: tc.onCommand, onLine: tc.onLine}
			r := test(t, startProxy(t, p))
			for _, c := range oracle.Columns {
				v := r.Verdicts[c]
				want := oracle.Yes
				if tc.unknown[c] != "" {
					want = oracle.Unknown
				}
				if v.Cell != want || !noted(v, tc.unknown[c]) || !noted(v, tc.note[c]) {
					t.Errorf("%s is %s, with the notes %q; want %s with %q %q", c, v.Cell, v.Notes, want, tc.unknown[c], tc.note[c])
				}
			}
			var rules []string
			for _, f := range r.Findings {
				if !slices.Contains(rules, f.Rule) {
					rules = append(rules, f.Rule)
				}
			}
			if !slices.Equal(rules, tc.rules) {
				t.Errorf("findings %q, want %q", rules, tc.rules)
			}
			if left := p.leftovers(t); name != "cannot DELETE" && len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// places are some of the commands of a probe, spread over all of them.
func places(t *testing.T, c oracle.Column) []int {
	t.Helper()
	p := &proxy{}
	if v := test(t, startProxy(t, p), c).Verdicts[c]; v.Cell != oracle.Yes {
		t.Fatalf("%s of a clean server is %s: %q", c, v.Cell, v.Notes)
	}
	var all []int
	for n := 1; n <= p.count(); n += max(1, p.count()/12) {
		all = append(all, n)
	}
	return all
}

// harmless are the commands whose failure says nothing of a server: those of
// farewell, and of cleaning up after the last look.
func harmless(tag, command string) bool { return command == "LOGOUT" || cleaning(tag) }

// cleaning recognises the connection over which a probe removes its mailboxes.
func cleaning(tag string) bool { return strings.HasPrefix(tag, "clean") }

// Wherever a clean server breaks off, it is not blamed, and only praised if all
// had been seen. What was made is removed.
func TestBrokenOffAnywhere(t *testing.T) {
	ways := map[string]struct {
		verdict verdict
		why     string
	}{
		"hang up": {verdict{cut: true}, "connection closed while waiting for"},
		"hang":    {verdict{hang: true}, "time-out after 60ms: waiting for"},
	}
	for _, c := range oracle.Columns {
		for _, n := range places(t, c) {
			for name, way := range ways {
				p := &proxy{onCommand: func(i int, _, _ string) verdict {
					if i != n {
						return verdict{}
					}
					return way.verdict
				}}
				cfg := startProxy(t, p)
				if name == "hang" {
					cfg.Timeout = 60 * time.Millisecond
				}
				r := test(t, cfg, c)
				v := r.Verdicts[c]
				tag, broken := p.command(n)
				switch {
				case v.Cell == oracle.Unknown && len(v.Notes) > 0 && strings.Contains(v.Notes[0], way.why):
				case v.Cell == oracle.Unknown && name == "hang":
					// A command that works may take longer than that on a
					// busy machine; it is unknown then too.
				case v.Cell == oracle.Yes && harmless(tag, broken):
				default:
					t.Errorf("%s: %s at %q (command %d): %s with the notes %q", c, name, broken, n, v.Cell, v.Notes)
				}
				if left := p.leftovers(t); len(left) > 0 && !noted(v, "could not be removed") {
					t.Errorf("%s: %s at %q (command %d): left behind without a word: %q", c, name, broken, n, left)
				}
			}
		}
	}
}

// errEnough is why a test interrupts a run.
var errEnough = errors.New("enough")

// Wherever a probe is interrupted, it is over, says so, and leaves nothing
// behind.
func TestInterruptedAnywhere(t *testing.T) {
	for _, c := range oracle.Columns {
		for _, n := range places(t, c) {
			ctx, cancel := context.WithCancelCause(t.Context())
			p := &proxy{onCommand: func(i int, tag, _ string) verdict {
				if i < n || cleaning(tag) {
					return verdict{} // cleaning up is what an interrupted probe has left to do
				}
				if i == n {
					cancel(errEnough)
				}
				return verdict{hang: true}
			}}
			cfg := startProxy(t, p)
			cfg.Only = []oracle.Column{c}
			cfg.Timeout = time.Hour
			r, err := tester.Run(ctx, cfg)
			cancel(nil)
			if err != nil {
				t.Fatal(err)
			}
			v := r.Verdicts[c]
			tag, at := p.command(n)
			// A connection that could not be made has its own words for it.
			interrupted := v.Cell == oracle.Unknown && (noted(v, errEnough.Error()) || noted(v, "operation was canceled"))
			if !interrupted && !(v.Cell == oracle.Yes && harmless(tag, at)) {
				t.Errorf("%s: interrupted at %q (command %d): %s with the notes %q", c, at, n, v.Cell, v.Notes)
			}
			if left := p.leftovers(t); len(left) > 0 {
				t.Errorf("%s: interrupted at %q (command %d): left behind: %q", c, at, n, left)
			}
		}
	}
}
