package clients

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// curl has no mailbox of its own: each of its runs is a few commands, whose
// answers it prints.
type curl struct {
	t    *testing.T
	s    *target
	home string
}

// curl uploads and downloads a thousand messages over STARTTLS, lists,
// searches, flags, moves and expunges. It cannot idle.
func TestCurl(t *testing.T) {
	needs(t, "curl")
	s := start(t)
	c := curl{t, s, t.TempDir()}
	inbox := letters(1, many)

	c.prints(`* LIST (\HasNoChildren) "/" INBOX`, "", "--request", `LIST "" *`)
	c.upload()
	same(t, "what curl downloaded", c.download(), inbox)
	inbox.flag(`\Seen`, 1, many) // curl fetches BODY[], which sets it
	same(t, "INBOX", look(t, s.addr(), "INBOX"), inbox)

	c.prints("* SEARCH 1000\r\n", "INBOX?SUBJECT%201000")
	c.prints("Subject: "+subject(7)+"\r\n", "INBOX;UID=7;SECTION=HEADER.FIELDS%20(SUBJECT)")
	c.run("", "--request", "CREATE Archive")
	c.prints(`* 1 FETCH (FLAGS (\Flagged \Seen))`, "INBOX", "--request", `STORE 1 +FLAGS (\Flagged)`)
	c.run("INBOX", "--request", `STORE 2:500 +FLAGS.SILENT (\Flagged)`) // curl cannot take so many answers
	c.run("INBOX", "--request", "MOVE 1:100 Archive")
	c.run("INBOX", "--request", `STORE 1:10 +FLAGS.SILENT (\Deleted)`)
	c.prints("* 1 EXPUNGE", "INBOX", "--request", "EXPUNGE")
	inbox.flag(`\Flagged \Seen`, 1, 500)
	archive := inbox.take(1, 100)
	inbox.take(101, 110)
	same(t, "INBOX at the end", look(t, s.addr(), "INBOX"), inbox)
	same(t, "Archive", look(t, s.addr(), "Archive"), archive)
	s.heard.mustSay(t, 0, `^C: \S+ STARTTLS$`)
}

// run has curl do something with what is at the path of the server.
func (c curl) run(path string, args ...string) string {
	c.t.Helper()
	args = append([]string{
		"--silent", "--show-error", "--ssl-reqd", "--cacert", c.s.cert, "--user", user + ":" + pass,
		"imap://" + c.s.addr() + "/" + path,
	}, args...)
	return run(c.t, c.home, "curl", args...)
}

// prints fails the test unless curl prints want.
func (c curl) prints(want, path string, args ...string) {
	c.t.Helper()
	if out := c.run(path, args...); !strings.Contains(out, want) {
		c.t.Errorf("curl %s %q prints %.500q, want %q in it", path, args, out, want)
	}
}

// upload appends all messages in one connection.
func (c curl) upload() {
	c.t.Helper()
	for n := 1; n <= many; n++ {
		write(c.t, filepath.Join(c.home, fmt.Sprintf("%04d.out", n)), letter(n))
	}
	c.run("INBOX", "--upload-file", fmt.Sprintf("[0001-%d].out", many))
}

// download fetches all messages by their UIDs, in one connection.
func (c curl) download() box {
	c.t.Helper()
	c.run(fmt.Sprintf("INBOX;UID=[1-%d]", many), "--output", "#1.in")
	found := make(box)
	for n := 1; n <= many; n++ {
		text, err := os.ReadFile(filepath.Join(c.home, fmt.Sprintf("%d.in", n)))
		if err != nil {
			c.t.Fatal(err)
		}
		found.put(c.t, nil, string(text))
	}
	return found
}
