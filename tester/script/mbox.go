package script

import (
	"bytes"
	"fmt"
	"time"
)

// ParseMbox divides an mbox into its messages. They begin with a line "From ",
// at the start or after a blank line; line ends become CRLF.
func ParseMbox(data []byte) []Message {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	var messages []Message
	for len(data) > 0 {
		head, rest, _ := bytes.Cut(data, []byte("\n"))
		if !bytes.HasPrefix(head, []byte("From ")) {
			if len(messages) > 0 || len(bytes.TrimSpace(head)) > 0 {
				return append(messages, Message{Data: withCRLF(data)})
			}
			data = rest
			continue
		}
		end := bytes.Index(rest, []byte("\n\nFrom "))
		body := rest
		data = nil
		if end >= 0 {
			body, data = rest[:end+1], rest[end+2:]
		} else if bytes.HasSuffix(body, []byte("\n\n")) {
			body = body[:len(body)-1] // the blank line that ends an mbox
		}
		messages = append(messages, Message{Data: withCRLF(body), Date: fromDate(string(head))})
	}
	return messages
}

func withCRLF(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) }

// fromDate reads the date that ends a From line, in the form of asctime; with
// or without a zone, where without means UTC.
func fromDate(head string) time.Time {
	for i := range len(head) {
		if head[i] != ' ' {
			continue
		}
		for _, form := range []string{time.ANSIC, time.UnixDate, time.RubyDate, "Mon Jan _2 15:04:05 2006 -0700"} {
			if t, err := time.Parse(form, string(bytes.TrimSpace([]byte(head[i:])))); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}

// generated are the messages of a test that has no mbox.
func generated() []Message {
	var messages []Message
	base := time.Date(2024, 2, 28, 12, 0, 0, 0, time.UTC)
	for i := range 20 {
		date := base.Add(time.Duration(i) * 25 * time.Hour)
		messages = append(messages, Message{Date: date, Data: generatedMessage(i+1, date)})
	}
	return messages
}

func generatedMessage(n int, date time.Time) []byte {
	return fmt.Appendf(nil, "Date: %s\r\nFrom: Sender %d <sender%d@example.org>\r\nTo: Reader <reader@example.net>\r\n"+
		"Subject: Message %d\r\nMessage-ID: <generated.%d@example.org>\r\n\r\nThis is message %d.\r\n",
		date.Format(time.RFC1123Z), n, n, n, n, n)
}
