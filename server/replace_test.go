package server_test

import "testing"

// REPLACE and UID REPLACE, RFC 8508.
func TestReplace(t *testing.T) {
	play(t, `
		mail INBOX 3
		A login user
		A C: a0 CREATE Sent
		A S: a0 OK …
		B login user
		B select INBOX
		A select INBOX
		A C: a1 REPLACE 2 INBOX (\Seen \Draft) " 1-Jan-2015 00:05:00 -0500" {3}
		A S: + …
		A C: new
		A S: * OK [APPENDUID … 4] …
		A S: * 2 EXPUNGE
		A S: * 3 EXISTS
		A S: * 1 RECENT
		A S: a1 OK …
		B C: b1 NOOP
		B S: * 2 EXPUNGE
		B S: * 3 EXISTS
		B S: * 2 RECENT
		B S: b1 OK …
		A C: a2 UID FETCH 4 (FLAGS INTERNALDATE)
		A S: * 3 FETCH (UID 4 FLAGS (\Seen \Draft \Recent) INTERNALDATE "01-Jan-2015 00:05:00 -0500")
		A S: a2 OK …
		# Only the message named goes, whatever else is \Deleted, and nothing
		# of it is inherited; into another mailbox, with CATENATE (§4.2).
		A C: a3 STORE 1:2 +FLAGS.SILENT (\Deleted \Flagged)
		A S: a3 OK …
		A C: a4 UID REPLACE 3 Sent CATENATE (TEXT {4+}
		A C: To:  URL "/INBOX/;UID=3/;SECTION=TEXT")
		A S: * OK [APPENDUID … 1] …
		A S: * 2 EXPUNGE
		A S: a4 OK …
		A C: a5 REPLACE * INBOX {3+}
		A C: end
		A S: * OK [APPENDUID … 5] …
		A S: * 2 EXPUNGE
		A S: * 2 EXISTS
		A S: a5 OK …
		A C: a6 FETCH 1:* (UID FLAGS)
		A S: * 1 FETCH (UID 1 FLAGS (\Flagged \Deleted))
		A S: * 2 FETCH (UID 5 FLAGS (\Recent))
		A S: a6 OK …
		A C: a7 STATUS Sent (MESSAGES)
		A S: * STATUS "Sent" (MESSAGES 1)
		A S: a7 OK …
		# B's picture still has what A has replaced.
		B C: b2 REPLACE 2 INBOX {3+}
		B C: new
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXISTS
		B S: * 1 RECENT
		B S: * 1 FETCH (FLAGS (\Flagged \Deleted \Recent))
		B S: b2 NO [EXPUNGEISSUED] …
	`)
}

func TestReplaceRefused(t *testing.T) {
	play(t, `
		mail INBOX 1
		C: a0 REPLACE 1 INBOX {3+}
		C: new
		S: a0 BAD …
		login user
		C: a1 UID REPLACE 1 INBOX {3}
		S: a1 BAD …
		select INBOX
		C: a2 REPLACE 2 INBOX {3+}
		C: new
		S: a2 BAD …
		C: a3 UID REPLACE 2 INBOX {3+}
		C: new
		S: a3 NO …
		C: a4 REPLACE 1 nosuch {3+}
		C: new
		S: a4 NO [TRYCREATE] …
		C: a5 REPLACE 1:2 INBOX {3+}
		C: new
		S: a5 BAD …
		# Never several messages: §4.7.
		C: a6 REPLACE 1 INBOX {3+}
		C: new {3+}
		C: two
		S: a6 BAD …
		C: a7 REPLACE 1 INBOX {0+}
		C:
		S: a7 NO …
		C: a8 REPLACE 1 INBOX CATENATE (URL "/INBOX/;UID=7")
		S: a8 NO [BADURL /INBOX/;UID=7] …
		examine INBOX
		C: a9 REPLACE 1 INBOX {3+}
		C: new
		S: a9 NO …
		C: b1 STATUS INBOX (MESSAGES UIDNEXT)
		S: * STATUS INBOX (MESSAGES 1 UIDNEXT 2)
		S: b1 OK …
	`)
}
