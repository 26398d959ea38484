package server_test

import "testing"

// CREATE, RENAME and DELETE, RFC 9051 §6.3.4 to §6.3.6.
func TestCreateRenameDelete(t *testing.T) {
	play(t, `
		login user
		C: a1 CREATE a/b/c
		S: a1 OK …
		C: a2 CREATE a/b
		S: a2 NO [ALREADYEXISTS] …
		C: a3 CREATE Inbox
		S: a3 NO [ALREADYEXISTS] …
		# A trailing delimiter says that names will be made below it.
		C: a4 CREATE d/
		S: a4 OK …
		C: a5 CREATE ""
		S: a5 NO [CANNOT] …
		C: a6 CREATE a//b
		S: a6 NO [CANNOT] …
		C: a7 CREATE "x*y"
		S: a7 NO [CANNOT] …
		C: a8 CREATE
		S: a8 BAD …
		C: a9 CREATE &Jjo
		S: a9 BAD …
		C: b1 RENAME a/b x/y
		S: b1 OK …
		C: b2 LIST "" *
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * LIST (\HasNoChildren) "/" "a"
		S: * LIST (\HasNoChildren) "/" "d"
		S: * LIST (\HasChildren) "/" "x"
		S: * LIST (\HasChildren) "/" "x/y"
		S: * LIST (\HasNoChildren) "/" "x/y/c"
		S: b2 OK …
		C: b3 RENAME nosuch other
		S: b3 NO [NONEXISTENT] …
		C: b4 RENAME a d
		S: b4 NO [ALREADYEXISTS] …
		C: b5 RENAME x x/z
		S: b5 NO …
		# Names below a deleted one stay; it is a name without a mailbox then.
		C: b6 DELETE x/y
		S: b6 OK …
		C: b7 LIST "" x/*
		S: * LIST (\NonExistent \HasChildren) "/" "x/y"
		S: * LIST (\HasNoChildren) "/" "x/y/c"
		S: b7 OK …
		C: b8 SELECT x/y
		S: b8 NO [NONEXISTENT] …
		C: b9 DELETE x/y
		S: b9 NO [NONEXISTENT] …
		C: c1 DELETE INBOX
		S: c1 NO [CANNOT] …
		C: c2 CREATE x/y
		S: c2 OK …
		# RENAME keeps a selected mailbox selected: it is the same mailbox.
		mail d 1
		select d
		C: c3 RENAME d e
		S: c3 OK …
		C: c4 FETCH 1 UID
		S: * 1 FETCH (UID 1)
		S: c4 OK …
	`)
}

// UIDVALIDITY of a mailbox made anew is greater (RFC 9051 §2.3.1.1).
func TestUIDValidityRises(t *testing.T) {
	s := play(t, `
		login user
		C: a1 CREATE box
		S: a1 OK …
		C: a2 STATUS box (UIDVALIDITY)
		S: * STATUS "box" (UIDVALIDITY …)
		S: a2 OK …
		C: a3 DELETE box
		S: a3 OK …
		C: a4 CREATE box
		S: a4 OK …
		C: a5 STATUS box (UIDVALIDITY)
		S: * STATUS "box" (UIDVALIDITY …)
		S: a5 OK …
	`)
	seen := s.lines("STATUS")
	if len(seen) != 2 || seen[0] >= seen[1] { // of one length, so compared as text
		t.Errorf("not rising: %q", seen)
	}
}

// Special use, RFC 6154.
func TestSpecialUse(t *testing.T) {
	play(t, `
		login user
		C: a1 CREATE Bin (USE (\trash))
		S: a1 OK …
		C: a2 CREATE Bin2 (USE (\Trash))
		S: a2 NO [USEATTR] …
		C: a3 CREATE Odd (USE (\NoSuch))
		S: a3 NO [USEATTR] …
		C: a4 CREATE Odd (USE \Sent)
		S: a4 BAD …
		C: a5 CREATE Odd (WHAT (\Sent))
		S: a5 BAD …
		C: a6 CREATE Mix (USE (\Sent \Flagged))
		S: a6 OK …
		C: a7 LIST (SPECIAL-USE) "" *
		S: * LIST (\HasNoChildren \Trash) "/" "Bin"
		S: * LIST (\HasNoChildren \Sent \Flagged) "/" "Mix"
		S: a7 OK …
	`)
}

