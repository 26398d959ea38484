package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
	"imaporacle/tester/stress"
)

var update = flag.Bool("update", false, "write the golden files anew")

// played are scripts of every outcome.
func played() []script.Result {
	named := func(name string, capabilities ...string) *script.Script {
		return &script.Script{Name: name, About: "RFC 9051 §7.3.5, §9: what it is about\nin two lines.", Capabilities: capabilities}
	}
	return []script.Result{
		{Script: named("fetch/uid"), Took: 20 * time.Millisecond, Commands: []script.Command{{Line: 4, Text: "fetch 1 uid"}, {Line: 6, Text: "noop"}}},
		{Script: named("fetch/wrong"), Outcome: script.Failed, Commands: []script.Command{
			{Line: 4, Text: "noop"},
			{Line: 5, Text: `fetch 1 body[<&>]`, Problems: []script.Problem{
				{Line: 6, What: "did not come", Expected: "* 1 fetch (uid 7)", Seen: "1 FETCH (UID 1)", Difference: "7 expected, 1 came"},
				{Line: 5, What: "the tagged response", Expected: "ok", Seen: "NO <b>]]> # not \x1b[31m"},
			}, Lines: []string{`7 1 C: t3 fetch 1 body[<&>]`, `8 1 S: * 1 FETCH (UID 1)`, `9 2 S: * 2 EXISTS`, `10 1 S: t3 NO <b>]]> # not`}},
		}},
		{Script: named("quota/set", "QUOTA"), Outcome: script.Skipped, Reason: "the server does not advertise QUOTA"},
		{Script: named("idle/hangs", "IDLE"), Outcome: script.Broken, Reason: "line 9: time-out # 1", Commands: []script.Command{{Line: 9, Text: "idle",
			Problems: []script.Problem{{Line: 9, What: "no answer"}}}}},
	}
}

// results are a few that show every part of a report.
func results() map[string]*tester.Result {
	clean := make(map[oracle.Column]oracle.Verdict)
	for _, c := range oracle.Columns {
		clean[c] = oracle.Verdict{Cell: oracle.Yes}
	}
	said := new(client.Recorder)
	said.Note("A", "the probe begins")
	said.Note("B", "and ends")
	found := []oracle.Finding{{Rule: "flags/no-lost-update", Expected: "all", Seen: "one <less>", Lines: []string{"7 u1-s1 C: STORE 1 FLAGS ()"}}}
	server := tester.ServerInfo{Addr: "127.0.0.1:1143", Greeting: "IMAP server ready", Capabilities: []string{"IDLE", "IMAP4rev1"}}
	return map[string]*tester.Result{
		"clean": {Report: oracle.Report{Verdicts: clean}, Server: server, Transcript: said, Took: 1500 * time.Millisecond},
		"found": {
			Report: oracle.Report{
				Verdicts: map[oracle.Column]oracle.Verdict{
					oracle.Checkpoint:   {Cell: oracle.Yes, Notes: []string{"NOOP: Yes", "IDLE: Yes"}},
					oracle.Recent:       {Cell: oracle.NotImplemented},
					oracle.ExpungeFetch: {Cell: oracle.CachedSome, Legal: true, Notes: []string{"served: INTERNALDATE"}},
					oracle.ExpungeStore: {Cell: oracle.Session, Detail: oracle.NeverSeenDetail},
				},
				Findings: []oracle.Finding{
					{Rule: "recent/implemented", Column: oracle.Recent, Expected: `\Recent for one`, Seen: "<none> & \x1b[31mred | \u009b1m"},
					{Rule: "expunge/fetch-no", Column: oracle.ExpungeFetch, Expected: "the body", Seen: "NO",
						Lines: []string{`3 B C: b1 FETCH 1 (BODY.PEEK[])`, `4 B S: b1 NO "` + "```" + `" gone`}},
					{Rule: "flags/private", Column: oracle.ExpungeStore, Expected: `\Seen`, Seen: "nothing"},
				},
			},
			Server: tester.ServerInfo{Addr: "mail.example:993", Greeting: "*<hello>* \x1b]0;title\a"}, Transcript: said,
		},
		"scripts": {Server: server, Transcript: said, Scripts: played()},
		"broken": {
			Report: oracle.Report{Verdicts: clean}, Server: server, Transcript: said, Scripts: played()[:1], ScriptsFailed: errors.New("the server is gone"),
			ScriptsUnclean: errors.New("imaptest: DELETE: NO"),
		},
		"stress": {
			Report: oracle.Report{Findings: found}, Server: server, Transcript: said,
			Stress: &stress.Result{
				Seed: 7, Users: 2, Sessions: 10, Rounds: 3, Took: 2 * time.Second,
				Commands: []stress.CommandStats{{Name: "UID FETCH", Count: 90, OK: 88, NO: 1, BAD: 1, P50: 0.5, P95: 1.25, P99: 2, Max: 10}},
				Total:    stress.CommandStats{Name: "all", Count: 90, OK: 88, NO: 1, BAD: 1, P50: 0.5, P95: 1.25, P99: 2, Max: 10},
				Findings: found, Counts: map[string]int{"flags/no-lost-update": 3},
				Flags:  stress.FlagStats{Histories: 40, Broken: 3, Unknown: 1},
				Shrunk: &stress.Shrunk{Rule: "flags/no-lost-update", Script: []byte("# a comment\n\nok noop\n"), Commands: 1, Of: 200},
				Ended:  []stress.Ended{{Session: "u1-s1", Reason: "time-out \x1b[31m"}}, EndedAll: 2, Unclean: errors.New("DELETE: NO"),
			},
		},
		"stress at once": {
			Report: oracle.Report{Findings: found}, Server: server, Transcript: said,
			Stress: &stress.Result{
				Seed: 7, Users: 1, Sessions: 2, Rounds: 1, Findings: found, Counts: map[string]int{"flags/no-lost-update": 3},
				Shrunk: &stress.Shrunk{Rule: "flags/no-lost-update", Script: []byte("# At once:\n1 ok noop\n"), Commands: 1, Of: 200, AtOnce: true, Broken: 7, Played: 20},
			},
		},
		"stress failed": {Server: server, Transcript: said, StressFailed: errors.New("nobody can log in")},
		"unknown": {
			Report: oracle.Report{Verdicts: map[oracle.Column]oracle.Verdict{
				oracle.AtomicFlags: {Cell: oracle.Unknown, Notes: []string{"127.0.0.1:1: connect: connection refused"}},
			}},
			Server: tester.ServerInfo{Addr: "127.0.0.1:1"}, Transcript: new(client.Recorder),
		},
	}
}

