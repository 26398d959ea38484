package server_test

import (
	"fmt"
	"testing"

	"imaporacle/server/servertest"
)

// CONTEXT=SEARCH, RFC 5267 §4: what arrives, changes and goes, by oneself and
// by others, with the response that is its cause.
func TestSearchContext(t *testing.T) {
	play(t, `
		mail INBOX 4
		A login user
		A select INBOX
		B login user
		B select INBOX
		A C: B01 UID SEARCH RETURN (UPDATE COUNT) FLAGGED
		A S: * ESEARCH (TAG "B01") UID COUNT 0
		A S: B01 OK …
		A C: B02 SEARCH RETURN (CONTEXT UPDATE ALL) UNDELETED
		A S: * ESEARCH (TAG "B02") ALL 1:4
		A S: B02 OK …
		# One's own STORE.
		A C: a1 STORE 2 +FLAGS.SILENT (\Flagged)
		A S: * ESEARCH (TAG "B01") UID ADDTO (0 2)
		A S: a1 OK …
		# Another session's; what does not change the result is not told.
		B C: b1 STORE 1,3,4 +FLAGS.SILENT (\Flagged \Seen)
		B S: * 2 FETCH …
		B S: b1 OK …
		A C: a2 NOOP
		A S: * 1 FETCH …
		A S: * 3 FETCH …
		A S: * 4 FETCH …
		A S: * ESEARCH (TAG "B01") UID ADDTO (0 1,3:4)
		A S: a2 OK …
		A C: a3 UID STORE 2 FLAGS (\Deleted)
		A S: * 2 FETCH …
		A S: * ESEARCH (TAG "B01") UID REMOVEFROM (0 2)
		A S: * ESEARCH (TAG "B02") REMOVEFROM (0 2)
		A S: a3 OK …
		# What is expunged is removed before the EXPUNGE, by its old number.
		B C: b2 UID STORE 3:4 +FLAGS.SILENT (\Deleted)
		B S: * 2 FETCH …
		B S: b2 OK …
		B C: b3 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: b3 OK …
		A C: a4 NOOP
		A S: * ESEARCH (TAG "B01") UID REMOVEFROM (0 3:4)
		A S: * ESEARCH (TAG "B02") REMOVEFROM (0 3:4)
		A S: * 2 EXPUNGE
		A S: * 2 EXPUNGE
		A S: * 2 EXPUNGE
		A S: * 1 RECENT
		A S: a4 OK …
		# Arrivals come after EXISTS, also during IDLE.
		A C: a5 IDLE
		A S: + idling
		mail INBOX 1
		A S: * 2 EXISTS
		A S: * 2 RECENT
		A S: * ESEARCH (TAG "B02") ADDTO (0 2)
		A C: DONE
		A S: a5 OK …
		# A tag that is in use by one context is refused for another.
		A C: B01 SEARCH RETURN (UPDATE) ALL
		A S: B01 BAD …
		A C: B01 SEARCH RETURN (COUNT) ALL
		A S: * ESEARCH (TAG "B01") COUNT 2
		A S: B01 OK …
		A C: a6 CANCELUPDATE "B02" "nosuch"
		A S: a6 BAD …
		A C: a7 CANCELUPDATE "B01" "B02"
		A S: a7 OK …
		A C: a8 STORE 1:2 FLAGS.SILENT (\Flagged \Deleted)
		A S: a8 OK …
		A C: a9 CANCELUPDATE "B01"
		A S: a9 BAD …
		A C: a10 CANCELUPDATE
		A S: a10 BAD …
		A C: a11 CANCELUPDATE B01
		A S: a11 BAD …
		# Nothing is told of a mailbox that is not selected any more.
		A C: B01 SEARCH RETURN (UPDATE) ALL
		A S: * ESEARCH (TAG "B01")
		A S: B01 OK …
		A select INBOX
		mail INBOX 1
		A C: a12 NOOP
		A S: * 3 EXISTS
		A S: * 1 RECENT
		A S: a12 OK …
	`)
}

