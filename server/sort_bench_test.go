package server_test

import (
	"fmt"
	"testing"

	"imaporacle/server/servertest"
)

// BenchmarkSort sorts and threads 10,000 messages whose headers have been read
// before.
func BenchmarkSort(b *testing.B) {
	s := newScript(b, servertest.New(b))
	mails := make([]string, 10_000)
	for i := range mails {
		mails[i] = fmt.Sprintf("From: user%d@example.org\r\nSubject: Re: subject %d\r\nMessage-ID: <%d@x>\r\nReferences: <%d@x>\r\n\r\n",
			i*7919%1000, i*104_729%5000, i, i-i%10)
	}
	servertest.Deliver(b, s.server, "user", "INBOX", mails...)
	s.play("login user\nselect INBOX")
	for _, command := range []string{"SORT (SUBJECT FROM) UTF-8 ALL", "THREAD ORDEREDSUBJECT UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL"} {
		b.Run(command, func(b *testing.B) {
			s.do(s.conn(""), command)
			for b.Loop() {
				s.do(s.conn(""), command)
			}
		})
	}
}