func TestGolden(t *testing.T) {
	for name, result := range results() {
		for _, format := range Formats {
			for suffix, options := range map[string]Options{"": {}, ".transcript": {Transcript: true}} {
				file := filepath.Join("testdata", name+suffix+"."+string(format))
				t.Run(filepath.Base(file), func(t *testing.T) {
					var b bytes.Buffer
					if err := Write(&b, format, result, options); err != nil {
						t.Fatal(err)
					}
					if *update {
						if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
							t.Fatal(err)
						}
					}
					want, err := os.ReadFile(file)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(string(want), b.String()); diff != "" {
						t.Error(diff)
					}
				})
			}
		}
	}
}

// Every rule and cell can be written, and what a server says cannot steer the
// terminal.
func TestEveryRule(t *testing.T) {
	r := results()["found"]
	r.Findings = nil
	for _, rule := range oracle.Rules {
		r.Findings = append(r.Findings, oracle.Finding{Rule: rule.ID, Column: oracle.Checkpoint, Expected: "x", Seen: "\x1b"})
	}
	for _, format := range Formats {
		var b bytes.Buffer
		if err := Write(&b, format, r, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, rule := range oracle.Rules {
			if !strings.Contains(b.String(), rule.Section) || !strings.Contains(b.String(), rule.ID) {
				t.Errorf("%s: %s or its section is missing", format, rule.ID)
			}
		}
		if strings.ContainsRune(b.String(), 0x1b) {
			t.Errorf("%s: an escape character came through", format)
		}
	}
}

// Programs read the row's bare words.
func TestJSONRow(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, JSON, results()["found"], Options{}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Row map[string]string `json:"row"`
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"checkpoint": "Yes", "recent": "Not implemented", "expunge_fetch": "Cached (some)", "expunge_store": "Session"}
	if diff := cmp.Diff(want, got.Row); diff != "" {
		t.Error(diff)
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range Formats {
		if got, err := ParseFormat(string(f), Formats); got != f || err != nil {
			t.Errorf("ParseFormat(%q) = %q, %v", f, got, err)
		}
	}
	if _, err := ParseFormat("xml", Formats); err == nil || !strings.Contains(err.Error(), `"xml"`) {
		t.Errorf("error %v does not name the format", err)
	}
	if _, err := ParseFormat("html", Plain); err == nil || !strings.HasSuffix(err.Error(), "expected table, markdown or json") {
		t.Errorf("error %v", err)
	}
	for file, want := range map[string]Format{"a/b.html": HTML, "x.json": JSON, "x.xml": JUnit} {
		if got, err := FormatOf(file); got != want || err != nil {
			t.Errorf("FormatOf(%q) = %q, %v", file, got, err)
		}
	}
	if _, err := FormatOf("x.pdf"); err == nil || !strings.Contains(err.Error(), "x.pdf") {
		t.Errorf("error %v", err)
	}
	if err := Write(nil, "xml", results()["clean"], Options{}); err == nil {
		t.Error("an unknown format was written")
	}
}

type full struct{}

var errFull = errors.New("full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteError(t *testing.T) {
	if err := Write(full{}, Table, results()["clean"], Options{}); !errors.Is(err, errFull) {
		t.Errorf("error %v, want that of the writer", err)
	}
}
