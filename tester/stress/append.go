package stress

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"imaporacle/tester/client"
)

// appendCommand is APPEND into one of the mailboxes (RFC 9051 §6.3.12).
func (s *session) appendCommand() command { return s.appendTo(s.anyBox()) }

func (s *session) appendTo(box string) command {
	s.appends++
	head := "APPEND " + client.Quote(box) + " "
	if s.rng.IntN(2) == 0 {
		head += fmt.Sprintf("(%s) ", s.someFlags()&^deletedFlag)
	}
	if s.rng.IntN(3) == 0 {
		head += fmt.Sprintf(`"%02d-Mar-2024 10:%02d:00 +0000" `, 1+s.rng.IntN(28), s.rng.IntN(60))
	}
	literal := client.Literal{Data: s.mail(), Sync: s.rng.IntN(2) == 0}
	return command{client.Text(head), literal}
}

// sizes are how many lines of text a message may have.
var sizes = []int{1, 1, 4, 10, 40, 200, 1000}

// mail makes a message that differs from every other of the round.
func (s *session) mail() []byte {
	id := fmt.Sprintf("%s.%d.%d", s.name, s.appends, s.number)
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: %s <%[1]s@example.org>\r\nTo: bob@example.org\r\n", oneOf(s, "alice", "carol", "dave"))
	fmt.Fprintf(&b, "Subject: %sround %d of %s\r\n", oneOf(s, "", "Re: "), s.rng.IntN(8), s.name)
	date := time.Date(2024, time.March, 1+s.rng.IntN(28), 10, 0, 0, 0, time.UTC).Format(time.RFC1123Z)
	fmt.Fprintf(&b, "Date: %s\r\nMessage-ID: <stress.%s@example.org>\r\n", date, id)
	if s.appends > 1 {
		fmt.Fprintf(&b, "References: <stress.%s.%d.%d@example.org>\r\n", s.name, s.appends-1, s.number)
	}
	b.WriteString("MIME-Version: 1.0\r\n")
	lines := oneOf(s, sizes...)
	if s.rng.IntN(3) > 0 {
		b.WriteString("Content-Type: text/plain; charset=us-ascii\r\n\r\n")
		s.text(&b, lines)
		return b.Bytes()
	}
	b.WriteString("Content-Type: multipart/mixed; boundary=\"edge\"\r\n\r\n--edge\r\nContent-Type: text/plain\r\n\r\n")
	s.text(&b, lines)
	b.WriteString("--edge\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQFBgcICQ==\r\n--edge--\r\n")
	return b.Bytes()
}

func (s *session) text(b *bytes.Buffer, lines int) {
	words := strings.Fields("lorem ipsum dolor sit amet consectetur adipiscing elit")
	for range lines {
		fmt.Fprintf(b, "%s %s %s %d\r\n", oneOf(s, words...), oneOf(s, words...), oneOf(s, words...), s.rng.IntN(1000))
	}
}
