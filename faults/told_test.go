package faults

// expunging is the script of a session with QRESYNC up to its EXPUNGE.
const expunging = `
		login
		C: a1 ENABLE QRESYNC
		S: * ENABLED …
		S: a1 OK …
		select
		C: a2 STORE 1 +FLAGS.SILENT (\Deleted)
		S: * 1 FETCH (UID 1 MODSEQ (5))
		S: a2 OK …
		C: a3 EXPUNGE`

// toldScripts are of what a session is told of its mailbox.
var toldScripts = map[string]string{
	"exists=until-select": `
		login
		select
		mail
		C: a1 NOOP
		S: a1 OK …
		C: a2 STORE 1 +FLAGS (\Seen)
		S: * 1 FETCH (FLAGS (\Seen \Recent))
		S: a2 OK …
		C: a3 STORE 4 +FLAGS (\Seen)
		S: a3 OK …
		C: a4 EXAMINE INBOX
		S: * OK [CLOSED] …
		S: * 4 EXISTS
		S: * 0 RECENT
		S: * OK [UNSEEN 2] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 5] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a4 OK …`,
	"exists=late": `
		login
		select
		mail
		C: a1 NOOP
		S: * 4 FETCH (FLAGS ())
		S: * 4 EXISTS
		S: * 4 RECENT
		S: a1 OK …`,
	"exists=before-expunge": `
		login
		select
		C: a1 STORE 1:2 +FLAGS.SILENT (\Deleted)
		S: a1 OK …
		C: a2 EXPUNGE
		S: * 2 EXISTS
		S: * 1 EXPUNGE
		S: * 2 EXISTS
		S: * 1 EXISTS
		S: * 1 EXPUNGE
		S: * 1 EXISTS
		S: * 1 RECENT
		S: a2 OK …`,
	"exists=two-spaces": `
		login
		select
		mail
		C: a1 NOOP
		S: *  4 EXISTS
		S: * 4 RECENT
		S: a1 OK …`,
	"expunge=original-numbers": `
		login
		select
		C: a1 STORE 1:3 +FLAGS.SILENT (\Deleted)
		S: a1 OK …
		C: a2 EXPUNGE
		S: * 1 EXPUNGE
		S: * 2 EXPUNGE
		S: * 3 EXPUNGE
		S: * 0 RECENT
		S: a2 OK …`,
	"expunge=second-too-high": `
		login
		select
		C: a1 STORE 1:3 +FLAGS.SILENT (\Deleted)
		S: a1 OK …
		C: a2 EXPUNGE
		S: * 1 EXPUNGE
		S: * 2 EXPUNGE
		S: * 1 EXPUNGE
		S: * 0 RECENT
		S: a2 OK …`,
	"idle=silent": `
		login
		select
		C: a1 IDLE
		S: + idling
		mail
		b login
		b C: b1 STATUS INBOX (MESSAGES)
		b S: * STATUS INBOX (MESSAGES 4)
		b S: b1 OK …
		C: DONE
		S: * 4 EXISTS
		S: * 4 RECENT
		S: a1 OK …`,
	"uid=unstable": `
		login
		select
		C: a1 FETCH 1 UID
		S: * 1 FETCH (UID 2)
		S: a1 OK …
		select
		C: a2 FETCH 1 UID
		S: * 1 FETCH (UID 3)
		S: a2 OK …`,
	"uidvalidity=zero": `
		login
		C: a1 STATUS INBOX (MESSAGES UIDVALIDITY)
		S: * STATUS INBOX (MESSAGES 3 UIDVALIDITY 0)
		S: a1 OK …
		C: a2 EXAMINE INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY 0] …
		S: * OK [UIDNEXT 4] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a2 OK [READ-ONLY] …`,
	"uidvalidity=too-large": `
		login
		C: a1 STATUS INBOX (UIDVALIDITY)
		S: * STATUS INBOX (UIDVALIDITY 1386757466500000)
		S: a1 OK …`,
	"uidvalidity=missing": `
		login
		C: a1 EXAMINE INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDNEXT 4] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a1 OK [READ-ONLY] …`,
	"uidnext=zero": `
		login
		C: a1 STATUS INBOX (UIDNEXT)
		S: * STATUS INBOX (UIDNEXT 0)
		S: a1 OK …`,
	"uidnext=missing": `
		login
		C: a1 EXAMINE INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a1 OK [READ-ONLY] …`,
	"status=empty": `
		login
		C: a1 STATUS INBOX (MESSAGES UNSEEN)
		S: * STATUS INBOX ()
		S: a1 OK …`,
	"status=stale-uidnext": `
		login
		C: a1 STATUS INBOX (MESSAGES UIDNEXT)
		S: * STATUS INBOX (MESSAGES 3 UIDNEXT 4)
		S: a1 OK …
		C: a2 IDLE
		S: + idling
		C: DONE
		S: a2 OK …
		mail
		C: a3 STATUS INBOX (MESSAGES UIDNEXT)
		S: * STATUS INBOX (MESSAGES 4 UIDNEXT 4)
		S: a3 OK …`,
	"flags=with-star": `
		login
		C: a1 EXAMINE INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 4] …
		S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a1 OK …`,
	"flags=atom-specials": `
		login
		C: a1 EXAMINE INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 4] …
		S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft Follow]up%)
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a1 OK …`,
	"select=needs-id": `
		login
		C: a1 SELECT INBOX
		S: a1 NO SELECT Unsafe Login. Please contact your provider for help
		C: a2 ID NIL
		S: * ID …
		S: a2 OK …
		select`,
	"select=one-parameter": `
		login
		C: a1 ENABLE QRESYNC
		S: * ENABLED …
		S: a1 OK …
		C: a2 SELECT INBOX (CONDSTORE QRESYNC (1 1))
		S: a2 BAD Expected one parameter
		S: QRESYNC BAD Unknown command
		C: a3 NOOP
		S: a3 OK …`,
	"highestmodseq=unadvertised": `
		login
		C: a1 CAPABILITY
		S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE …
		S: a1 OK …`,
	"highestmodseq=zero": `
		login
		C: a1 CREATE Empty
		S: a1 OK …
		C: a2 EXAMINE Empty
		S: * 0 EXISTS
		S: * 0 RECENT
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 1] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ 0] …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a2 OK …`,
	"highestmodseq=without-text": `
		login
		C: a1 EXAMINE INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 4] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ 4]
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a1 OK …`,
	"modseq=omitted": `
		login
		select
		C: a1 FETCH 1 (FLAGS MODSEQ)
		S: * OK [HIGHESTMODSEQ 4] …
		S: * 1 FETCH (FLAGS (\Recent))
		S: a1 OK …`,
	"vanished=malformed": expunging + `
		S: * VANISHED 
		S: * 2 RECENT
		S: a3 OK …`,
}
