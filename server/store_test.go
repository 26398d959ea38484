package server_test

import "testing"

// STORE, RFC 9051 §6.4.6.
func TestStore(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		select INBOX
		C: a1 STORE 1 FLAGS (\Seen \Answered)
		S: * 1 FETCH (FLAGS (\Answered \Seen \Recent))
		S: a1 OK …
		C: a2 STORE 1 +FLAGS \DRAFT \Seen
		S: * 1 FETCH (FLAGS (\Answered \Seen \Draft \Recent))
		S: a2 OK …
		C: a3 STORE 1 -flags (\seen)
		S: * 1 FETCH (FLAGS (\Answered \Draft \Recent))
		S: a3 OK …
		# What changes nothing is answered all the same.
		C: a4 STORE 1:2 -FLAGS (\Flagged)
		S: * 1 FETCH (FLAGS (\Answered \Draft \Recent))
		S: * 2 FETCH (FLAGS (\Recent))
		S: a4 OK …
		C: a5 UID STORE 2 FLAGS ()
		S: * 2 FETCH (UID 2 FLAGS (\Recent))
		S: a5 OK …
		C: a6 UID STORE 9 FLAGS (\Seen)
		S: a6 OK …
		# A keyword is in FLAGS before it is used (RFC 3501 §7.2.6), once.
		C: a7 STORE 1 FLAGS (Word)
		S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft Word)
		S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft Word \*)] …
		S: * 1 FETCH (FLAGS (Word \Recent))
		S: a7 OK …
		C: a8 STORE 2 FLAGS (wORD)
		S: * 2 FETCH (FLAGS (wORD \Recent))
		S: a8 OK …
		C: a9 STORE 3 FLAGS ()
		S: a9 BAD …
		C: b1 STORE 1 FLAGS
		S: b1 BAD …
		C: b2 STORE 1 ADDFLAGS (\Seen)
		S: b2 BAD …
		C: b3 STORE 1 FLAGS.SILENT.SILENT (\Seen)
		S: b3 BAD …
		C: b4 STORE 1 FLAGS (\*)
		S: b4 BAD …
		C: b5 STORE 1 FLAGS (\Seen) more
		S: b5 BAD …
		C: b6 STORE 1 FLAGS ("x")
		S: b6 BAD …
	`)
}
