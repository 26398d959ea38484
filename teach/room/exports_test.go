package room

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
)

// story is a Room in which much has been said: by two users in three lanes, with
// literals, another mailbox, keywords, IDLE, a delivery and a fault.
func story(t *testing.T, fault string) *Room {
	t.Helper()
	o := Options{
		Users: map[string]string{"user": "pass", "eve": "pass"},
		Mail:  append(mails(3), Mail{Mailbox: "My Box", Flags: []string{`\Seen`, "$Forwarded"}, Message: []byte("Subject: $5\r\n\r\n")}),
	}
	if fault != "" {
		o.Faults = append(o.Faults, mustFault(t, fault))
	}
	r := newTestRoom(t, o)
	lanes := open(t, r, "Ann", "Bob")
	ann, bob := lanes[0], lanes[1]
	eve, err := r.Open(context.Background(), "Eve")
	if err != nil {
		t.Fatal(err)
	}
	send(t, eve, "LOGIN eve pass", "SELECT INBOX")
	send(t, ann, `STORE 2 +FLAGS ($Forwarded \Deleted)`, "APPEND INBOX (\\Seen) {12}\r\nSubject: a\r\n", "EXPUNGE")
	send(t, bob, "FETCH 2 (FLAGS)", "NOOP", "IDLE")
	if _, err := r.Deliver("user", "INBOX", nil, []byte("Subject: late\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	send(t, bob, "DONE", "STORE 1 FLAGS (\\Answered)", "SEARCH ALL", "UID FETCH 1:* (UID FLAGS)")
	send(t, ann, "CREATE Work", "COPY 1 Work", `STATUS "Work" (MESSAGES)`, `SELECT "My Box"`, "FETCH 1 (FLAGS)", "CLOSE", "FROBNICATE")
	send(t, eve, "NOOP", "LOGOUT")
	return r
}

// What is exported passes on a server that keeps the rules, also if it was
// recorded on one that does not: what it expects is asked of a clean one.
func TestScript(t *testing.T) {
	for _, fault := range []string{"", "expunge-store=ignored", "answer=bad p=0.5 seed=3"} {
		t.Run(fault, func(t *testing.T) {
			var b bytes.Buffer
			if err := story(t, fault).Script(&b, "a story\r\nok noop"); err != nil {
				t.Fatal(err)
			}
			s, err := script.Parse("story", "story", b.Bytes())
			if err != nil {
				t.Fatalf("%v\n%s", err, &b)
			}
			if s.Commands() < 20 || s.Connections != 3 || !strings.Contains(b.String(), "* 2 expunge\n") {
				t.Errorf("%d commands, %d connections:\n%s", s.Commands(), s.Connections, &b)
			}
			srv := servertest.New(t, servertest.With(func(o *server.Options) {
				o.Users = map[string]string{"user": "pass", "eve": "pass"}
			}))
			results, err := script.Run(context.Background(), script.Config{
				Config: client.Config{Addr: srv.Addr(), User: "user", Pass: "pass"},
				Others: []script.Login{{User: "eve", Pass: "pass"}},
			}, []*script.Script{s})
			if err != nil {
				t.Fatal(err)
			}
			if results[0].Outcome != script.Passed {
				t.Errorf("%v %s %v\n%s", results[0].Outcome, results[0].Reason, results[0].Failures(), &b)
			}
		})
	}
}

// The Go test compiles as one of this module's, and passes.
func TestGoTest(t *testing.T) {
	var b bytes.Buffer
	if err := story(t, "expunge-store=ignored").GoTest(&b, "a story: of three"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "func TestAStoryOfThree(") || !strings.Contains(b.String(), "expunge-store=ignored") {
		t.Errorf("no name, or no fault:\n%s", &b)
	}
	dir := t.TempDir()
	source := filepath.Join(dir, "story_test.go")
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	// The go command sees the file in a folder that there is not, which it can
	// build, and cannot enter.
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(here, "story", "story_test.go"): source}})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{source: b.Bytes(), filepath.Join(dir, "overlay.json"): overlay} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	binary := filepath.Join(dir, "story.test")
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-o", binary, "-overlay", filepath.Join(dir, "overlay.json"), "./story").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, &b)
	}
	out, err = exec.Command(binary, "-test.v").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestAStoryOfThree") {
		t.Errorf("%v\n%s\n%s", err, out, &b)
	}
}

// What cannot be exported is refused with the reason.
func TestNoExport(t *testing.T) {
	silent := newTestRoom(t, Options{})
	if err := silent.Script(new(bytes.Buffer), "x"); err != errNothing {
		t.Errorf("a silent room: %v", err)
	}
	full := newTestRoom(t, Options{Mail: mails(maxFirstMail + 1)})
	open(t, full, "Ann")
	if err := full.GoTest(new(bytes.Buffer), "x"); err != errMuchMail {
		t.Errorf("a full room: %v", err)
	}
}
