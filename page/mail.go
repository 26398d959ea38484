package page

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"
)

// maxDelivered is how many messages are delivered at once.
const maxDelivered = 10_000

// delivery is mail that somebody wants to have delivered.
type delivery struct {
	User    string
	Mailbox string
	Flags   string // "\Seen $Work"
	Subject string
	Count   int    // messages of that subject, numbered if there are several
	Text    string // a whole message in place of a subject, header and all
}

// postMail delivers mail, as a delivery agent would.
func (d *desk) postMail(r *http.Request) (any, error) {
	var in delivery
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if d.run != nil {
		return nil, d.run.Deliver(r.Context(), in.Subject)
	}
	if in.Count == 0 {
		in.Count = 1
	}
	if in.Count < 1 || in.Count > maxDelivered {
		return nil, wrong("Expected 1 to %d messages, not %d.", maxDelivered, in.Count)
	}
	return nil, d.do(r.Context(), in.deliver)
}

func (in delivery) deliver(_ context.Context, d *desk) error {
	var messages [][]byte
	for i := range in.Count {
		switch {
		case in.Text != "":
			messages = append(messages, []byte(strings.ReplaceAll(strings.ReplaceAll(in.Text, "\r\n", "\n"), "\n", "\r\n")))
		case in.Count > 1:
			messages = append(messages, letter(fmt.Sprintf("%s %d", in.Subject, i+1), i+1))
		default:
			messages = append(messages, letter(in.Subject, i+1))
		}
	}
	if _, err := d.room().DeliverAll(in.User, in.Mailbox, strings.Fields(in.Flags), messages...); err != nil {
		return wrong("%v", err)
	}
	return nil
}

// letter is a message of that subject.
func letter(subject string, n int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: Ida <ida@example.org>\r\nTo: Jan <jan@example.org>\r\nDate: %s\r\n", time.Now().Format(time.RFC1123Z))
	// A line end would begin another field.
	subject = strings.NewReplacer("\r", " ", "\n", " ").Replace(subject)
	fmt.Fprintf(&b, "Subject: %s\r\nMessage-ID: <%s@example.org>\r\n", mime.QEncoding.Encode("utf-8", subject), newKey())
	fmt.Fprintf(&b, "\r\nThis is message %d.\r\n", n)
	return b.Bytes()
}
