package tester

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"imaporacle/tester/client"
)

// mail is a message whose every byte is known. No two are alike in any item.
type mail struct {
	marker string // a word that stands in header, structure and body alone of this message
	raw    []byte
	date   time.Time // INTERNALDATE
}

// newMail makes a message with two parts.
func (t *trial) newMail() mail {
	t.marker++
	m := mail{
		marker: fmt.Sprintf("zq%dx%s", t.marker, strings.Repeat("w", t.marker%7)),
		date:   time.Date(2020, 2, 3, 4, 0, 0, 0, time.UTC).Add(time.Duration(t.marker) * time.Hour),
	}
	lines := []string{
		"Date: Mon, 03 Feb 2020 04:05:06 +0000",
		"From: Sender " + m.marker + " <sender@example.org>",
		"To: Receiver <receiver@example.org>",
		"Subject: Message " + m.marker,
		"Message-ID: <" + m.marker + "@example.org>",
		"MIME-Version: 1.0",
		`Content-Type: multipart/mixed; boundary="b-` + m.marker + `"`,
		"",
		"--b-" + m.marker,
		`Content-Type: text/plain; charset=us-ascii; name="` + m.marker + `.txt"`,
		"Content-Description: Text " + m.marker,
		"",
		"This is the text of " + m.marker + ".",
		strings.Repeat("x", t.marker%61), // sizes differ
		"--b-" + m.marker,
		`Content-Type: application/octet-stream; name="` + m.marker + `.bin"`,
		"Content-Transfer-Encoding: base64",
		"",
		"AAECAwQFBgcICQ==",
		"--b-" + m.marker + "--",
		"",
	}
	m.raw = []byte(strings.Join(lines, "\r\n"))
	return m
}

// header and text return the two halves, as BODY[HEADER] and BODY[TEXT] do.
func (m mail) header() []byte { return m.raw[:m.split()] }
func (m mail) text() []byte   { return m.raw[m.split():] }

func (m mail) split() int { return bytes.Index(m.raw, []byte("\r\n\r\n")) + 4 }

// append puts the message into a mailbox; flags are separated by spaces.
func (s *session) append(box string, m mail, flags string) error {
	head := fmt.Sprintf("APPEND %s (%s) %q ", box, flags, m.date.Format("_2-Jan-2006 15:04:05 -0700"))
	reply, err := s.DoParts(s.t.ctx, client.Text(head), client.Literal{Data: m.raw})
	if err != nil {
		return err
	}
	return reply.Err()
}

// fill makes a mailbox with n messages.
func (t *trial) fill(s *session, n int) (box string, mails []mail, err error) {
	if box, err = t.newMailbox(s); err != nil {
		return "", nil, err
	}
	for range n {
		m := t.newMail()
		mails = append(mails, m)
		if err := s.append(box, m, ""); err != nil {
			return "", nil, err
		}
	}
	return box, mails, nil
}

// selectAll has each session select the mailbox, which must show n messages.
func selectAll(box string, n int, sessions ...*session) error {
	for _, s := range sessions {
		if _, err := s.ok("SELECT %s", box); err != nil {
			return err
		}
		if got := s.View().Exists; got != uint32(n) {
			return precondition("%d messages were appended, SELECT shows %d", n, got)
		}
	}
	return nil
}
