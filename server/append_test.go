package server_test

import "testing"

// APPEND, RFC 9051 §6.3.12; APPENDUID is RFC 4315.
func TestAppend(t *testing.T) {
	play(t, `
		A C: a0 APPEND INBOX {3}
		A S: a0 BAD …
		A login user
		A C: a1 APPEND INBOX {3}
		A S: + …
		A C: abc
		A S: a1 OK [APPENDUID … 1] …
		A C: a2 APPEND INBOX (\Seen \flagged $Own) " 1-Feb-2024 03:04:05 +0630" {3+}
		A C: abc
		A S: a2 OK [APPENDUID … 2] …
		A C: a3 APPEND INBOX "01-Feb-2024 03:04:05 -0000" ~{4+}
		A R: "a\x00bc\r\n"
		A S: a3 OK [APPENDUID … 3] …
		A C: a4 APPEND INBOX () {3+}
		A C: abc
		A S: a4 OK [APPENDUID … 4] …
		B login user
		B select INBOX
		B C: b1 FETCH 2 (FLAGS INTERNALDATE RFC822.SIZE)
		B S: * 2 FETCH (FLAGS (\Flagged \Seen $Own \Recent) INTERNALDATE "01-Feb-2024 03:04:05 +0630" RFC822.SIZE 3)
		B S: b1 OK …
		B C: b2 FETCH 3 (INTERNALDATE BINARY.SIZE[])
		B S: * 3 FETCH (INTERNALDATE "01-Feb-2024 03:04:05 +0000" BINARY.SIZE[] 4)
		B S: b2 OK …
		# Into the mailbox that is selected: EXISTS comes before the OK (RFC 9051 §6.3.12).
		B C: b3 APPEND INBOX (other) {3+}
		B C: abc
		B S: * 5 EXISTS
		B S: * 5 RECENT
		B S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Own other)
		B S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Own other \*)] …
		B S: b3 OK [APPENDUID … 5] …
	`)
}

func TestAppendRefused(t *testing.T) {
	play(t, `
		login user
		C: a1 APPEND nosuch {3+}
		C: abc
		S: a1 NO [TRYCREATE] …
		C: a2 APPEND INBOX (\Recent) {3+}
		C: abc
		S: a2 BAD …
		C: a3 APPEND INBOX (\NoSuch) {3+}
		C: abc
		S: a3 BAD …
		C: a4 APPEND INBOX "yesterday" {3+}
		C: abc
		S: a4 BAD …
		C: a5 APPEND INBOX "31-Feb-2024 03:04:05 +0000" {3+}
		C: abc
		S: a5 BAD …
		C: a6 APPEND INBOX {0+}
		C:
		S: a6 NO …
		C: a7 APPEND INBOX {3+}
		C: abc more
		S: a7 BAD …
		C: a8 APPEND INBOX "abc"
		S: a8 BAD …
		C: a9 APPEND INBOX
		S: a9 BAD …
		C: b1 APPEND {3+}
		C: abc
		S: b1 BAD …
		C: b2 APPEND {5+}
		C: INBOX {3+}
		C: abc
		S: b2 OK …
		C: b3 STATUS INBOX (MESSAGES)
		S: * STATUS INBOX (MESSAGES 1)
		S: b3 OK …
	`)
}