// LIST, RFC 9051 §6.3.9 and RFC 5258.
func TestList(t *testing.T) {
	play(t, `
		login user
		C: a1 LIST "" ""
		S: * LIST (\Noselect) "/" ""
		S: a1 OK …
		C: a2 CREATE a/b/c
		S: a2 OK …
		C: a3 SUBSCRIBE a/b
		S: a3 OK …
		C: a4 SUBSCRIBE gone/away
		S: a4 OK …
		C: a5 LIST "" %
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * LIST (\HasChildren) "/" "a"
		S: a5 OK …
		C: a6 LIST a/ %
		S: * LIST (\HasChildren) "/" "a/b"
		S: a6 OK …
		C: a7 LIST "" (inbox a/%/c)
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * LIST (\HasNoChildren) "/" "a/b/c"
		S: a7 OK …
		C: a8 LIST (SUBSCRIBED) "" *
		S: * LIST (\Subscribed \HasChildren) "/" "a/b"
		S: * LIST (\NonExistent \Subscribed \HasNoChildren) "/" "gone/away"
		S: a8 OK …
		C: a9 LIST (SUBSCRIBED RECURSIVEMATCH) "" a
		S: * LIST (\HasChildren) "/" "a" (CHILDINFO ("SUBSCRIBED"))
		S: a9 OK …
		# A parent stands for a child that is not told, and only then (RFC 5258 §3.5).
		C: b0 LIST (SUBSCRIBED RECURSIVEMATCH) "" a*
		S: * LIST (\Subscribed \HasChildren) "/" "a/b"
		S: b0 OK …
		C: b1 LIST (RECURSIVEMATCH) "" *
		S: b1 BAD …
		C: b2 LIST "" a* RETURN (SUBSCRIBED CHILDREN)
		S: * LIST (\HasChildren) "/" "a"
		S: * LIST (\Subscribed \HasChildren) "/" "a/b"
		S: * LIST (\HasNoChildren) "/" "a/b/c"
		S: b2 OK …
		C: b3 LIST "" I* RETURN (STATUS (MESSAGES UNSEEN))
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * STATUS INBOX (MESSAGES 0 UNSEEN 0)
		S: b3 OK …
		C: b4 LSUB "" *
		S: * LSUB () "/" "a/b"
		S: * LSUB (\Noselect) "/" "gone/away"
		S: b4 OK …
		# RFC 3501 §6.3.9: with %, a name above a subscribed one is \Noselect.
		C: b5 LSUB "" %
		S: * LSUB (\Noselect) "/" "a"
		S: * LSUB (\Noselect) "/" "gone"
		S: b5 OK …
		C: b6 UNSUBSCRIBE gone/away
		S: b6 OK …
		C: b7 LSUB "" gone*
		S: b7 OK …
		C: b8 LIST "" *%*%*%*%*%*%*%*%*%*%*%*x
		S: b8 OK …
		C: b9 LIST ""
		S: b9 BAD …
		C: c1 LIST "" * RETURN (NOSUCH)
		S: c1 BAD …
		C: c2 LIST () "" a
		S: * LIST (\HasChildren) "/" "a"
		S: c2 OK …
		# Modified UTF-7 in, modified UTF-7 out (RFC 3501 §5.1.3).
		C: d1 CREATE "Entw&APw-rfe &- mehr"
		S: d1 OK …
		C: d2 LIST "" "Entw&APw-*"
		S: * LIST (\HasNoChildren) "/" "Entw&APw-rfe &- mehr"
		S: d2 OK …
		C: d3 NAMESPACE
		S: * NAMESPACE (("" "/")) (("Other Users/" "/")) (("Shared/" "/"))
		S: d3 OK …
	`)
}

// STATUS, RFC 9051 §6.3.11.
func TestStatus(t *testing.T) {
	play(t, `
		mail INBOX 3
		login user
		select INBOX
		C: a1 STORE 1 +FLAGS.SILENT (\Seen \Deleted)
		S: a1 OK …
		C: a2 STATUS INBOX (MESSAGES UIDNEXT UNSEEN DELETED SIZE RECENT APPENDLIMIT DELETED-STORAGE)
		S: * STATUS INBOX (MESSAGES 3 UIDNEXT 4 UNSEEN 2 DELETED 1 SIZE 165 RECENT 0 APPENDLIMIT 67108864 DELETED-STORAGE 55)
		S: a2 OK …
		C: a3 STATUS nosuch (MESSAGES)
		S: a3 NO [NONEXISTENT] …
		C: a4 STATUS INBOX ()
		S: a4 BAD …
		C: a5 STATUS INBOX (NOSUCH)
		S: a5 BAD …
		C: a6 STATUS INBOX MESSAGES
		S: a6 BAD …
	`)
}
