package tester

import (
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"imaporacle/oracle"
	"imaporacle/tester/script"
)

// scriptsOf parses scripts, named s0, s1 and so on.
func scriptsOf(t *testing.T, texts ...string) []*script.Script {
	t.Helper()
	var all []*script.Script
	for i, text := range texts {
		name := "s" + string(rune('0'+i))
		s, err := script.Parse(name, name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		s.Mbox = []script.Message{{Data: []byte("Subject: x\r\n\r\n\r\n")}}
		all = append(all, s)
	}
	return all
}

// playOn plays scripts on a server, and nothing else.
func playOn(t *testing.T, server func(*peer), timeout time.Duration, texts ...string) *Result {
	t.Helper()
	cfg := quick(serve(t, server))
	cfg.Timeout = timeout
	cfg.Only = []oracle.Column{}
	cfg.Scripts = scriptsOf(t, texts...)
	r, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Whatever a server does to one test, the reason is told and the run goes on.
func TestScriptsOnBadServers(t *testing.T) {
	const first = "state: selected\n\nok fetch 1 flags\n* 1 fetch (flags ())\nok noop\n"
	const second = "state: auth\n\nok namespace\nok CAPABILITY\n* capability $\n"
	tests := map[string]struct {
		server  func(*peer)
		outcome script.Outcome
		why     string
		failed  int
	}{
		"OK to everything": {answers(func(*peer, string, string) (bool, bool) { return false, true }), script.Failed, "", 1},
		"CREATE refused": {at("CREATE", func(p *peer, tag string) bool { p.send(tag + " NO no room"); return true }),
			script.Broken, "creating the test mailbox: CREATE \"imaptest\": NO no room", 0},
		"APPEND refused": {at("APPEND", func(p *peer, tag string) bool { p.send(tag + " NO no room"); return true }),
			script.Broken, "appending to the test mailbox: ", 0},
		"DELETE refused": {answers(func(p *peer, tag, name string) (bool, bool) {
			switch name {
			case "LIST":
				p.send(`* LIST () "/" imaptest`)
			case "DELETE":
				p.send(tag + " NO never")
				return true, true
			}
			return false, true
		}), script.Failed, "", 1}, // the next has another mailbox
		"hang up": {at("fetch", func(*peer, string) bool { return false }), script.Broken, "line 3: connection closed", 1},
		"hang":    {at("fetch", func(p *peer, _ string) bool { p.hold(); return false }), script.Broken, "line 3: time-out", 1},
		"flood": {at("fetch", func(p *peer, _ string) bool {
			for {
				if _, err := io.WriteString(p.conn, strings.Repeat("* OK still working\r\n", 100)); err != nil {
					return false
				}
			}
		}), script.Broken, "line 3: ", 1},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			timeout := time.Minute
			if name == "hang" {
				timeout = 500 * time.Millisecond
			}
			r := playOn(t, tc.server, timeout, first, second)
			if r.ScriptsFailed != nil || len(r.Scripts) != 2 {
				t.Fatalf("%d results, %v", len(r.Scripts), r.ScriptsFailed)
			}
			one := r.Scripts[0]
			if one.Outcome != tc.outcome || !strings.HasPrefix(one.Reason, tc.why) || len(one.Failures()) != tc.failed {
				t.Errorf("the first %v, because %q, with %d failures", one.Outcome, one.Reason, len(one.Failures()))
			}
			if r.Scripts[1].Outcome != script.Passed {
				t.Errorf("the second %v, because %q: %+v", r.Scripts[1].Outcome, r.Scripts[1].Reason, r.Scripts[1].Failures())
			}
		})
	}
}

// A server that lets nobody in any more is to blame for each test.
func TestScriptsLockedOut(t *testing.T) {
	var logins atomic.Int32
	r := playOn(t, answers(func(p *peer, tag, name string) (bool, bool) {
		if name == "LOGIN" {
			logins.Add(1)
		}
		return false, logins.Load() <= 2 // the tester's own two
	}), time.Minute, "\nok noop\n", "\nok noop\n")
	if r.ScriptsFailed != nil {
		t.Errorf("the run failed: %v", r.ScriptsFailed)
	}
	for _, one := range r.Scripts {
		if one.Outcome != script.Broken || !strings.Contains(one.Reason, "logging in: ") {
			t.Errorf("%s %v, because %q", one.Script.Name, one.Outcome, one.Reason)
		}
	}
}

// What a server lacks is skipped, and counts for nothing.
func TestScriptsSkip(t *testing.T) {
	r := playOn(t, answers(func(*peer, string, string) (bool, bool) { return false, true }), time.Minute,
		"capabilities: X-NONE\n\nok noop\n", "user 1: $user2\n\nok noop\n", "state: nonauth\n\nok noop\nok noop\n")
	for i, why := range []string{"the server does not advertise X-NONE", "there is no $user2"} {
		if one := r.Scripts[i]; one.Outcome != script.Skipped || one.Reason != why {
			t.Errorf("%s %v, because %q", one.Script.Name, one.Outcome, one.Reason)
		}
	}
	want := script.Tally{Groups: 1, Skipped: 2, Base: 2}
	if got := script.Count(r.Scripts); got != want {
		t.Errorf("tally %+v, not %+v", got, want)
	}
}
