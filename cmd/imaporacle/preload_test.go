package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester/client"
)

// write makes files below a new directory, which it returns.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// contents returns what a client sees of a mailbox: a line of flags and date,
// and the bytes, for each message.
func contents(t *testing.T, srv *server.Server, user, pass, name string) []string {
	t.Helper()
	ctx := t.Context()
	c, err := client.Dial(ctx, client.Config{Addr: srv.Addr(), User: user, Pass: pass}, "A", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(ctx); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, c, `EXAMINE "`+name+`"`)
	withoutRecent := strings.NewReplacer(`\Recent `, "", ` \Recent`, "", `\Recent`, "")
	var seen []string
	for _, r := range do(t, ctx, c, "FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])").Find("FETCH") {
		seen = append(seen, withoutRecent.Replace(string(r.Raw)))
	}
	return seen
}

func do(t *testing.T, ctx context.Context, c *client.Client, command string) *client.Reply {
	t.Helper()
	reply, err := c.Do(ctx, command)
	if err == nil {
		err = reply.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func TestPreload(t *testing.T) {
	tests := []struct {
		name   string
		files  map[string]string
		source string
		want   map[string][]string
	}{
		{"mbox file", map[string]string{"old.mbox": "From a Wed Mar  4 05:06:07 2026\nS: 1\n\n>From x\n\nFrom b\nS: 2\n"}, "old.mbox",
			map[string][]string{"INBOX": {
				"* 1 FETCH (FLAGS () INTERNALDATE \" 4-Mar-2026 05:06:07 +0000\" BODY[] {16}\r\nS: 1\r\n\r\nFrom x\r\n)\r\n",
				"* 2 FETCH (FLAGS () INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: 2\r\n)\r\n"}}},
		{"eml file", map[string]string{"x.eml": "S: 1"}, "x.eml",
			map[string][]string{"INBOX": {"* 1 FETCH (FLAGS () INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: 1\r\n)\r\n"}}},
		{"directory", map[string]string{"b.eml": "S: b\n", "a.EML": "S: a\r\n", "note.txt": "no", "Inbox.mbox": "From c\nS: c\n", "Wörk.mbox": "From d\nS: d\n"}, "",
			map[string][]string{
				"INBOX": {
					"* 1 FETCH (FLAGS () INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: c\r\n)\r\n",
					"* 2 FETCH (FLAGS () INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: a\r\n)\r\n",
					"* 3 FETCH (FLAGS () INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: b\r\n)\r\n"},
				"W&APY-rk": {"* 1 FETCH (FLAGS () INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: d\r\n)\r\n"}}},
		{"Maildir", map[string]string{"cur/1.x:2,FS": "S: 1\n", "new/2.x": "S: 2\n", "cur/.hidden": "no", "tmp/0.x": "no"}, "",
			map[string][]string{"INBOX": {
				"* 1 FETCH (FLAGS (\\Flagged \\Seen) INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: 1\r\n)\r\n",
				"* 2 FETCH (FLAGS () INTERNALDATE \" 6-May-2026 07:08:09 +0000\" BODY[] {6}\r\nS: 2\r\n)\r\n"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := servertest.New(t, servertest.With(func(o *server.Options) {
				o.Users = map[string]string{"ann": "a", "bob": "b"}
			}))
			source := filepath.Join(write(t, test.files), test.source)
			fillings, err := readSources([]string{source})
			if err != nil {
				t.Fatal(err)
			}
			var notes bytes.Buffer
			for range 2 { // the second time changes nothing
				if err := preload(srv, []string{"ann", "bob"}, fillings, &notes); err != nil {
					t.Fatal(err)
				}
			}
			for name, want := range test.want {
				for user, pass := range map[string]string{"ann": "a", "bob": "b"} {
					if diff := cmp.Diff(want, utc(contents(t, srv, user, pass, name))); diff != "" {
						t.Errorf("%s of %s: %s", name, user, diff)
					}
				}
			}
			if n := strings.Count(notes.String(), "is left alone\n"); n != 2*len(test.want) {
				t.Errorf("notes: %s", &notes)
			}
		})
	}
}

// utc makes the test independent of the machine's zone, in which dates of files
// are kept.
func utc(lines []string) []string {
	const layout = "_2-Jan-2006 15:04:05 -0700"
	for i, line := range lines {
		before, rest, _ := strings.Cut(line, `INTERNALDATE "`)
		date, after, _ := strings.Cut(rest, `"`)
		if at, err := time.Parse(layout, date); err == nil {
			lines[i] = before + `INTERNALDATE "` + at.UTC().Format(layout) + `"` + after
		}
	}
	return lines
}
