package clients

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
)

// ImapFlow appends and fetches a thousand messages, flags, searches, moves and
// idles, in TLS and compressed; when it comes back it is told by QRESYNC alone
// what has happened.
func TestImapflow(t *testing.T) {
	needs(t, "node", "npm")
	s := start(t)
	f := startImapflow(t, s)
	other := login(t, s.addr())
	inbox := letters(1, many)

	f.found([]any{"INBOX"})
	same(t, "what the client fetched", f.fetched(), inbox)
	f.found(500.0)
	f.found([]any{777.0})
	f.found(100.0)
	inbox.flag(`\Seen`, 101, 500)
	archive := inbox.take(1, 100)
	archive.flag(`\Seen`, 1, 100)
	inbox.take(501, 510)

	f.result() // it idles
	s.heard.await(t, 0, `^C: \S+ IDLE$`)
	other.deliver("INBOX", many+1, many+1)
	f.seen(event{Event: "exists", Number: many - 109})
	other.say("SELECT INBOX", `UID STORE 600 +FLAGS (\Flagged)`)
	f.seen(event{Event: "flags", Number: 600, Flags: []string{`\Flagged`}})
	other.say(`UID STORE 601 +FLAGS.SILENT (\Deleted)`)
	f.seen(event{Event: "flags", Number: 601, Flags: []string{`\Deleted`}})
	other.say("UID EXPUNGE 601") // not at once: of a message that is gone no flags are told
	f.seen(event{Event: "vanished", Number: 601})
	f.goOn()

	f.result() // it is away
	mark := s.heard.mark()
	other.say(`UID STORE 700 +FLAGS (\Answered)`, `UID STORE 701:702 +FLAGS.SILENT (\Deleted)`, "UID EXPUNGE 701:702")
	other.deliver("INBOX", many+2, many+2)
	inbox = inbox.with(letters(many+1, many+2))
	inbox.flag(`\Flagged`, 600, 600)
	inbox.flag(`\Answered`, 700, 700)
	inbox.take(601, 601)
	inbox.take(701, 702)
	f.goOn()
	f.seen(event{Event: "vanished", Number: 601}) // once more: VANISHED had no mod-sequence to remember
	f.seen(event{Event: "vanished", Number: 701})
	f.seen(event{Event: "vanished", Number: 702})
	f.seen(event{Event: "flags", Number: 700, Flags: []string{`\Answered`}})
	f.seen(event{Event: "flags", Number: many + 2, Flags: []string{}})
	f.found(true)
	same(t, "what the client fetched at the end", f.fetched(), inbox)
	f.end()
	same(t, "INBOX", look(t, s.addr(), "INBOX"), inbox)
	same(t, "Archive", look(t, s.addr(), "Archive"), archive)
	s.heard.mustSay(t, mark, `^C: \S+ COMPRESS DEFLATE$`, `^C: \S+ ENABLE .*QRESYNC`, `^C: \S+ SELECT INBOX \(QRESYNC \(`)
}

// imapflow is the script that runs.
type imapflow struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Reader
	stdin io.Writer
}

// event is one line of the script.
type event struct {
	Event  string
	Number uint32
	Flags  []string `json:",omitempty"`

	Found   any
	Fetched []struct {
		Flags  []string
		Source string // base64
	}
	Wait string
}

// startImapflow installs the library as its lock file has it, and starts the
// script.
func startImapflow(t *testing.T, s *target) *imapflow {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS("imapflow")))
	run(t, dir, "npm", "ci", "--no-audit", "--no-fund")
	mail := filepath.Join(dir, "mail")
	must(t, os.Mkdir(mail, 0o700))
	for n := 1; n <= many; n++ {
		write(t, filepath.Join(mail, fmt.Sprintf("%04d.eml", n)), letter(n))
	}
	f := &imapflow{t: t, cmd: exec.CommandContext(t.Context(), "node", "day.js", s.tlsPort, s.cert, user, pass, mail)}
	f.cmd.Dir = dir
	f.cmd.Stderr = t.Output()
	stdin, err := f.cmd.StdinPipe()
	must(t, err)
	f.stdin = stdin
	stdout, err := f.cmd.StdoutPipe()
	must(t, err)
	f.lines = bufio.NewReader(stdout)
	must(t, f.cmd.Start())
	t.Cleanup(func() { f.cmd.Process.Kill() })
	return f
}

// next reads the next line.
func (f *imapflow) next() (e event) {
	f.t.Helper()
	line, err := f.lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &e)
	}
	if err != nil {
		f.t.Fatalf("the script said %.200q: %v", line, err)
	}
	return e
}

// goOn answers a wait.
func (f *imapflow) goOn() {
	f.t.Helper()
	_, err := fmt.Fprintln(f.stdin)
	must(f.t, err)
}

// seen fails the test unless the event comes next.
func (f *imapflow) seen(want event) {
	f.t.Helper()
	if got := f.next(); !reflect.DeepEqual(got, want) {
		f.t.Fatalf("the client saw %+v, want %+v", got, want)
	}
}

// result reads to the next line that is no event.
func (f *imapflow) result() event {
	f.t.Helper()
	for {
		if e := f.next(); e.Event == "" {
			return e
		}
	}
}

func (f *imapflow) found(want any) {
	f.t.Helper()
	if got := f.result().Found; !reflect.DeepEqual(got, want) {
		f.t.Errorf("the client found %v, want %v", got, want)
	}
}

func (f *imapflow) fetched() box {
	f.t.Helper()
	found := make(box)
	for _, m := range f.result().Fetched {
		source, err := base64.StdEncoding.DecodeString(m.Source)
		must(f.t, err)
		found.put(f.t, m.Flags, string(source))
	}
	return found
}

func (f *imapflow) end() {
	f.t.Helper()
	if err := f.cmd.Wait(); err != nil {
		f.t.Errorf("the script ended: %v", err)
	}
}
