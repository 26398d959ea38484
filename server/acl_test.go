package server_test

import (
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// ann owns mail, bob and eve are others, root administers what is shared.
var sharers = servertest.With(func(o *server.Options) {
	o.Users = map[string]string{"ann": "pass", "bob": "pass", "eve": "pass", "root": "pass"}
	o.Admins = []string{"root"}
})

// RFC 4314 §3.1, §3.2, §3.3 and §2.1.1: the pairs of the list, "c" and "d" among
// their rights.
func TestACLCommands(t *testing.T) {
	play(t, `
		ann login ann
		ann C: a1 CREATE Drafts
		ann S: a1 OK …
		ann C: a2 GETACL Drafts
		ann S: * ACL "Drafts" ann lrwstipekxacd
		ann S: a2 OK GETACL completed
		ann C: a3 SeTacl Drafts David lrswida
		ann S: a3 OK SETACL completed
		ann C: a4 SETACL Drafts Byron lrswikda
		ann S: a4 OK …
		ann C: a5 SETACL Drafts Chris lrswi
		ann S: a5 OK …
		ann C: a6 SETACL Drafts Chris +cda
		ann S: a6 OK …
		ann C: a7 SETACL Drafts Chris -ws
		ann S: a7 OK …
		ann C: a8 SETACL Drafts -Fred w
		ann S: a8 OK …
		ann C: a9 SETACL Drafts anyone ""
		ann S: a9 OK …
		ann C: b1 GETACL Drafts
		ann S: * ACL "Drafts" ann lrwstipekxacd David lrwstiead Byron lrwstiekacd Chris lrtiekxacd -Fred w anyone ""
		ann S: b1 OK …
		ann C: b2 DELETEACL Drafts Byron
		ann S: b2 OK DELETEACL completed
		ann C: b3 DELETEACL Drafts nobody
		ann S: b3 OK …
		ann C: b4 GETACL Drafts
		ann S: * ACL "Drafts" ann lrwstipekxacd David lrwstiead Chris lrtiekxacd -Fred w anyone ""
		ann S: b4 OK …
		ann C: c1 LISTRIGHTS Drafts smith
		ann S: * LISTRIGHTS "Drafts" smith "" l r w s t i p e k x a c d
		ann S: c1 OK LISTRIGHTS completed
		ann C: c2 LISTRIGHTS Drafts ann
		ann S: * LISTRIGHTS "Drafts" ann la r w s t i p e k x c d
		ann S: c2 OK …
		ann C: c3 MYRIGHTS Drafts
		ann S: * MYRIGHTS "Drafts" lrwstipekxacd
		ann S: c3 OK MYRIGHTS completed
		ann C: d1 SETACL Drafts John lrQswicda
		ann S: d1 BAD The rights "lrQswicda": uppercase rights such as Q are not allowed
		ann C: d2 SETACL Drafts John lrqswicda
		ann S: d2 BAD The rights "lrqswicda": there is no right 'q'
		ann C: d3 SETACL Drafts John 0
		ann S: d3 BAD …
		ann C: d4 SETACL Drafts John +-l
		ann S: d4 BAD …
		ann C: d5 SETACL Drafts John
		ann S: d5 BAD …
		ann C: d6 SETACL Drafts "" l
		ann S: d6 BAD The identifier is empty
		ann C: d7 SETACL Drafts - l
		ann S: d7 BAD The identifier is empty
		ann C: d8 GETACL
		ann S: d8 BAD …
		ann C: d9 MYRIGHTS Drafts x
		ann S: d9 BAD …
		ann R: "e1 DELETEACL Drafts {3+}\r\na\x01b\r\n"
		ann S: e1 BAD The identifier "a\x01b" cannot be prepared by SASLprep
		ann R: "e2 LISTRIGHTS Drafts {3+}\r\n\xffab\r\n"
		ann S: e2 BAD …
		ann C: f1 GETACL nosuch
		ann S: f1 NO [NONEXISTENT] No such mailbox
	`, sharers)
}

// RFC 4314 §3: identifiers are prepared; LISTRIGHTS tells the client's own form.
func TestIdentifierForm(t *testing.T) {
	play(t, `
		ann login ann
		ann R: "a1 SETACL INBOX {6+}\r\nbj\xc2\xad\xc3\xb8 lr\r\n"
		ann S: a1 OK …
		ann C: a2 GETACL INBOX
		ann S: * ACL INBOX ann lrwstipekxacd {4}
		ann S: bjø lr
		ann S: a2 OK …
		ann R: "a3 LISTRIGHTS INBOX {6+}\r\nbj\xc2\xad\xc3\xb8\r\n"
		ann S: * LISTRIGHTS INBOX {6}
		ann S: …ø "" l r w s t i p e k x a c d
		ann S: a3 OK …
	`, sharers)
}

// RFC 4314 §2: which pairs decide. The most specific gives, negative ones take.
func TestRightsCombined(t *testing.T) {
	play(t, `
		ann login ann
		bob login bob
		eve login eve
		ann C: a1 SETACL INBOX anyone lrs
		ann S: a1 OK …
		bob C: b1 MYRIGHTS "Other Users/ann/INBOX"
		bob S: * MYRIGHTS "Other Users/ann/INBOX" lrs
		bob S: b1 OK …
		ann C: a2 SETACL INBOX bob lrwi
		ann S: a2 OK …
		ann C: a3 SETACL INBOX -bob w
		ann S: a3 OK …
		ann C: a4 SETACL INBOX -anyone s
		ann S: a4 OK …
		bob C: b2 MYRIGHTS "Other Users/ann/inbox"
		bob S: * MYRIGHTS "Other Users/ann/INBOX" lri
		bob S: b2 OK …
		eve C: e1 MYRIGHTS "Other Users/ann/INBOX"
		eve S: * MYRIGHTS "Other Users/ann/INBOX" lr
		eve S: e1 OK …
		ann C: a5 DELETEACL INBOX bob
		ann S: a5 OK …
		# "-bob" is another identifier.
		ann C: a6 GETACL INBOX
		ann S: * ACL INBOX ann lrwstipekxacd anyone lrs -bob w -anyone s
		ann S: a6 OK …
		bob C: b3 MYRIGHTS "Other Users/ann/INBOX"
		bob S: * MYRIGHTS "Other Users/ann/INBOX" lr
		bob S: b3 OK …
		# The owner can give up all rights but two.
		ann C: a7 SETACL INBOX ann r
		ann S: a7 OK …
		ann C: a8 MYRIGHTS INBOX
		ann S: * MYRIGHTS INBOX lra
		ann S: a8 OK …
		ann C: a9 DELETEACL INBOX ann
		ann S: a9 OK …
		ann C: c1 MYRIGHTS INBOX
		ann S: * MYRIGHTS INBOX lrwtipekxacd
		ann S: c1 OK …
	`, sharers)
}

// RFC 4314 §4: what each command needs.
func TestRightsOfCommands(t *testing.T) {
	s := newScript(t, servertest.New(t, sharers))
	servertest.Deliver(t, s.server, "ann", "INBOX", letter(1))
	s.play(`
		ann login ann
		bob login bob
		ann C: a1 CREATE dir/sub
		ann S: a1 OK …
		ann C: a2 SETACL INBOX bob l
		ann S: a2 OK …
		ann C: a3 SETACL dir bob l
		ann S: a3 OK …
		bob C: b1 SELECT "Other Users/ann/INBOX"
		bob S: b1 NO [NOPERM] Permission denied
		bob C: b2 STATUS "Other Users/ann/INBOX" (MESSAGES)
		bob S: b2 NO [NOPERM] Permission denied
		bob C: b3 APPEND "Other Users/ann/INBOX" {1}
		bob S: b3 NO [NOPERM] Permission denied
		bob C: b4 GETACL "Other Users/ann/INBOX"
		bob S: b4 NO [NOPERM] Permission denied
		bob C: b5 DELETE "Other Users/ann/dir"
		bob S: b5 NO [NOPERM] Permission denied
		bob C: b6 CREATE "Other Users/ann/dir/new"
		bob S: b6 NO [NOPERM] Permission denied
		bob C: b7 RENAME "Other Users/ann/dir" "Other Users/ann/dar"
		bob S: b7 NO [NOPERM] Permission denied
		bob C: b8 GETMETADATA "Other Users/ann/INBOX" /shared/comment
		bob S: b8 NO [NOPERM] Permission denied
		bob C: b9 SUBSCRIBE "Other Users/ann/INBOX"
		bob S: b9 OK …
		bob C: c1 LSUB "" *
		bob S: * LSUB () "/" "Other Users/ann/INBOX"
		bob S: c1 OK …

		# "r" alone: READ-ONLY, whatever the command was.
		ann C: a4 SETACL INBOX bob lr
		ann S: a4 OK …
		bob C: d1 SELECT "Other Users/ann/INBOX"
		bob S: * 1 EXISTS
		bob S: * 1 RECENT
		bob S: * OK [UNSEEN 1] …
		bob S: * OK [UIDVALIDITY …
		bob S: * OK [UIDNEXT 2] …
		bob S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
		bob S: * OK [PERMANENTFLAGS ()] …
		bob S: * OK [HIGHESTMODSEQ …
		bob S: * OK [MAILBOXID …
		bob S: * OK [URLMECH …
		bob S: d1 OK [READ-ONLY] SELECT completed
		bob C: d2 FETCH 1 BODY[TEXT]
		bob S: * 1 FETCH (BODY[TEXT] {8}
		bob S: Text 1
		bob S: )
		bob S: d2 OK …
		bob C: d3 STORE 1 +FLAGS (\Seen)
		bob S: d3 NO …
		bob C: d4 CLOSE
		bob S: d4 OK …

		# The right to create below, and to delete what was created.
		ann C: a5 SETACL dir bob lrkx
		ann S: a5 OK …
		bob C: e1 CREATE "Other Users/ann/dir/new"
		bob S: e1 OK [MAILBOXID …
		bob C: e2 MYRIGHTS "Other Users/ann/dir/new"
		bob S: * MYRIGHTS "Other Users/ann/dir/new" lrkxc
		bob S: e2 OK …
		bob C: e3 CREATE "Other Users/ann/dir/new"
		bob S: e3 NO [ALREADYEXISTS] …
		bob C: e4 CREATE "Other Users/ann/dir/sub"
		bob S: e4 NO [NOPERM] …
		bob C: e5 RENAME "Other Users/ann/dir/new" "Other Users/ann/dir/newer"
		bob S: e5 OK …
		bob C: e6 RENAME "Other Users/ann/dir/newer" "Other Users/ann/top"
		bob S: e6 NO [NOPERM] …
		bob C: e7 RENAME "Other Users/ann/dir/newer" mine
		bob S: e7 NO [CANNOT] …
		bob C: e8 CREATE "Other Users/ann/dir/x" (USE (\Drafts))
		bob S: e8 NO [USEATTR] …
		bob C: e9 DELETE "Other Users/ann/dir/newer"
		bob S: e9 OK …
		ann C: f1 LIST "" dir/*
		ann S: * LIST (\HasNoChildren) "/" "dir/sub"
		ann S: f1 OK …
	`)
	s.finish()
}

// RFC 4314 §4: STORE, EXPUNGE, CLOSE and MOVE by the rights of the moment; §5.1.1:
// PERMANENTFLAGS tells of them.
func TestRightsInMailbox(t *testing.T) {
	s := newScript(t, servertest.New(t, sharers))
	servertest.Deliver(t, s.server, "ann", "INBOX", letter(1), letter(2))
	s.play(`
		ann login ann
		bob login bob
		ann C: a1 SETACL INBOX bob lrwt
		ann S: a1 OK …
		bob C: b1 SELECT "Other Users/ann/INBOX"
		bob S: * 2 EXISTS
		bob S: * 2 RECENT
		bob S: * OK [UNSEEN 1] …
		bob S: * OK [UIDVALIDITY …
		bob S: * OK [UIDNEXT 3] …
		bob S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
		bob S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Draft \*)] …
		bob S: * OK [HIGHESTMODSEQ …
		bob S: * OK [MAILBOXID …
		bob S: * OK [URLMECH …
		bob S: b1 OK [READ-WRITE] SELECT completed
		bob C: b2 FETCH 1 BODY[TEXT]
		bob S: * 1 FETCH (BODY[TEXT] {8}
		bob S: Text 1
		bob S: )
		bob S: b2 OK …
		bob C: b3 STORE 1 FLAGS (\Seen \Flagged)
		bob S: * 1 FETCH (FLAGS (\Flagged \Recent))
		bob S: b3 OK …
		bob C: b4 STORE 1 +FLAGS (\Seen)
		bob S: b4 NO [NOPERM] Permission denied
		ann select INBOX
		ann C: a2 STORE 1 +FLAGS (\Seen)
		ann S: * 1 FETCH (FLAGS (\Flagged \Seen))
		ann S: a2 OK …
		# What may not be changed stays.
		bob C: b5 STORE 1 FLAGS (\Deleted)
		bob S: * 1 FETCH (FLAGS (\Deleted \Seen \Recent))
		bob S: * 1 FETCH (FLAGS (\Deleted \Seen \Recent))
		bob S: b5 OK …
		bob C: b6 EXPUNGE
		bob S: b6 NO [NOPERM] Permission denied
		bob C: b7 MOVE 1 INBOX
		bob S: b7 NO [NOPERM] Permission denied
		bob C: b8 REPLACE 1 INBOX {1+}
		bob C: x
		bob S: b8 NO [NOPERM] Permission denied
		# Other rights are told with the next command.
		ann C: a3 SETACL INBOX bob lrse
		ann S: * 1 FETCH (FLAGS (\Deleted \Seen))
		ann S: a3 OK …
		bob C: b9 NOOP
		bob S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
		bob S: * OK [PERMANENTFLAGS (\Seen)] …
		bob S: b9 OK …
		bob C: c1 STORE 2 -FLAGS ()
		bob S: * 2 FETCH (FLAGS (\Recent))
		bob S: c1 OK …
		ann C: a4 SETACL INBOX bob -e
		ann S: a4 OK …
		bob C: c2 CLOSE
		bob S: c2 OK …
		ann C: a5 NOOP
		ann S: a5 OK …
		ann C: a6 SETACL INBOX bob +e
		ann S: a6 OK …
		bob select "Other Users/ann/INBOX"
		bob C: c3 CLOSE
		bob S: c3 OK …
		ann C: a7 NOOP
		ann S: * 1 EXPUNGE
		ann S: a7 OK …
	`)
	s.finish()
}

// RFC 4314 §5.1.1: who may not read any more is sent away, also from IDLE.
func TestReadRightLost(t *testing.T) {
	play(t, `
		ann login ann
		bob login bob
		bob2 login bob
		ann C: a1 SETACL INBOX bob lrs
		ann S: a1 OK …
		bob select "Other Users/ann/INBOX"
		bob2 select "Other Users/ann/INBOX"
		bob C: b1 IDLE
		bob S: + idling
		ann C: a2 DELETEACL INBOX bob
		ann S: a2 OK …
		bob S: * BYE The mailbox may not be read any more
		bob closed
		bob2 C: b1 FETCH 1:* FLAGS
		bob2 S: * BYE The mailbox may not be read any more
		bob2 S: b1 NO [NOPERM] Permission denied
		bob2 closed
	`, sharers)
}

// The examples of RFC 4314 §4, COPY: flags for which there is no right are lost.
func TestRightsOfCopies(t *testing.T) {
	for _, c := range []struct{ rights, first, second, third string }{
		{"rwisl", `\Draft`, `\Answered`, `\Seen $Forwarded`},
		{"rstil", `\Deleted`, ``, `\Seen`},
	} {
		s := newScript(t, servertest.New(t, sharers))
		s.play(`
			ann login ann
			bob login bob
			ann C: a1 CREATE Target
			ann S: a1 OK …
			ann C: a2 SETACL Target bob ` + c.rights + `
			ann S: a2 OK …
			bob C: b1 APPEND INBOX (\Draft \Deleted) {1+}
			bob C: x
			bob S: b1 OK …
			bob C: b2 APPEND INBOX (\Answered) {1+}
			bob C: x
			bob S: b2 OK …
			bob C: b3 APPEND INBOX ($Forwarded \Seen) {1+}
			bob C: x
			bob S: b3 OK …
			bob select INBOX
			bob C: b4 COPY 1:3 "Other Users/ann/Target"
			bob S: b4 OK [COPYUID …] …
			bob C: b5 APPEND "Other Users/ann/Target" ($Forwarded \Seen) {1+}
			bob C: x
			bob S: b5 OK …
			bob C: b6 MOVE 1 "Other Users/ann/Target"
			bob S: * OK [COPYUID …] …
			bob S: * 1 EXPUNGE
			bob S: * 2 RECENT
			bob S: b6 OK …
			ann examine Target
			ann C: a3 FETCH 1:* (FLAGS)
			ann S: * 1 FETCH (FLAGS (` + c.first + `…))
			ann S: * 2 FETCH (FLAGS (` + c.second + `…))
			ann S: * 3 FETCH (FLAGS (` + c.third + ` \Recent))
			ann S: * 4 FETCH (FLAGS (` + c.third + ` \Recent))
			ann S: * 5 FETCH (FLAGS (` + c.first + `…))
			ann S: a3 OK …
		`)
		s.finish()
	}
}

// RFC 8440 §4: what LIST tells only for what is below it has no MYRIGHTS.
func TestListMyRights(t *testing.T) {
	play(t, `
		login user
		C: a1 CREATE foo/bar
		S: a1 OK …
		C: a2 SUBSCRIBE INBOX
		S: a2 OK …
		C: a3 SUBSCRIBE foo/bar
		S: a3 OK …
		C: a4 SETACL foo user lrs
		S: a4 OK …
		C: a5 SUBSCRIBE gone
		S: a5 OK …
		C: b1 LIST "" % RETURN (MYRIGHTS)
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * MYRIGHTS INBOX lrwstipekxacd
		S: * LIST (\HasChildren) "/" "foo"
		S: * MYRIGHTS "foo" lrsa
		S: b1 OK …
		C: b2 LIST (SUBSCRIBED RECURSIVEMATCH) "" % RETURN (MYRIGHTS STATUS (MESSAGES))
		S: * LIST (\Subscribed \HasNoChildren) "/" INBOX
		S: * MYRIGHTS INBOX lrwstipekxacd
		S: * STATUS INBOX (MESSAGES 0)
		S: * LIST (\HasChildren) "/" "foo" (CHILDINFO ("SUBSCRIBED"))
		S: * LIST (\NonExistent \Subscribed \HasNoChildren) "/" "gone"
		S: b2 OK …
	`)
}
