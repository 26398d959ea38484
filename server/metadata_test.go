package server_test

import (
	"fmt"
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/mailbox"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// RFC 5464 §4.2 and §4.3, with the examples of both.
func TestMetadata(t *testing.T) {
	play(t, `
		login user
		R: "a1 SETMETADATA INBOX (/private/comment {33}\r\n"
		S: + …
		R: "My new comment across\r\ntwo lines.)\r\n"
		S: a1 OK SETMETADATA completed
		C: a2 GETMETADATA INBOX /private/comment
		S: * METADATA INBOX (/private/comment {33}
		S: My new comment across
		S: two lines.)
		S: a2 OK GETMETADATA completed
		C: a3 SETMETADATA INBOX (/private/comment "My own comment" /shared/comment "Its sunny outside!")
		S: a3 OK …
		C: a4 GETMETADATA "INBOX" (/shared/comment /private/comment)
		S: * METADATA INBOX (/shared/comment "Its sunny outside!" /private/comment "My own comment")
		S: a4 OK …
		C: a5 GETMETADATA "INBOX" /private/comment /shared/comment
		S: * METADATA INBOX (/private/comment "My own comment" /shared/comment "Its sunny outside!")
		S: a5 OK …
		# Names are in any case.
		C: a6 GETMETADATA INBOX /Private/COMMENT
		S: * METADATA INBOX (/private/comment "My own comment")
		S: a6 OK …
		C: a7 SETMETADATA INBOX (/private/comment nil)
		S: a7 OK …
		C: a8 GETMETADATA INBOX (/private/comment /shared/comment)
		S: * METADATA INBOX (/private/comment NIL /shared/comment "Its sunny outside!")
		S: a8 OK …
		C: a9 SETMETADATA INBOX (/shared/comment "")
		S: a9 OK …
		C: b1 GETMETADATA INBOX /shared/comment
		S: * METADATA INBOX (/shared/comment "")
		S: b1 OK …
		# Only a literal8 may hold NUL.
		R: "b2 SETMETADATA INBOX (/shared/comment ~{3+}\r\na\x00b)\r\n"
		S: b2 OK …
		C: b3 GETMETADATA INBOX /shared/comment
		S: * METADATA INBOX (/shared/comment ~{3}
		S: a…b)
		S: b3 OK …
		C: b4 GETMETADATA nosuch /shared/comment
		S: b4 NO [NONEXISTENT] No such mailbox
		C: b5 SETMETADATA nosuch (/shared/comment "x")
		S: b5 NO [NONEXISTENT] No such mailbox
	`)
}

// RFC 5464 §4.2.1 and §4.2.2: MAXSIZE and DEPTH, before the mailbox by the
// grammar, behind it in the examples.
func TestMetadataOptions(t *testing.T) {
	play(t, `
		login user
		C: a1 SETMETADATA INBOX (/private/filters/values/small "SMALLER 5000" /private/filters/values/boss "FROM \"boss@example.com\"" /private/filters/values/boss/old "x" /private/filtersx "no" /shared/filters/values/other "no")
		S: a1 OK …
		C: a2 GETMETADATA "INBOX" (DEPTH 1) (/private/filters/values)
		S: * METADATA INBOX (/private/filters/values/boss "FROM \"boss@example.com\"" /private/filters/values/small "SMALLER 5000")
		S: a2 OK …
		C: a3 GETMETADATA (DEPTH infinity) INBOX /private/filters
		S: * METADATA INBOX (/private/filters/values/boss "FROM \"boss@example.com\"" /private/filters/values/boss/old "x" /private/filters/values/small "SMALLER 5000")
		S: a3 OK …
		C: a4 GETMETADATA (DEPTH 1) INBOX /private
		S: * METADATA INBOX (/private/filtersx "no")
		S: a4 OK …
		C: a5 GETMETADATA (DEPTH 0) INBOX /private/filters/values
		S: * METADATA INBOX (/private/filters/values NIL)
		S: a5 OK …
		C: a6 GETMETADATA INBOX (MAXSIZE 12 DEPTH 1) (/private/filters/values /private/filters/values/small)
		S: * METADATA INBOX (/private/filters/values/small "SMALLER 5000")
		S: a6 OK [METADATA LONGENTRIES 23] GETMETADATA completed
		C: a7 GETMETADATA (MAXSIZE 0) INBOX /private/filtersx
		S: a7 OK [METADATA LONGENTRIES 2] GETMETADATA completed
		C: a8 GETMETADATA (DEPTH 1) INBOX /private/nothing
		S: a8 OK GETMETADATA completed
	`)
}

// RFC 5464 §3.2: names that are no entries are BAD.
func TestMetadataMistakes(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`login user`)
	for _, entry := range []string{
		"comment", "/comment", "/other/comment", "/privat", "/private//x", "/private/x/", `"/private/*"`, `"/shared/%"`,
		`"/shared/ü"`, "//private/x", `""`, "/", `"/private/` + strings.Repeat("x", 1000) + `"`, "private",
	} {
		s.play("C: x GETMETADATA INBOX " + entry + "\nS: x BAD …")
		s.play("C: x SETMETADATA INBOX (" + entry + " \"v\")\nS: x BAD …")
	}
	for _, args := range []string{
		"", " INBOX", " INBOX ()", " INBOX (/private/x", " (MAXSIZE) INBOX /private/x", " (MAXSIZE x) INBOX /private/x",
		" (DEPTH 2) INBOX /private/x", " (NOSUCH 1) INBOX /private/x", " () INBOX /private/x", " INBOX /private/x ", " INBOX /private/x (y)",
	} {
		s.play("C: x GETMETADATA" + args + "\nS: x BAD …")
	}
	for _, args := range []string{
		"", " INBOX", " INBOX ()", " INBOX /private/x", ` INBOX (/private/x)`, ` INBOX (/private/x "a" /private/y)`, ` INBOX (/private "a")`,
		` INBOX (/private/vendor "a")`, ` INBOX (/shared/vendor/x "a")`, ` INBOX (/private/x atom)`, ` INBOX (/private/x "a") x`,
	} {
		s.play("C: x SETMETADATA" + args + "\nS: x BAD …")
	}
	s.finish()
}

