package server_test

import (
	"path/filepath"
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// limited starts the server with these quotas for each user.
func limited(limits store.Limits) servertest.Option {
	return servertest.With(func(o *server.Options) { o.Quota = limits })
}

// GETQUOTA and GETQUOTAROOT, RFC 9208 §4.1.1, §4.1.2. Letters have 55 octets:
// what is used is told in units of 1024, rounded up.
func TestGetQuota(t *testing.T) {
	play(t, `
		login user
		mail INBOX 2
		C: a1 GETQUOTA "User quota"
		S: * QUOTA "User quota" (STORAGE 1 10 MESSAGE 2 1000 MAILBOX 1 5)
		S: a1 OK …
		C: a2 GETQUOTAROOT inbox
		S: * QUOTAROOT INBOX "User quota"
		S: * QUOTA "User quota" (STORAGE 1 10 MESSAGE 2 1000 MAILBOX 1 5)
		S: a2 OK …
		# It need not exist.
		C: a3 GETQUOTAROOT "not yet/&AOQ-"
		S: * QUOTAROOT "not yet/&AOQ-" "User quota"
		S: * QUOTA "User quota" (STORAGE 1 10 MESSAGE 2 1000 MAILBOX 1 5)
		S: a3 OK …
		C: a4 GETQUOTA {10+}
		C: User quota
		S: * QUOTA "User quota" (STORAGE …
		S: a4 OK …
		C: a5 GETQUOTA ""
		S: a5 NO [NONEXISTENT] …
		C: a6 GETQUOTA
		S: a6 BAD …
		C: a7 GETQUOTA User quota
		S: a7 BAD …
		C: a8 GETQUOTAROOT
		S: a8 BAD …
		C: a9 GETQUOTAROOT INBOX INBOX
		S: a9 BAD …
	`, limited(store.Limits{"STORAGE": 10, "MESSAGE": 1000, "MAILBOX": 5}))
}

// An empty list means that nothing is limited (RFC 9208 §4.2.1).
func TestNoQuota(t *testing.T) {
	play(t, `
		C: a0 GETQUOTA "User quota"
		S: a0 BAD …
		login user
		C: a1 GETQUOTA "User quota"
		S: * QUOTA "User quota" ()
		S: a1 OK …
		C: a2 GETQUOTAROOT INBOX
		S: * QUOTAROOT INBOX "User quota"
		S: * QUOTA "User quota" ()
		S: a2 OK …
	`)
}

// SETQUOTA replaces all limits, also those that it does not name
// (RFC 9208 §4.1.3).
func TestSetQuota(t *testing.T) {
	play(t, `
		login user
		C: a1 SETQUOTA "User quota" (STORAGE 510 message 7)
		S: * QUOTA "User quota" (STORAGE 0 510 MESSAGE 0 7)
		S: a1 OK …
		C: a2 SETQUOTA "User quota" (MESSAGE 9223372036854775807)
		S: * QUOTA "User quota" (MESSAGE 0 9223372036854775807)
		S: a2 OK …
		C: a3 SETQUOTA "User quota" (STORAGE 1 ANNOTATION-STORAGE 1)
		S: a3 NO …
		C: a4 SETQUOTA nosuch (STORAGE 1)
		S: a4 NO [NONEXISTENT] …
		C: a5 SETQUOTA "User quota" STORAGE 1
		S: a5 BAD …
		C: a6 SETQUOTA "User quota" (STORAGE)
		S: a6 BAD …
		C: a7 SETQUOTA "User quota" (STORAGE -1)
		S: a7 BAD …
		C: a8 SETQUOTA "User quota" (STORAGE 9223372036854775808)
		S: a8 BAD …
		C: a9 SETQUOTA "User quota" (STORAGE 1 STORAGE 2)
		S: a9 BAD …
		C: b1 GETQUOTA "User quota"
		S: * QUOTA "User quota" (MESSAGE 0 9223372036854775807)
		S: b1 OK …
		C: b2 SETQUOTA "User quota" ()
		S: * QUOTA "User quota" ()
		S: b2 OK …
	`, limited(store.Limits{"MAILBOX": 5}))
}

// What SETQUOTA sets outlives the server, and is counted anew by the next one
// as it was.
func TestQuotaIsDurable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	for _, script := range []string{`
		login user
		mail INBOX 3
		C: a1 CREATE a/b
		S: a1 OK …
		C: a2 SETQUOTA "User quota" (STORAGE 1 MESSAGE 4 MAILBOX 7)
		S: * QUOTA "User quota" (STORAGE 1 1 MESSAGE 3 4 MAILBOX 3 7)
		S: a2 OK …
	`, `
		login user
		C: b1 GETQUOTA "User quota"
		S: * QUOTA "User quota" (STORAGE 1 1 MESSAGE 3 4 MAILBOX 3 7)
		S: b1 OK …
		C: b2 SETQUOTA "User quota" ()
		S: * QUOTA "User quota" ()
		S: b2 OK …
	`, `
		login user
		C: c1 GETQUOTA "User quota"
		S: * QUOTA "User quota" ()
		S: c1 OK …
	`} {
		s, err := store.OpenBolt(path, store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		run := servertest.New(t, servertest.With(func(o *server.Options) { o.Store = s }), limited(store.Limits{"MESSAGE": 10}))
		p := newScript(t, run)
		p.play(script)
		p.finish()
		if err := run.Close(); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// OVERQUOTA, RFC 9208 §4.3.1: nothing is added, of several messages none.
func TestOverquota(t *testing.T) {
	play(t, `
		A login user
		A C: a1 CREATE box
		A S: a1 OK …
		A select INBOX
		mail INBOX 3
		A C: a2 NOOP
		A S: * 3 EXISTS
		A S: * 3 RECENT
		A S: a2 OK …
		A C: a3 COPY 1:2 box
		A S: a3 NO [OVERQUOTA] …
		A C: a4 COPY 1 box
		A S: a4 OK [COPYUID … 1 1] …
		A C: a5 COPY 2 box
		A S: a5 NO [OVERQUOTA] …
		A C: a6 APPEND box (kw) {3+}
		A C: abc
		A S: a6 NO [OVERQUOTA] …
		# What moves, or is replaced, makes room for itself (RFC 8508 §3.4).
		A C: a7 MOVE 2 box
		A S: * OK [COPYUID … 2 2] …
		A S: * 2 EXPUNGE
		A S: * 2 RECENT
		A S: a7 OK …
		A C: a8 REPLACE 2 box {3+}
		A C: abc
		A S: * OK [APPENDUID … 3] …
		A S: * 2 EXPUNGE
		A S: * 1 RECENT
		A S: a8 OK …
		B login user
		B select INBOX
		# Expunged is gone, also while B still shows it.
		A C: b1 STORE 1 +FLAGS.SILENT (\Deleted)
		A S: b1 OK …
		A C: b2 APPEND box {3+}
		A C: abc
		A S: b2 NO [OVERQUOTA] …
		A C: b3 EXPUNGE
		A S: * 1 EXPUNGE
		A S: * 0 RECENT
		A S: b3 OK …
		A C: b4 APPEND box {3+}
		A C: abc {3+}
		A C: def
		A S: b4 NO [OVERQUOTA] …
		A C: b5 APPEND box CATENATE (TEXT {3+}
		A C: abc)
		A S: b5 OK [APPENDUID … 4] …
		A C: b6 GETQUOTA "User quota"
		A S: * QUOTA "User quota" (MESSAGE 4 4)
		A S: b6 OK …
		A C: b7 DELETE box
		A S: b7 OK …
		A C: b8 GETQUOTA "User quota"
		A S: * QUOTA "User quota" (MESSAGE 0 4)
		A S: b8 OK …
	`, limited(store.Limits{"MESSAGE": 4}))
}

// The number of mailboxes counts those that CREATE and RENAME make above a
// name too.
func TestMailboxQuota(t *testing.T) {
	play(t, `
		login user
		C: a1 CREATE a/b/c
		S: a1 NO [OVERQUOTA] …
		C: a2 CREATE a/b
		S: a2 OK …
		C: a3 CREATE d
		S: a3 NO [OVERQUOTA] …
		C: a4 RENAME a/b d/b
		S: a4 NO [OVERQUOTA] …
		C: a5 RENAME INBOX d
		S: a5 NO [OVERQUOTA] …
		C: a6 RENAME a e
		S: a6 OK …
		C: a7 DELETE e/b
		S: a7 OK …
		C: a8 CREATE d
		S: a8 OK …
		C: a9 GETQUOTA "User quota"
		S: * QUOTA "User quota" (MAILBOX 3 3)
		S: a9 OK …
	`, limited(store.Limits{"MAILBOX": 3}))
}

// A soft limit warns: of one's own messages before the OK, of others' in the
// selected state, and never in the authenticated state (RFC 9208 §4.3.1).
func TestSoftQuota(t *testing.T) {
	play(t, strings.ReplaceAll(`
		A login user
		B login user
		B select INBOX
		C login user
		A C: a1 APPEND INBOX {1025}
		A S: + …
		A C: FILL
		A S: * NO [OVERQUOTA] Soft quota has been exceeded
		A S: a1 OK [APPENDUID … 1] …
		B C: b1 NOOP
		B S: * 1 EXISTS
		B S: * 1 RECENT
		B S: * NO [OVERQUOTA] Soft quota has been exceeded
		B S: b1 OK …
		B C: b2 NOOP
		B S: b2 OK …
		C C: c1 NOOP
		C S: c1 OK …
		C C: c2 GETQUOTA "User quota"
		C S: * QUOTA "User quota" (STORAGE 2 1 MAILBOX 1 1)
		C S: c2 OK …
		C C: c3 CREATE box
		C S: c3 OK …
		B C: b3 COPY 1 box
		B S: * NO [OVERQUOTA] Soft quota has been exceeded
		B S: b3 OK [COPYUID … 1 1] …
		# What moves adds nothing.
		B C: b4 MOVE 1 box
		B S: * OK [COPYUID … 1 2] …
		B S: * 1 EXPUNGE
		B S: * 0 RECENT
		B S: b4 OK …
		# A session that comes later is not told of what was before.
		D login user
		D select box
		D C: d1 IDLE
		D S: + idling
		B C: b5 APPEND box {1}
		B S: + …
		B C: x
		B S: * NO [OVERQUOTA] …
		B S: b5 OK …
		D S: * 3 EXISTS
		D S: * 3 RECENT
		D S: * NO [OVERQUOTA] Soft quota has been exceeded
		D R: "DONE\r\n"
		D S: d1 OK …
	`, "FILL", strings.Repeat("f", 1025)), limited(store.Limits{"STORAGE": 1, "MAILBOX": 1}), servertest.With(func(o *server.Options) { o.SoftQuota = true }))
}

// Whoever comes without a name learns nothing of quotas (RFC 9208 §8).
func TestAnonymousQuota(t *testing.T) {
	play(t, strings.ReplaceAll(`
		C: a0 AUTHENTICATE ANONYMOUS dHJhY2U=
		S: a0 OK …
		C: a1 GETQUOTA "User quota"
		S: a1 NO [NOPERM] …
		C: a2 GETQUOTAROOT INBOX
		S: a2 NO [NOPERM] …
		C: a3 SETQUOTA "User quota" ()
		S: a3 NO [NOPERM] …
		C: b1 APPEND INBOX {1025+}
		C: FILL
		S: b1 OK …
		C: a4 UNAUTHENTICATE
		S: a4 OK …
		login user
		C: a5 GETQUOTA "User quota"
		S: * QUOTA …
		S: a5 OK …
	`, "FILL", strings.Repeat("f", 1025)), limited(store.Limits{"STORAGE": 1}), servertest.With(func(o *server.Options) {
		o.Anonymous, o.SoftQuota = "user", true
	}))
}

// What is announced and does not fit is refused before it is sent.
func TestOverquotaForeseen(t *testing.T) {
	play(t, strings.NewReplacer("FILL", strings.Repeat("f", 1024), "NAME", strings.Repeat("n", 1025)).Replace(`
		login user
		select INBOX
		C: a1 APPEND INBOX {1025}
		S: a1 NO [OVERQUOTA] …
		C: a2 APPEND INBOX (\Seen) "01-Feb-2024 03:04:05 +0000" ~{2048}
		S: a2 NO [OVERQUOTA] …
		C: a3 APPEND INBOX {3+}
		C: abc (\Seen) {1022}
		S: a3 NO [OVERQUOTA] …
		C: a4 APPEND INBOX CATENATE (TEXT {3+}
		C: abc TEXT {1022}
		S: a4 NO [OVERQUOTA] …
		C: a5 APPEND INBOX UTF8 (~{1025}
		S: a5 NO [OVERQUOTA] …
		# A name or a URL takes no room.
		C: a6 APPEND {1025}
		S: + …
		C: NAME
		S: a6 …
		C: a7 APPEND INBOX {1024}
		S: + …
		C: FILL
		S: * 1 EXISTS
		S: * 1 RECENT
		S: a7 OK …
		C: a8 APPEND INBOX {1}
		S: a8 NO [OVERQUOTA] …
		C: a9 REPLACE 1 INBOX {1025}
		S: a9 NO [OVERQUOTA] …
		C: b1 UID REPLACE 1 INBOX {1024}
		S: + …
		C: FILL
		S: * OK [APPENDUID … 2] …
		S: * 1 EXPUNGE
		S: * 1 EXISTS
		S: b1 OK …
		# No invitation was asked for: it is read past.
		C: b2 APPEND INBOX {3+}
		C: abc
		S: b2 NO [OVERQUOTA] …
	`), limited(store.Limits{"STORAGE": 1}))
}