// Sequence numbers and "$" stand for the messages that they named when the
// command was given (RFC 5267 §4.3); a UID set with "*" grows.
func TestContextSets(t *testing.T) {
	play(t, `
		mail INBOX 3
		login user
		select INBOX
		C: s SEARCH RETURN (SAVE) 2
		S: s OK …
		C: x1 UID SEARCH RETURN (UPDATE ALL) 2:* UNSEEN
		S: * ESEARCH (TAG "x1") UID ALL 2:3
		S: x1 OK …
		C: x2 UID SEARCH RETURN (UPDATE ALL) UID 3:* UNSEEN
		S: * ESEARCH (TAG "x2") UID ALL 3
		S: x2 OK …
		C: x3 UID SEARCH RETURN (UPDATE ALL) $ UNSEEN
		S: * ESEARCH (TAG "x3") UID ALL 2
		S: x3 OK …
		C: s SEARCH RETURN (SAVE) ALL
		S: s OK …
		C: a STORE 1 +FLAGS.SILENT (\Deleted)
		S: a OK …
		C: b EXPUNGE
		S: * 1 EXPUNGE
		S: * 2 RECENT
		S: b OK …
		mail INBOX 1
		C: c NOOP
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * ESEARCH (TAG "x2") UID ADDTO (0 4)
		S: c OK …
		C: d STORE 1:3 +FLAGS.SILENT (\Seen)
		S: * ESEARCH (TAG "x1") UID REMOVEFROM (0 2:3)
		S: * ESEARCH (TAG "x2") UID REMOVEFROM (0 3:4)
		S: * ESEARCH (TAG "x3") UID REMOVEFROM (0 2)
		S: d OK …
	`)
}

// CONTEXT=SORT, RFC 5267 §4.3.3 and §4.3.4: places in the order asked for.
func TestSortContext(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters("|Subject: d", "|Subject: b", "|Subject: f", "|Subject: h")
	deliver := func(subjects ...string) {
		for _, subject := range subjects {
			servertest.Deliver(t, s.server, "user", "INBOX", "Subject: "+subject+"\r\n\r\n")
		}
	}
	s.play(`
		C: u UID SORT RETURN (UPDATE ALL) (SUBJECT) UTF-8 UNSEEN
		S: * ESEARCH (TAG "u") UID ALL 2,1,3:4
		S: u OK …
		C: n SORT RETURN (UPDATE PARTIAL 1:1) (REVERSE SUBJECT) UTF-8 UNSEEN
		S: * ESEARCH (TAG "n") PARTIAL (1:1 4)
		S: n OK …`)
	deliver("e", "a", "ea", "z") // a b d e ea f h z
	s.play(`
		C: a NOOP
		S: * 8 EXISTS
		S: * 8 RECENT
		S: * ESEARCH (TAG "u") UID ADDTO (1 6 4 5,7 8 8)
		S: * ESEARCH (TAG "n") ADDTO (1 8 4 7,5 8 6)
		S: a OK …
		C: b UID STORE 6,2,5 +FLAGS.SILENT (\Seen)
		S: * ESEARCH (TAG "u") UID REMOVEFROM (1 6,2 2 5)
		S: * ESEARCH (TAG "n") REMOVEFROM (5 5 6 2,6)
		S: b OK …
		C: c UID STORE 7,1 +FLAGS.SILENT (\Deleted)
		S: c OK …
		C: d EXPUNGE
		S: * ESEARCH (TAG "u") UID REMOVEFROM (1 1,7)
		S: * ESEARCH (TAG "n") REMOVEFROM (4 7,1)
		S: * 1 EXPUNGE
		S: * 6 EXPUNGE
		S: * 6 RECENT
		S: d OK …
		C: e STORE 1 -FLAGS.SILENT (\Seen)
		S: * ESEARCH (TAG "u") UID ADDTO (1 2)
		S: * ESEARCH (TAG "n") ADDTO (4 1)
		S: e OK …
		C: f SORT RETURN (UPDATE RELEVANCY) (RELEVANCY) UTF-8 FUZZY SUBJECT b
		S: * ESEARCH (TAG "f") RELEVANCY (100)
		S: * NO [NOUPDATE "f"] …
		S: f OK …`)
	s.finish()
}

// Contexts are bounded (RFC 5267 §4.3.1).
func TestManyContexts(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play("login user\nselect INBOX")
	for n := range 16 {
		s.play(fmt.Sprintf("C: c%d SEARCH RETURN (UPDATE COUNT) ALL\nS: * ESEARCH (TAG \"c%d\") COUNT 0\nS: c%d OK …", n, n, n))
	}
	s.play(`
		C: x SEARCH RETURN (UPDATE COUNT) ALL
		S: * ESEARCH (TAG "x") COUNT 0
		S: * NO [NOUPDATE "x"] Too many contexts
		S: x OK …
		C: y CANCELUPDATE "c3"
		S: y OK …
		C: x SEARCH RETURN (UPDATE COUNT) ALL
		S: * ESEARCH (TAG "x") COUNT 0
		S: x OK …`)
	s.finish()
}