// RFC 5464 §4.3: too large, too many; then nothing is set. §4.1 has the least
// that a server takes.
func TestMetadataLimits(t *testing.T) {
	s := newScript(t, servertest.New(t, servertest.With(func(o *server.Options) {
		o.Metadata = mailbox.MetadataLimits{Size: 1024, Entries: 10}
	})))
	s.play(`login user`)
	for i := range 9 {
		s.play(fmt.Sprintf("C: x SETMETADATA INBOX (/private/vendor/v/%d \"%d\")\nS: x OK …", i, i))
	}
	s.play(`
		C: a1 SETMETADATA INBOX (/private/comment "` + strings.Repeat("x", 1024) + `")
		S: a1 OK …
		C: a2 SETMETADATA INBOX (/private/vendor/v/1 "new" /private/one/more "x")
		S: a2 NO [METADATA TOOMANY] …
		C: a3 SETMETADATA INBOX (/private/vendor/v/1 "new" /private/comment "` + strings.Repeat("x", 1025) + `")
		S: a3 NO [METADATA MAXSIZE 1024] …
		R: "a4 SETMETADATA INBOX (/private/comment {100000}\r\n"
		S: + …
		R: "` + strings.Repeat("y", 100000) + `)\r\n"
		S: a4 NO [METADATA MAXSIZE 1024] …
		C: a5 GETMETADATA INBOX /private/vendor/v/1
		S: * METADATA INBOX (/private/vendor/v/1 "1")
		S: a5 OK …
		# One goes, one comes; what is shared counts apart.
		C: a6 SETMETADATA INBOX (/private/comment NIL /private/one/more "x" /shared/comment "y")
		S: a6 OK …
	`)
	s.finish()
}

