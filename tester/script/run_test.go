package script_test

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func load(t *testing.T, files map[string]string) []*script.Script {
	t.Helper()
	fsys := make(fstest.MapFS)
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	scripts, err := script.Load(fsys, "dir")
	if err != nil {
		t.Fatal(err)
	}
	return scripts
}

func configFor(srv *server.Server) script.Config {
	return script.Config{Config: client.Config{Addr: srv.Addr(), User: "user", Pass: "pass"}}
}

// noTrace fails if a mailbox is left.
func noTrace(t *testing.T, srv *server.Server) {
	t.Helper()
	c, err := client.Dial(t.Context(), configFor(srv).Config, "look", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{`LIST "" *`, `LSUB "" *`} {
		r, err := c.Do(t.Context(), command)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(r.Find("LIST")) - 1 + len(r.Find("LSUB")); n > 0 {
			t.Errorf("%s: something is left: %s", command, r.Untagged[0].Raw)
		}
	}
}

// TestRun plays a script that uses all of the format.
func TestRun(t *testing.T) {
	srv := servertest.New(t)
	scripts := load(t, map[string]string{
		"default.mbox": "From a@b  Fri Feb 22 17:06:23 2008\nSubject: one\n\nbody\n\nFrom a@b  Fri Feb 22 18:06:23 2008\nSubject: two\n\n",
		"all": `# everything
connections: 2
capabilities: CONDSTORE UIDPLUS
messages: 3

* ok [capability $]
1 ok fetch 1:* (internaldate envelope)
* 1 fetch (internaldate "22-Feb-2008 17:06:23 +0000" envelope (NIL one $ $ $ $ $ $ $ $))
* 2 fetch (envelope (NIL two $ $ $ $ $ $ $ $))
* 3 fetch (envelope (NIL one $ $ $ $ $ $ $ $))
1 fetch $2 (uid modseq)
* $2 fetch (modseq ($modseq1) uid $uid2)
1 ok
2 ok store 1 +flags (\deleted $$word)
* 1 fetch (flags (\deleted $$word))
2 ok expunge
* $1 expunge
! $2 expunge
1 ok uid store $uid2 +flags \seen
* $2 fetch (uid $uid2 flags (\seen) modseq ($modseq3))
* 1 expunge
1 ok search subject ${case:two}
* search 1
1 append $mailbox (\draft) {{{
From: x@y

}}}
1 ok [appenduid $validity $uid4]
1 ok append
1 tag1 noop
1 tag2 uid search return (all) uid $uid4
1 tag1 ok
1 tag2 ok
* esearch (tag $tag) uid all $uid4
2 ok idle
* 4 exists
1 create ${mailbox}${sep}below
1 ok
1 ok subscribe $mailbox${sep}below
1 no select ${mailbox}x
1 bad fetch
2 "" noop
1 ok logout
* bye $
`})
	results, err := script.Run(t.Context(), configFor(srv), scripts)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Outcome != script.Passed {
			t.Errorf("%s %v: %s", r.Script.Name, r.Outcome, r.Reason)
		}
		for _, c := range r.Failures() {
			t.Errorf("line %d: %s: %+v\n%q", c.Line, c.Text, c.Problems, c.Lines)
		}
	}
	noTrace(t, srv)
}

// TestRefusedIdle: where a script expects it, a refusal of IDLE is no failure,
// and elsewhere it is one that does not end the test.
func TestRefusedIdle(t *testing.T) {
	scripts := load(t, map[string]string{"x": "state: nonauth\n\nbad idle\nok idle\nok noop\n"})
	results, err := script.Run(t.Context(), configFor(servertest.New(t)), scripts)
	if err != nil {
		t.Fatal(err)
	}
	if r := results[0]; r.Outcome != script.Failed || len(r.Commands) != 3 || len(r.Failures()) != 1 || r.Failures()[0].Line != 4 {
		t.Errorf("%v (%s): %+v", r.Outcome, r.Reason, r.Commands)
	}
}

// TestFailures: one command fails once, and the script goes on.
func TestFailures(t *testing.T) {
	scripts := load(t, map[string]string{"x": `messages: 1
ignore_extra_untagged: no

fetch 1 (uid flags)
* 1 fetch (uid 8)
* 1 fetch (flags (\seen))
! 1 fetch (uid 1)
no
ok select $unset
ok noop
no noop
ok fetch 1 uid
`})
	results, err := script.Run(t.Context(), configFor(servertest.New(t)), scripts)
	if err != nil {
		t.Fatal(err)
	}
	r := results[0]
	if r.Outcome != script.Failed || len(r.Commands) != 5 {
		t.Fatalf("%v with %d commands", r.Outcome, len(r.Commands))
	}
	want := map[int][]string{
		4:  {"came, and must not", "did not come", "did not come", "the tagged response"},
		9:  {"the variable $unset has no value"},
		10: nil,
		11: {"the tagged response"},
		12: {"came, and is not listed"},
	}
	for _, c := range r.Commands {
		var got []string
		for _, p := range c.Problems {
			got = append(got, p.What)
		}
		if len(got) != len(want[c.Line]) {
			t.Errorf("line %d: %q, not %q", c.Line, got, want[c.Line])
			continue
		}
		for i := range got {
			if got[i] != want[c.Line][i] {
				t.Errorf("line %d: %q, not %q", c.Line, got, want[c.Line])
			}
		}
	}
	if p := r.Commands[0].Problems[1]; p.Seen != `1 FETCH (UID 1 FLAGS (\Recent))` || p.Difference == "" {
		t.Errorf("the nearest miss: %+v", p)
	}
}

// TestInterrupted: what was made is removed all the same.
func TestInterrupted(t *testing.T) {
	srv := servertest.New(t)
	ctx, stop := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	cfg := configFor(srv)
	cfg.Progress = func(script.Result) { stop(cause) }
	scripts := load(t, map[string]string{"a": "\nok noop\n", "b": "\nok noop\n", "c": "\nok noop\n"})
	results, err := script.Run(ctx, cfg, scripts)
	if !errors.Is(err, cause) || len(results) != 1 {
		t.Errorf("%d results, %v", len(results), err)
	}
	noTrace(t, srv)
}

// TestJobs: scripts at the same time do not meet.
func TestJobs(t *testing.T) {
	srv := servertest.New(t)
	files := make(map[string]string)
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		files[name] = "messages: 2\n\nok store 1 +flags \\deleted\nok expunge\n* 1 expunge\nok search all\n* search 1\n"
	}
	cfg := configFor(srv)
	cfg.Jobs = 4
	results, err := script.Run(t.Context(), cfg, load(t, files))
	if err != nil {
		t.Fatal(err)
	}
	if tally := script.Count(results); tally != (script.Tally{Groups: 8, Base: 24}) {
		t.Errorf("%+v", tally)
	}
	noTrace(t, srv)
}
