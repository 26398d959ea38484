package server_test

import (
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// OBJECTID, RFC 8474. On a new server INBOX is F1, and the first bytes are M1.
func TestObjectID(t *testing.T) {
	play(t, `
		mail INBOX 3
		login user
		# §4.1 and §4.3: the ID stays with a mailbox, and no other gets it.
		C: a1 CREATE foo
		S: a1 OK [MAILBOXID (F2)] …
		C: a2 CREATE "bar/"
		S: a2 OK [MAILBOXID (F3)] …
		C: a3 CREATE foo
		S: a3 NO …
		C: a4 STATUS foo (mailboxid)
		S: * STATUS "foo" (MAILBOXID (F2))
		S: a4 OK …
		C: a5 RENAME foo "ren&AOQ-med"
		S: a5 OK …
		C: a6 DELETE bar
		S: a6 OK …
		C: a7 CREATE bar
		S: a7 OK [MAILBOXID (F4)] …
		C: a8 LIST "" "*" RETURN (STATUS (MAILBOXID MESSAGES))
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * STATUS INBOX (MAILBOXID (F1) MESSAGES 3)
		S: * LIST (\HasNoChildren) "/" "bar"
		S: * STATUS "bar" (MAILBOXID (F4) MESSAGES 0)
		S: * LIST (\HasNoChildren) "/" "ren&AOQ-med"
		S: * STATUS "ren&AOQ-med" (MAILBOXID (F2) MESSAGES 0)
		S: a8 OK …
		# §4.2
		C: a9 EXAMINE bar
		S: * 0 EXISTS
		S: * 0 RECENT
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 1] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS …
		S: * OK [HIGHESTMODSEQ …] …
		S: * OK [MAILBOXID (F4)] …
		S: * OK [URLMECH INTERNAL] …
		S: a9 OK …
		# §5: a copy is the same content; \Seen is not set.
		select INBOX
		C: b1 FETCH 1:3 (EMAILID THREADID)
		S: * 1 FETCH (EMAILID (M1) THREADID (T1))
		S: * 2 FETCH (EMAILID (M2) THREADID (T2))
		S: * 3 FETCH (EMAILID (M3) THREADID (T3))
		S: b1 OK …
		C: b2 MOVE 2 bar
		S: * OK [COPYUID …
		S: * 2 EXPUNGE
		S: * 2 RECENT
		S: b2 OK …
		C: b3 COPY 1 bar
		S: b3 OK [COPYUID …
		# §6
		C: b4 SEARCH EMAILID M3
		S: * SEARCH 2
		S: b4 OK …
		C: b5 UID SEARCH NOT OR EMAILID M1 EMAILID m3
		S: * SEARCH 3
		S: b5 OK …
		C: b6 SEARCH OR THREADID T2 OR THREADID T01 OR THREADID T0 OR THREADID t1 OR EMAILID M01 EMAILID 1
		S: * SEARCH
		S: b6 OK …
		C: b7 SEARCH EMAILID M.1
		S: b7 BAD …
		C: b8 SEARCH EMAILID
		S: b8 BAD …
		select bar
		C: b9 FETCH 1:2 EMAILID
		S: * 1 FETCH (EMAILID (M2))
		S: * 2 FETCH (EMAILID (M1))
		S: b9 OK …
	`)
}

// The IDs outlive the server.
func TestObjectIDKept(t *testing.T) {
	st := store.NewMemory()
	defer st.Close()
	kept := servertest.With(func(o *server.Options) { o.Store = st })
	play(t, `
		login user
		C: a1 CREATE foo
		S: a1 OK [MAILBOXID (F2)] …
		C: a2 APPEND foo {3+}
		C: abc
		S: a2 OK …
	`, kept)
	play(t, `
		login user
		C: a1 STATUS foo (MAILBOXID)
		S: * STATUS "foo" (MAILBOXID (F2))
		S: a1 OK …
		select foo
		C: a2 FETCH 1 EMAILID
		S: * 1 FETCH (EMAILID (M1))
		S: a2 OK …
	`, kept)
}