// RFC 5464 §3.3: private entries are each user's own; whom ACL lets in sees the
// shared ones.
func TestMetadataUsers(t *testing.T) {
	play(t, `
		ann login ann
		bob login bob
		ann C: a1 SETACL INBOX bob lp
		ann S: a1 OK …
		ann C: a2 SETMETADATA INBOX (/private/comment "ann's" /shared/comment "ours")
		ann S: a2 OK …
		bob C: b1 GETMETADATA "Other Users/ann/INBOX" (/private/comment /shared/comment)
		bob S: * METADATA "Other Users/ann/INBOX" (/private/comment NIL /shared/comment "ours")
		bob S: b1 OK …
		bob C: b2 SETMETADATA "Other Users/ann/INBOX" (/private/comment "bob's" /shared/comment "new")
		bob S: b2 OK …
		ann C: a3 GETMETADATA INBOX (/private/comment /shared/comment)
		ann S: * METADATA INBOX (/private/comment "ann's" /shared/comment "new")
		ann S: a3 OK …
		ann C: a4 SETACL INBOX bob la
		ann S: a4 OK …
		bob C: b3 SETMETADATA "Other Users/ann/INBOX" (/private/comment "x")
		bob S: b3 NO [NOPERM] Permission denied
	`, sharers)
}

// RFC 5464 §3.2.1.1: annotations of the server as a whole.
func TestServerMetadata(t *testing.T) {
	play(t, `
		ann login ann
		root login root
		root C: r1 SETMETADATA "" (/shared/comment "Welcome" /private/vendor/x/y "mine")
		root S: r1 OK …
		ann C: a1 GETMETADATA "" (/shared/comment /shared/admin /private/vendor/x/y)
		ann S: * METADATA "" (/shared/comment "Welcome" /shared/admin "mailto:root@example.org" /private/vendor/x/y NIL)
		ann S: a1 OK …
		ann C: a2 GETMETADATA "" (DEPTH infinity) /shared
		ann S: * METADATA "" (/shared/admin "mailto:root@example.org" /shared/comment "Welcome")
		ann S: a2 OK …
		ann C: a3 SETMETADATA "" (/shared/comment "mine")
		ann S: a3 NO [NOPERM] /shared/comment is for administrators to set
		ann C: a4 SETMETADATA "" (/private/vendor/x/y "ann's")
		ann S: a4 OK …
		root C: r2 SETMETADATA "" (/shared/admin "mailto:me@example.org")
		root S: r2 NO [NOPERM] /shared/admin is read-only
	`, sharers, servertest.With(func(o *server.Options) { o.Contact = "mailto:root@example.org" }))
	play(t, `
		login user
		C: a1 SETMETADATA "" (/shared/comment "where nobody is administrator")
		S: a1 OK …
		anonymous C: a1 AUTHENTICATE ANONYMOUS =
		anonymous S: a1 OK …
		anonymous C: a2 SETMETADATA "" (/private/comment "x")
		anonymous S: a2 NO [NOPERM] Permission denied
		anonymous C: a3 GETMETADATA "" /shared/comment
		anonymous S: * METADATA "" (/shared/comment "where nobody is administrator")
		anonymous S: a3 OK …
	`, servertest.With(func(o *server.Options) { o.Anonymous = "user" }))
}

// RFC 6154 §4: special uses by METADATA, checked as CREATE checks them.
func TestSpecialUseMetadata(t *testing.T) {
	play(t, `
		ann login ann
		bob login bob
		ann C: a1 CREATE MyDrafts (USE (\Drafts))
		ann S: a1 OK …
		ann C: a2 CREATE SavedDrafts
		ann S: a2 OK …
		ann C: t2 GETMETADATA "MyDrafts" /private/specialuse
		ann S: * METADATA "MyDrafts" (/private/specialuse "\\Drafts")
		ann S: t2 OK …
		ann C: t3 SETMETADATA "SavedDrafts" (/private/comment "x" /private/specialuse "\\Drafts")
		ann S: t3 NO [USEATTR] …
		ann C: t4 SETMETADATA "MyDrafts" (/private/specialuse NIL)
		ann S: t4 OK …
		ann C: t5 SETMETADATA "SavedDrafts" (/private/specialuse "\\drafts \\Flagged")
		ann S: t5 OK …
		ann C: t6 LIST "" * RETURN (SPECIAL-USE METADATA (/private/specialuse /private/comment))
		ann S: * LIST (\HasNoChildren) "/" INBOX
		ann S: * METADATA INBOX (/private/specialuse NIL /private/comment NIL)
		ann S: * LIST (\HasNoChildren) "/" "MyDrafts"
		ann S: * METADATA "MyDrafts" (/private/specialuse NIL /private/comment NIL)
		ann S: * LIST (\HasNoChildren \Drafts \Flagged) "/" "SavedDrafts"
		ann S: * METADATA "SavedDrafts" (/private/specialuse "\\Drafts \\Flagged" /private/comment NIL)
		ann S: t6 OK …
		ann C: t7 SETMETADATA "MyDrafts" (/private/specialuse "\\Nonsense")
		ann S: t7 NO [USEATTR] There is no special use "\\Nonsense"
		# They are the owner's.
		ann C: t8 SETACL SavedDrafts bob lr
		ann S: t8 OK …
		bob C: b1 LIST "" "Other Users/ann/*" RETURN (METADATA (/private/specialuse))
		bob S: * LIST (\HasNoChildren) "/" "Other Users/ann/SavedDrafts"
		bob S: * METADATA "Other Users/ann/SavedDrafts" (/private/specialuse NIL)
		bob S: b1 OK …
		bob C: b2 SETMETADATA "Other Users/ann/SavedDrafts" (/private/specialuse "\\Sent")
		bob S: b2 NO [USEATTR] …
		bob C: b3 LIST "" * RETURN (METADATA)
		bob S: b3 BAD …
	`, sharers)
}

