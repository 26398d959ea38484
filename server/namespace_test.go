package server_test

import (
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// RFC 4314 §6: nothing tells a mailbox without "l" from one that is not there.
func TestHiddenMailbox(t *testing.T) {
	s := newScript(t, servertest.New(t, sharers))
	s.play(`
		ann login ann
		bob login bob
		ann C: a1 CREATE secret/door
		ann S: a1 OK …
		ann C: a2 CREATE open
		ann S: a2 OK …
		ann C: a3 SETACL open bob lk
		ann S: a3 OK …
		ann C: a4 SETACL secret bob p
		ann S: a4 OK …
	`)
	for _, box := range []string{"Other Users/ann/secret", "Other Users/ann/none", "Other Users/nobody/INBOX", "Other Users/ann", "Other Users", "Shared/x", "Other Users/ann/secret/door"} {
		for _, c := range []struct{ command, answer string }{
			{`SELECT "` + box + `"`, "NO [NONEXISTENT] No such mailbox"},
			{`EXAMINE "` + box + `"`, "NO [NONEXISTENT] No such mailbox"},
			{`STATUS "` + box + `" (MESSAGES)`, "NO [NONEXISTENT] No such mailbox"},
			{`DELETE "` + box + `"`, "NO [NONEXISTENT] No such mailbox"},
			{`RENAME "` + box + `" "Other Users/ann/open/y"`, "NO [NONEXISTENT] No such mailbox"},
			{`GETACL "` + box + `"`, "NO [NONEXISTENT] No such mailbox"},
			{`SETACL "` + box + `" bob l`, "NO [NONEXISTENT] No such mailbox"},
			{`DELETEACL "` + box + `" bob`, "NO [NONEXISTENT] No such mailbox"},
			{`LISTRIGHTS "` + box + `" bob`, "NO [NONEXISTENT] No such mailbox"},
			{`MYRIGHTS "` + box + `"`, "NO [NONEXISTENT] No such mailbox"},
			{`GETMETADATA "` + box + `" /shared/comment`, "NO [NONEXISTENT] No such mailbox"},
			{`SETMETADATA "` + box + `" (/shared/comment x)`, "BAD …"},
			{`SETMETADATA "` + box + `" (/shared/comment "x")`, "NO [NONEXISTENT] No such mailbox"},
			{`RESETKEY "` + box + `"`, "NO [NONEXISTENT] No such mailbox"},
			{`APPEND "` + box + `" {1}`, "NO [TRYCREATE] No such mailbox"},
			{`LIST "" "` + box + `" RETURN (MYRIGHTS STATUS (MESSAGES))`, "OK …"},
		} {
			if (box == "Other Users" || box == "Other Users/ann") && c.answer == "OK …" {
				continue // names above open ones
			}
			s.play("bob C: x " + c.command + "\nbob S: x " + c.answer)
		}
	}
	for _, box := range []string{"Other Users/ann/secret", "Other Users/ann/none", "Other Users/nobody/INBOX", "Shared/x"} {
		s.play(`bob C: x CREATE "` + box + `"` + "\nbob S: x NO [NOPERM] Permission denied")
	}
	s.play(`
		bob C: c1 CREATE "Other Users"
		bob S: c1 NO [CANNOT] …
		bob C: c2 CREATE Shared
		bob S: c2 NO [CANNOT] …
		bob C: c3 LIST "" *
		bob S: * LIST (\HasNoChildren) "/" INBOX
		bob S: * LIST (\NonExistent \HasChildren) "/" "Other Users"
		bob S: * LIST (\NonExistent \HasChildren) "/" "Other Users/ann"
		bob S: * LIST (\HasNoChildren) "/" "Other Users/ann/open"
		bob S: c3 OK …
		bob C: c4 LIST "" %
		bob S: * LIST (\HasNoChildren) "/" INBOX
		bob S: * LIST (\NonExistent \HasChildren) "/" "Other Users"
		bob S: c4 OK …
	`)
	s.finish()
}

// What is shared belongs to nobody; administrators make it.
func TestSharedMailboxes(t *testing.T) {
	play(t, `
		root login root
		bob login bob
		bob C: b1 CREATE Shared/News
		bob S: b1 NO [NOPERM] Permission denied
		root C: r1 CREATE Shared/News/Daily
		root S: r1 OK …
		root C: r2 SETACL Shared/News anyone lrs
		root S: r2 OK …
		root C: r3 GETACL Shared/News
		root S: * ACL "Shared/News" anyone lrs
		root S: r3 OK …
		root C: r4 LISTRIGHTS Shared/News root
		root S: * LISTRIGHTS "Shared/News" root lrwstipekxacd
		root S: r4 OK …
		root C: r5 CREATE Shared/inbox
		root S: r5 NO [CANNOT] INBOX is personal
		bob C: b2 LIST "" Shared/* RETURN (MYRIGHTS STATUS (MESSAGES))
		bob S: * LIST (\HasNoChildren) "/" "Shared/News"
		bob S: * MYRIGHTS "Shared/News" lrs
		bob S: * STATUS "Shared/News" (MESSAGES 0)
		bob S: b2 OK …
		root C: r6 LIST "" Shared/*
		root S: * LIST (\HasChildren) "/" "Shared/News"
		root S: * LIST (\HasNoChildren) "/" "Shared/News/Daily"
		root S: r6 OK …
		root C: r7 RENAME Shared/News Shared/Olds
		root S: r7 OK …
		bob C: b3 STATUS Shared/Olds (MESSAGES)
		bob S: * STATUS "Shared/Olds" (MESSAGES 0)
		bob S: b3 OK …
		root C: r8 DELETE Shared/Olds
		root S: r8 OK …
		bob C: b4 LIST "" Shared/*
		bob S: b4 OK …
	`, sharers)
}

// Lists and namespaces outlive the server, and a mailbox's name.
func TestACLKept(t *testing.T) {
	path := t.TempDir() + "/mail.db"
	for _, text := range []string{`
		ann login ann
		ann C: a1 CREATE a
		ann S: a1 OK …
		ann C: a2 SETACL a bob lr
		ann S: a2 OK …
		ann C: a3 RENAME a b
		ann S: a3 OK …
	`, `
		bob login bob
		bob C: b1 LIST "" "Other Users/ann/*" RETURN (MYRIGHTS)
		bob S: * LIST (\HasNoChildren) "/" "Other Users/ann/b"
		bob S: * MYRIGHTS "Other Users/ann/b" lr
		bob S: b1 OK …
		ann login ann
		ann C: a1 DELETE b
		ann S: a1 OK …
		ann C: a2 CREATE b
		ann S: a2 OK …
	`, `
		bob login bob
		bob C: b1 LIST "" "Other Users/ann/*"
		bob S: b1 OK …
	`} {
		db, err := store.OpenBolt(path, store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		srv := servertest.New(t, sharers, servertest.With(func(o *server.Options) { o.Store = db }))
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

// A message counts for the quota of whom the mailbox belongs to, who alone is
// told of it; what is shared has none.
func TestQuotaOfOthers(t *testing.T) {
	play(t, `
		ann login ann
		bob login bob
		root login root
		ann C: a1 SETACL INBOX bob lri
		ann S: a1 OK …
		ann C: a2 SETQUOTA "User quota" (MESSAGE 1)
		ann S: * QUOTA "User quota" (MESSAGE 0 1)
		ann S: a2 OK …
		bob C: b1 APPEND "Other Users/ann/INBOX" {1+}
		bob C: x
		bob S: b1 OK …
		bob C: b2 APPEND "Other Users/ann/INBOX" {1}
		bob S: b2 NO [OVERQUOTA] …
		bob C: b3 APPEND INBOX {1+}
		bob C: x
		bob S: b3 OK …
		bob select INBOX
		bob C: b4 COPY 1 "Other Users/ann/INBOX"
		bob S: b4 NO [OVERQUOTA] …
		bob C: b5 GETQUOTAROOT "Other Users/ann/INBOX"
		bob S: * QUOTAROOT "Other Users/ann/INBOX"
		bob S: b5 OK …
		root C: r1 CREATE Shared/News
		root S: r1 OK …
		root C: r2 APPEND Shared/News {1+}
		root C: x
		root S: r2 OK …
		root C: r3 APPEND Shared/News {1+}
		root C: x
		root S: r3 OK …
		root C: r4 APPEND INBOX {1+}
		root C: x
		root S: r4 OK …
		root C: r5 APPEND INBOX {1}
		root S: r5 NO [OVERQUOTA] …
	`, sharers, servertest.With(func(o *server.Options) { o.Quota = map[string]int64{"MESSAGE": 1} }))
}
