package server_test

import "testing"

// COPY and MOVE, RFC 9051 §6.4.7 and §6.4.8; COPYUID is RFC 4315.
func TestCopyAndMove(t *testing.T) {
	play(t, `
		mail INBOX 4
		A login user
		A C: a0 CREATE box
		A S: a0 OK …
		A select INBOX
		A C: a1 STORE 2 +FLAGS.SILENT (\Flagged kw)
		A S: * FLAGS …
		A S: * OK [PERMANENTFLAGS …
		A S: a1 OK …
		A C: a2 COPY 3,1:2 box
		A S: a2 OK [COPYUID … 1:3 1:3] …
		A C: a3 COPY 1 nosuch
		A S: a3 NO [TRYCREATE] …
		A C: a4 COPY 5 box
		A S: a4 BAD …
		A C: a5 UID COPY 99 box
		A S: a5 OK COPY completed
		B login user
		B select INBOX
		# COPYUID comes before what it explains is gone (RFC 6851 §4.3).
		A C: b1 MOVE 2:3 box
		A S: * OK [COPYUID … 2:3 4:5] …
		A S: * 2 EXPUNGE
		A S: * 2 EXPUNGE
		A S: * 2 RECENT
		A S: b1 OK …
		# To itself: new UIDs.
		A C: b2 UID MOVE 4 INBOX
		A S: * OK [COPYUID … 4 5] …
		A S: * 2 EXPUNGE
		A S: * 2 EXISTS
		A S: b2 OK …
		A C: b3 MOVE 1 nosuch
		A S: b3 NO [TRYCREATE] …
		B C: b4 NOOP
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXISTS
		B S: b4 OK …
		A select box
		A C: c1 FETCH 1:* (UID FLAGS)
		A S: * 1 FETCH (UID 1 FLAGS (\Recent))
		A S: * 2 FETCH (UID 2 FLAGS (\Flagged kw \Recent))
		A S: * 3 FETCH (UID 3 FLAGS (\Recent))
		A S: * 4 FETCH (UID 4 FLAGS (\Flagged kw \Recent))
		A S: * 5 FETCH (UID 5 FLAGS (\Recent))
		A S: c1 OK …
	`)
}

// EXPUNGE, UID EXPUNGE and CLOSE, RFC 9051 §6.4.1, §6.4.3, §6.4.9.
func TestExpunge(t *testing.T) {
	play(t, `
		mail INBOX 5
		login user
		select INBOX
		C: a1 EXPUNGE
		S: a1 OK …
		C: a2 STORE 1,2,4 +FLAGS.SILENT (\Deleted)
		S: a2 OK …
		C: a3 UID EXPUNGE 3:*
		S: * 4 EXPUNGE
		S: * 4 RECENT
		S: a3 OK …
		C: a4 UID EXPUNGE 3
		S: a4 OK …
		C: a5 EXPUNGE now
		S: a5 BAD …
		C: a6 EXPUNGE
		S: * 1 EXPUNGE
		S: * 1 EXPUNGE
		S: * 2 RECENT
		S: a6 OK …
		C: a7 STORE 1 +FLAGS.SILENT (\Deleted)
		S: a7 OK …
		# UNSELECT expunges nothing (RFC 9051 §6.4.2), CLOSE does and tells nothing.
		C: a8 UNSELECT
		S: a8 OK …
		C: a9 STATUS INBOX (MESSAGES)
		S: * STATUS INBOX (MESSAGES 2)
		S: a9 OK …
		select INBOX
		C: b1 CLOSE
		S: b1 OK …
		C: b2 STATUS INBOX (MESSAGES)
		S: * STATUS INBOX (MESSAGES 1)
		S: b2 OK …
	`)
}

// ID, RFC 2971 §3.
func TestID(t *testing.T) {
	play(t, `
		C: a1 ID NIL
		S: * ID ("name" "imaporacle" "version" "…")
		S: a1 OK …
		C: a2 ID ("name" "me" "version" NIL)
		S: * ID …
		S: a2 OK …
		C: a3 ID ()
		S: * ID …
		S: a3 OK …
		C: a4 ID
		S: a4 BAD …
		C: a5 ID ("name")
		S: a5 BAD …
		C: a6 ID ("name" me)
		S: a6 BAD …
		C: a7 ID ("name" {2+}
		C: me)
		S: * ID …
		S: a7 OK …
	`)
}