// RFC 7162 §3.2: a change of an annotation raises the mailbox's mod-sequence, one
// that changes nothing does not.
func TestMetadataModSeq(t *testing.T) {
	play(t, `
		login user
		mail INBOX 1
		C: a1 STATUS INBOX (HIGHESTMODSEQ)
		S: * STATUS INBOX (HIGHESTMODSEQ 2)
		S: a1 OK …
		other login user
		other select INBOX
		C: a2 SETMETADATA INBOX (/shared/comment "x")
		S: a2 OK …
		C: a3 SETMETADATA INBOX (/shared/comment "x" /private/none NIL)
		S: a3 OK …
		C: a4 STATUS INBOX (HIGHESTMODSEQ)
		S: * STATUS INBOX (HIGHESTMODSEQ 3)
		S: a4 OK …
		# Sessions of the mailbox have nothing to be told, and go on.
		other C: b1 FETCH 1 (MODSEQ)
		other S: * OK [HIGHESTMODSEQ …] …
		other S: * 1 FETCH (MODSEQ (2))
		other S: b1 OK …
		other C: b2 STORE 1 +FLAGS (\Seen)
		other S: * 1 FETCH (UID 1 FLAGS (\Seen \Recent) MODSEQ (4))
		other S: b2 OK …
	`)
}

