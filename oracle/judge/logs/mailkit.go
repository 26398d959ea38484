package logs

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"imaporacle/oracle/judge"
)

// mailKitFormat is what MailKit's ProtocolLogger writes, with time stamps or
// without:
//
//	Connected to imaps://imap.example.org:993/
//	S: * OK ready
//	C: A00000000 CAPABILITY
var mailKitFormat = format{
	name: "a MailKit protocol log",
	fits: func(head []string) bool {
		return anyLine(head, func(l string) bool { return mailKitOpened.MatchString(l) }) ||
			len(head) > 0 && mailKitLine.MatchString(head[0])
	},
	reader: func(file string, emit func(judge.Event)) lineReader {
		return &mailKitReader{framer: framer{session: filepath.Base(file), emit: emit}}
	},
}

var (
	mailKitOpened = regexp.MustCompile(`^Connected to imaps?://`)
	mailKitLine   = regexp.MustCompile(`^(?:([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?) )?([CS]): (.*)$`)
)

type mailKitReader struct{ framer }

func (r *mailKitReader) line(text string) error {
	if mailKitOpened.MatchString(text) {
		r.change(judge.Opened, time.Time{})
		return nil
	}
	m := mailKitLine.FindStringSubmatch(text)
	switch {
	case m == nil && strings.TrimSpace(text) == "":
		return nil
	case m == nil:
		return errors.New(`expected "S: ", "C: " or "Connected to"`)
	}
	at, _ := time.Parse(time.RFC3339, m[1])
	if m[2] == "S" {
		r.server(at, m[3]+"\r\n")
	} else {
		r.client(at, m[3]+"\r\n")
	}
	return nil
}
