package judge

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"imaporacle/oracle"
)

// The traces of testdata are written by hand, a file for each topic. A trace
// begins with "# breaks RULE", or several with a comma between, or "# keeps: why it looks odd and is allowed", and
// has lines such as
//
//	A C: a1 NOOP
//	A S: * 3 EXISTS\r\n
//
// in which \r, \n, \" and \xff are escapes; the line end is added. Short forms
// stand for what every trace needs:
//
//	A login IDLE UIDPLUS    greeting with these capabilities, and LOGIN
//	A select INBOX 3 1      SELECT of a mailbox with 3 messages, 1 of them \Recent
//	A lost                  the server closes the connection
//	+30m                    time goes by
//
// "(not alone)" after the first line's text says that others may be at work.
type trace struct {
	at    string   // file:line
	rules []string // sorted; none if all is kept
	alone bool
	feed  []Event
}

// traces reads a file.
func traces(t *testing.T, file string) []trace {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []trace
	var now time.Time
	tags := 0
	for i, line := range strings.Split(string(data), "\n") {
		at := fmt.Sprintf("%s:%d", filepath.Base(file), i+1)
		if text, ok := strings.CutPrefix(line, "# "); ok {
			var rules []string
			if names, breaks := strings.CutPrefix(text, "breaks "); breaks {
				names, _, _ = strings.Cut(names, " ")
				rules = strings.Split(names, ",")
			} else if !strings.HasPrefix(text, "keeps: ") {
				t.Fatalf("%s: neither breaks nor keeps", at)
			}
			all = append(all, trace{at: at, rules: rules, alone: !strings.Contains(text, "(not alone)")})
			now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			continue
		}
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "//") {
			continue
		}
		if len(all) == 0 {
			t.Fatalf("%s: no trace has begun", at)
		}
		if d, ok := strings.CutPrefix(line, "+"); ok {
			step, err := time.ParseDuration(d)
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			now = now.Add(step)
			continue
		}
		tr := &all[len(all)-1]
		for _, e := range expand(t, at, line, &tags) {
			e.N, e.Time = len(tr.feed)+1, now
			tr.feed = append(tr.feed, e)
		}
	}
	return all
}

// expand makes the events of one line.
func expand(t *testing.T, at, line string, tags *int) []Event {
	t.Helper()
	name, rest, _ := strings.Cut(line, " ")
	say := func(kind Kind, text string) Event {
		octets, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.ReplaceAll(text, `\"`, `"`), `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		return Event{Session: name, Kind: kind, Bytes: []byte(octets)}
	}
	escape := func(text string) string {
		var b strings.Builder
		for i := 0; i < len(text); i++ {
			// A backslash that begins no escape is one, as in \Seen.
			if text[i] == '\\' && (i+1 == len(text) || !strings.ContainsRune("rnx", rune(text[i+1]))) {
				b.WriteByte('\\')
			}
			b.WriteByte(text[i])
		}
		return b.String()
	}
	client := func(text string) Event { return say(Client, escape(text)+`\r\n`) }
	server := func(text string) Event { return say(Server, escape(text)+`\r\n`) }
	*tags++
	tag := fmt.Sprintf("x%d", *tags)
	word, args, _ := strings.Cut(rest, " ")
	switch word {
	case "C:":
		return []Event{client(args)}
	case "S:":
		return []Event{server(args)}
	case "raw":
		return []Event{say(Server, escape(args))}
	case "opened":
		return []Event{{Session: name, Kind: Opened}}
	case "lost":
		return []Event{{Session: name, Kind: Lost}}
	case "closed":
		return []Event{{Session: name, Kind: Closed}}
	case "login":
		return []Event{
			{Session: name, Kind: Opened},
			server(strings.TrimSpace("* OK [CAPABILITY IMAP4rev1 "+args) + "] ready"),
			client(tag + " LOGIN user secret"),
			server(tag + " OK done"),
		}
	case "select":
		box, counts, _ := strings.Cut(args, " ")
		count, fresh, _ := strings.Cut(counts, " ")
		if fresh == "" {
			fresh = "0"
		}
		n, err := strconv.Atoi(count)
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		return []Event{
			client(tag + " SELECT " + box),
			server(`* FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Junk)`),
			server(`* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Junk \*)] flags`),
			server("* " + count + " EXISTS"),
			server("* " + fresh + " RECENT"),
			server("* OK [UIDVALIDITY 7] valid"),
			server(fmt.Sprintf("* OK [UIDNEXT %d] next", 10*(n+1))),
			server(tag + " OK [READ-WRITE] done"),
		}
	}
	t.Fatalf("%s: what is %q?", at, line)
	return nil
}

// Each trace breaks just its rules, or none.
func TestTraces(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for _, tr := range traces(t, file) {
			t.Run(strings.ReplaceAll(tr.at+" "+strings.Join(tr.rules, " "), "/", " "), func(t *testing.T) { tr.check(t) })
		}
	}
}

func (tr trace) check(t *testing.T) {
	j := New(Options{Alone: tr.alone})
	for _, e := range tr.feed {
		j.Feed(e)
	}
	rules := slices.Sorted(maps.Keys(j.Counts()))
	if !slices.Equal(rules, tr.rules) {
		t.Errorf("%s: reported %q, want %q", tr.at, rules, tr.rules)
		for _, v := range j.Violations() {
			t.Logf("%s: %s\n  %s", v.Rule, v.Seen, strings.Join(v.Lines, "\n  "))
		}
	}
	for _, v := range j.Violations() {
		last := tr.feed[v.Event-1]
		if v.Expected == "" || v.Seen == "" || len(v.Lines) == 0 || v.Lines[len(v.Lines)-1] != last.String() || v.Session != last.Session ||
			len(v.Events) != len(v.Lines) || v.Events[len(v.Events)-1] != v.Event || !slices.IsSorted(v.Events) {
			t.Errorf("%s: %+v", tr.at, v)
		}
	}
}

// probed are rules that only a probe can find broken: it knows what it has
// asked for, and when; or that need a clock or TLS, which no trace has.
var probed = []string{"checkpoint/", "idle/tells", "recent/not-lost", "recent/implemented", "recent/examine-keeps", "recent/status-keeps",
	"flags/add-keeps", "flags/no-lost-update", "flags/private", "expunge/fetch-", "expunge/search-omits", "expunge/copy-no",
	"expunge/refused", "expunge/not-bad", "expunge/store-", "transport/slow", "tls/negotiated"}

// Each rule that the judge can report is broken by a trace.
func TestEveryRuleHasATrace(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	broken := make(map[string]bool)
	for _, file := range files {
		for _, tr := range traces(t, file) {
			for _, rule := range tr.rules {
				broken[rule] = true
				if _, ok := oracle.RuleByID(rule); !ok {
					t.Errorf("%s: there is no rule %s", tr.at, rule)
				}
			}
		}
	}
	for _, r := range oracle.Rules {
		isProbed := slices.ContainsFunc(probed, func(p string) bool { return strings.HasPrefix(r.ID, p) })
		if !broken[r.ID] && !isProbed {
			t.Errorf("no trace breaks %s", r.ID)
		}
	}
}