// RFC 5464 §4.1: annotations follow RENAME, are copied from INBOX, and go with
// DELETE; they outlive the server.
func TestMetadataKept(t *testing.T) {
	path := t.TempDir() + "/mail.db"
	for _, text := range []string{`
		login user
		C: a1 CREATE a
		S: a1 OK …
		C: a2 SETMETADATA a (/private/comment "p" /shared/comment "s")
		S: a2 OK …
		C: a3 SETMETADATA INBOX (/private/comment "inbox")
		S: a3 OK …
		C: a4 SETMETADATA "" (/shared/comment "server")
		S: a4 OK …
		C: a5 RENAME a b
		S: a5 OK …
		C: a6 RENAME INBOX c
		S: a6 OK …
	`, `
		login user
		C: a1 GETMETADATA b (/private/comment /shared/comment)
		S: * METADATA "b" (/private/comment "p" /shared/comment "s")
		S: a1 OK …
		C: a2 GETMETADATA INBOX /private/comment
		S: * METADATA INBOX (/private/comment "inbox")
		S: a2 OK …
		C: a3 GETMETADATA c /private/comment
		S: * METADATA "c" (/private/comment "inbox")
		S: a3 OK …
		C: a4 GETMETADATA "" /shared/comment
		S: * METADATA "" (/shared/comment "server")
		S: a4 OK …
		C: a5 DELETE b
		S: a5 OK …
		C: a6 CREATE b
		S: a6 OK …
		C: a7 GETMETADATA b /shared/comment
		S: * METADATA "b" (/shared/comment NIL)
		S: a7 OK …
	`} {
		db, err := store.OpenBolt(path, store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		srv := servertest.New(t, servertest.With(func(o *server.Options) { o.Store = db }))
		s := newScript(t, srv)
		s.play(text)
		s.finish()
		if err := srv.Close(); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// RFC 5465 §5.6, §5.7 and RFC 5464 §4.4.2: NOTIFY tells the names of entries that
// others have changed, and nothing of their private ones.
func TestMetadataNotified(t *testing.T) {
	play(t, `
		ann login ann
		bob login bob
		ann2 login ann
		ann C: a1 SETACL INBOX bob lr
		ann S: a1 OK …
		ann C: a2 NOTIFY SET (PERSONAL (MAILBOXMETADATACHANGE SERVERMETADATACHANGE))
		ann S: a2 OK …
		bob C: b1 SETMETADATA "Other Users/ann/INBOX" (/private/comment "bob's")
		bob S: b1 OK …
		bob C: b2 SETMETADATA "Other Users/ann/INBOX" (/shared/comment "ours" /private/comment NIL)
		bob S: b2 OK …
		ann S: * METADATA INBOX "/shared/comment"
		ann2 C: c1 SETMETADATA INBOX (/private/comment "ann's" /shared/comment "ours")
		ann2 S: c1 OK …
		ann S: * METADATA INBOX "/private/comment"
		ann2 C: c2 SETMETADATA INBOX (/private/specialuse "\\Archive")
		ann2 S: c2 OK …
		ann S: * METADATA INBOX "/private/specialuse"
		ann C: a3 SETMETADATA INBOX (/shared/comment "mine")
		ann S: a3 OK …
		bob C: b3 SETMETADATA "" (/private/vendor/x/y "bob's")
		bob S: b3 OK …
		root login root
		root C: r1 SETMETADATA "" (/shared/comment "all's")
		root S: r1 OK …
		ann S: * METADATA "" "/shared/comment"
	`, sharers)
}

// RFC 5465 §5.4: what others do to one's mailboxes is told by one's own names.
func TestNamesNotified(t *testing.T) {
	play(t, `
		ann login ann
		bob login bob
		ann C: a1 CREATE dir
		ann S: a1 OK …
		ann C: a2 SETACL dir bob lrkx
		ann S: a2 OK …
		ann C: a3 NOTIFY SET (PERSONAL (MAILBOXNAME))
		ann S: a3 OK …
		bob C: b1 CREATE "Other Users/ann/dir/a"
		bob S: b1 OK …
		ann S: * LIST (\HasNoChildren) "/" "dir/a"
		ann S: * LIST (\HasChildren) "/" "dir"
		bob C: b2 RENAME "Other Users/ann/dir/a" "Other Users/ann/dir/b"
		bob S: b2 OK …
		ann S: * LIST (\HasNoChildren) "/" "dir/b" ("OLDNAME" ("dir/a"))
		bob C: b3 DELETE "Other Users/ann/dir/b"
		bob S: b3 OK …
		ann S: * LIST (\NonExistent) "/" "dir/b"
		ann S: * LIST (\HasNoChildren) "/" "dir"
	`, sharers)
}

// RFC 5464 §4.4: ENABLE METADATA has changes by others told, by the names of the
// entries alone; with the answer to a command, and in IDLE at once.
func TestMetadataEnabled(t *testing.T) {
	play(t, `
		ann login ann
		ann2 login ann
		ann C: a1 ENABLE METADATA
		ann S: * ENABLED METADATA
		ann S: a1 OK …
		ann2 C: c1 SETMETADATA INBOX (/private/comment "one" /shared/comment "two")
		ann2 S: c1 OK …
		ann fence
		ann C: a2 NOOP
		ann S: * METADATA INBOX "/private/comment" "/shared/comment"
		ann S: a2 OK …
		ann C: a3 IDLE
		ann S: + idling
		ann2 C: c2 SETMETADATA "" (/private/comment "three")
		ann2 S: c2 OK …
		ann S: * METADATA "" "/private/comment"
		ann C: DONE
		ann S: a3 OK …
		# One's own changes are no news, and NOTIFY decides for itself.
		ann C: a4 SETMETADATA INBOX (/private/comment NIL)
		ann S: a4 OK …
		ann C: a5 NOTIFY NONE
		ann S: a5 OK …
		ann2 C: c3 SETMETADATA INBOX (/private/comment "four")
		ann2 S: c3 OK …
		ann C: a6 NOOP
		ann S: a6 OK …
	`, sharers)
}
