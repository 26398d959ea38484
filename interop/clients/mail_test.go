package clients

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// many is how many messages a day's work is about.
const many = 1000

// box is what a mailbox, or a client's copy of it, holds: messages by subject.
type box map[string]message

type message struct {
	flags string // sorted, without \Recent
	body  string // with CRLF
}

// subject is that of message n, of which a part of another is none.
func subject(n int) string { return fmt.Sprintf("mail %04d", n) }

// letter makes message n. The bodies take turns at what goes wrong in clients
// and servers: octets above 127, lines that look like those of other
// protocols, parts, and length.
func letter(n int) string {
	head := fmt.Sprintf("From: Ann <ann@example.com>\r\nTo: user@example.com\r\n"+
		"Subject: %s\r\nMessage-ID: <%d@example.com>\r\nDate: Mon, 7 Feb 2022 %02d:%02d:00 +0100\r\nMIME-Version: 1.0\r\n",
		subject(n), n, n/60%24, n%60)
	switch n % 4 {
	case 0:
		return head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße aus Köln, 東京\r\n"
	case 1:
		return head + "\r\nFrom here on:\r\n.\r\n..\r\n)\r\n* 1 EXISTS\r\n" + fmt.Sprintf("x%d OK\r\n\r\n\r\n", n)
	case 2:
		return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
			"--b\r\n\r\nSee the file.\r\n" +
			"--b\r\nContent-Type: application/octet-stream; name=file\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQF\r\n--b--\r\n"
	}
	return head + "\r\n" + strings.Repeat("A line of a long message.\r\n", 300)
}

// letters makes those from first to last.
func letters(first, last int) box {
	b := make(box)
	for n := first; n <= last; n++ {
		b[subject(n)] = message{body: letter(n)}
	}
	return b
}

// flag gives the messages from first to last these flags, sorted.
func (b box) flag(flags string, first, last int) {
	for n := first; n <= last; n++ {
		m := b[subject(n)]
		m.flags = flags
		b[subject(n)] = m
	}
}

// take removes the messages from first to last, and returns them.
func (b box) take(first, last int) box {
	taken := make(box)
	for n := first; n <= last; n++ {
		taken[subject(n)] = b[subject(n)]
		delete(b, subject(n))
	}
	return taken
}

// with returns what both hold.
func (b box) with(c box) box {
	both := maps.Clone(b)
	maps.Copy(both, c)
	return both
}

// without removes header fields that a client has added.
func without(b box, fields *regexp.Regexp) box {
	for subject, m := range b {
		if found := fields.FindStringIndex(m.body); found != nil {
			m.body = m.body[:found[0]] + m.body[found[1]:]
		}
		b[subject] = m
	}
	return b
}

var subjectLine = regexp.MustCompile(`(?m)^Subject: (.*?)\r?$`)

// subjectOf returns the subject of a message, empty if it has none.
func subjectOf(body string) string {
	if found := subjectLine.FindStringSubmatch(body); found != nil {
		return found[1]
	}
	return ""
}

// put adds a message that was found, under its subject.
func (b box) put(t *testing.T, flags []string, body string) {
	t.Helper()
	subject := subjectOf(body)
	if _, twice := b[subject]; twice {
		t.Errorf("%q is there twice", subject)
	}
	flags = slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return strings.EqualFold(f, `\Recent`) })
	slices.Sort(flags)
	b[subject] = message{strings.Join(flags, " "), body}
}

// same fails the test if a box is not as it should be.
func same(t *testing.T, where string, got, want box) {
	t.Helper()
	var wrong []string
	for _, s := range slices.Sorted(maps.Keys(got.with(want))) {
		g, there := got[s]
		w, wanted := want[s]
		switch {
		case !there:
			wrong = append(wrong, s+" is missing")
		case !wanted:
			wrong = append(wrong, s+" is there")
		case g.flags != w.flags:
			wrong = append(wrong, fmt.Sprintf("%s has flags (%s), want (%s)", s, g.flags, w.flags))
		case g.body != w.body:
			wrong = append(wrong, fmt.Sprintf("%s has the body %.300q, want %.300q", s, g.body, w.body))
		}
	}
	if len(wrong) > 0 {
		t.Errorf("%s: %d differences, such as\n%s", where, len(wrong), strings.Join(wrong[:min(len(wrong), 5)], "\n"))
	}
}

// session is the tester's own client, as the other side of what happens.
type session struct {
	t *testing.T
	c *client.Client
}

// login opens a session, which is closed with the test.
func login(t *testing.T, addr string) session {
	t.Helper()
	c, err := client.Dial(t.Context(), client.Config{Addr: addr, User: user, Pass: pass}, "other", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Login(t.Context()); err != nil {
		t.Fatal(err)
	}
	return session{t, c}
}

// do sends a command that must work.
func (s session) do(parts ...client.Part) *client.Reply {
	s.t.Helper()
	reply, err := s.c.DoParts(s.t.Context(), parts...)
	if err == nil {
		err = reply.Err()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return reply
}

// say sends commands that must work, one after the other.
func (s session) say(commands ...string) {
	s.t.Helper()
	for _, command := range commands {
		s.do(client.Text(command))
	}
}

// deliver appends the messages from first to last, in one command (RFC 3502).
func (s session) deliver(mailbox string, first, last int) {
	s.t.Helper()
	parts := []client.Part{client.Text("APPEND " + mailbox + " ")}
	for n := first; n <= last; n++ {
		if n > first {
			parts = append(parts, client.Text(" "))
		}
		parts = append(parts, client.Literal{Data: []byte(letter(n))})
	}
	s.do(parts...)
}

// look reads a mailbox as it is on the server now, and leaves no trace there.
func look(t *testing.T, addr, mailbox string) box {
	t.Helper()
	s := login(t, addr)
	s.say("EXAMINE " + mailbox)
	found := make(box)
	if s.c.View().Exists == 0 {
		return found
	}
	for _, r := range s.do(client.Text("FETCH 1:* (FLAGS BODY.PEEK[])")).Find("FETCH") {
		f, _ := wire.AsFetch(r)
		flags, _ := f.Flags()
		body, _ := f.Get("BODY[]")
		found.put(t, flags, string(body.Bytes))
	}
	return found
}
