package faults

import (
	"strings"
	"testing"
)

// selecting is the script of a SELECT of INBOX that is answered as ever but
// for one line, or without it if there is no other.
func selecting(line, other string) string {
	text := `
		login
		C: a1 SELECT INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 4] …
		S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
		S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] …
		S: * OK [HIGHESTMODSEQ 4] …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a1 OK [READ-WRITE] …
`
	if other != "" {
		other = "\t\tS: " + other + "\n"
	}
	return strings.Replace(text, "\t\tS: "+line+"\n", other, 1)
}

const flagsOfInbox = `* FLAGS (\Answered \Flagged \Deleted \Seen \Draft)`

var madeUpScripts = map[string]string{
	"exists=untold": `
		login
		C: a1 CREATE Empty
		S: a1 OK …
		C: a2 SELECT Empty
		S: * 0 RECENT
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 1] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS …
		S: * OK [HIGHESTMODSEQ …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a2 OK …`,
	"flags=untold":           selecting(flagsOfInbox, ""),
	"flags=with-recent":      selecting(flagsOfInbox, `* FLAGS (\Answered \Flagged \Deleted \Seen \Draft \Recent)`),
	"flags=unclosed":         selecting(flagsOfInbox, `* FLAGS (\Answered \Flagged \Deleted \Seen \Draft`),
	"flags=bare-backslash":   selecting(flagsOfInbox, `* FLAGS (\Answered \Flagged \Deleted \Seen \Draft \)`),
	"recent=beyond-exists":   selecting("* 3 RECENT", "* 1000000 RECENT"),
	"uidnext=too-large":      selecting("* OK [UIDNEXT 4] …", "* OK [UIDNEXT 1386757466500000] …"),
	"select=without-access":  selecting("a1 OK [READ-WRITE] …", "a1 OK SELECT …"),
	"highestmodseq=untold":   selecting("* OK [HIGHESTMODSEQ 4] …", ""),
	"highestmodseq=too-low":  selecting("* OK [HIGHESTMODSEQ 4] …", "* OK [HIGHESTMODSEQ 1] …"),
	"permanentflags=unknown": selecting(`* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] …`, `* OK [PERMANENTFLAGS (Unheard-of \Answered …`),
	"examine=read-write": strings.NewReplacer("SELECT", "EXAMINE", `(\Answered \Flagged \Deleted \Seen \Draft \*)]`, "()]").
		Replace(selecting("", "")),
	"uidvalidity=changing": `
		login
		select
		C: a1 NOOP
		S: * OK [UIDVALIDITY …
		S: a1 OK …`,
	"uidvalidity=falling": selecting("", ""), // see TestUIDValidityFalls

	"status=unanswered": `
		login
		C: a1 STATUS INBOX (MESSAGES)
		S: a1 OK …`,
	"status=unseen-beyond-messages": `
		login
		C: a1 STATUS INBOX (MESSAGES UNSEEN)
		S: * STATUS INBOX (MESSAGES 3 UNSEEN 1000000)
		S: a1 OK …`,
	"status=nil": `
		login
		C: a1 STATUS INBOX (MESSAGES UNSEEN)
		S: * STATUS INBOX NIL
		S: a1 OK …`,
	"list=contradiction": `
		login
		C: a1 LIST "" INBOX
		S: * LIST (\HasChildren \HasNoChildren) "/" INBOX
		S: a1 OK …`,
	"list=twice": `
		login
		C: a1 LIST "" INBOX
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * LIST (\HasNoChildren) "/" INBOX
		S: a1 OK …`,
	"copyuid=uneven": `
		login
		select
		C: a1 COPY 2 INBOX
		S: * 4 EXISTS
		S: * 4 RECENT
		S: a1 OK [COPYUID … 2 4,4294967295] …`,
	"copyuid=other-sources": `
		login
		select
		C: a1 COPY 2 INBOX
		S: * 4 EXISTS
		S: * 4 RECENT
		S: a1 OK [COPYUID … 4294967290 4] …`,
	"copyuid=first-uid": `
		login
		select
		C: a1 COPY 2 INBOX
		S: * 4 EXISTS
		S: * 4 RECENT
		S: a1 OK [COPYUID … 2 1] …
		C: a2 COPY 1:2 INBOX
		S: * 6 EXISTS
		S: * 6 RECENT
		S: a2 OK [COPYUID … 1:2 5:6] …`,

	"search=repeats": `
		login
		select
		C: a1 SEARCH 2:3
		S: * SEARCH 2 2 3
		S: a1 OK …
		C: a2 SEARCH SEEN
		S: * SEARCH
		S: a2 OK …`,
	"search=in-parentheses": `
		login
		select
		C: a1 SEARCH ALL
		S: * SEARCH 1 2 3
		S: a1 OK …
		mail
		C: a2 NOOP
		S: * 4 EXISTS
		S: * 4 RECENT
		S: a2 OK …
		C: a3 SEARCH ALL
		S: * SEARCH (1 2 3 4)
		S: a3 OK …`,
	"esearch=other-tag": `
		login
		select
		C: a1 SEARCH RETURN (COUNT) ALL
		S: * ESEARCH (TAG "nobodys") COUNT 3
		S: a1 OK …`,
	"sort=twice": `
		login
		select
		C: a1 SORT (SIZE) UTF-8 1:2
		S: * SORT 1 2 1 2
		S: a1 OK …`,
	"sort=by-number": `
		login
		select
		C: a1 SORT (REVERSE SIZE) UTF-8 ALL
		S: * SORT 1 2 3
		S: a1 OK …
		C: a2 SORT (REVERSE SIZE) UTF-8 1,3
		S: * SORT 1 3
		S: a2 OK …`,
	"thread=flat": `
		login
		select
		C: a1 THREAD ORDEREDSUBJECT UTF-8 ALL
		S: * THREAD (1)(3)(2)
		S: a1 OK …
		C: a2 THREAD ORDEREDSUBJECT UTF-8 NOT ALL
		S: * THREAD
		S: a2 OK …`,
	"uidfetch=as-fetch": `
		login
		C: a0 ENABLE UIDONLY
		S: * ENABLED UIDONLY
		S: a0 OK …
		select
		C: a1 UID FETCH 2 (RFC822.SIZE)
		S: * 2 FETCH (RFC822.SIZE …
		S: a1 OK …`,
	"uidfetch=unasked": `
		login
		select
		C: a1 CHECK
		S: * 1 UIDFETCH (FLAGS ())
		S: a1 OK …`,
	"thread=twice": `
		login
		select
		C: a1 THREAD REFERENCES UTF-8 2
		S: * THREAD (2)(2)
		S: a1 OK …`,

	"flags=unannounced": `
		login
		select
		C: a1 STORE 1 +FLAGS (first)
		S: * 1 FETCH (FLAGS (first \Recent))
		S: a1 OK …`,
	"flags=forgets-keywords": `
		login
		select
		C: a1 STORE 1 +FLAGS (first)
		S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft first)
		S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft first \*)] …
		S: * 1 FETCH …
		S: a1 OK …
		C: a2 STORE 2 +FLAGS (second)
		S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft second)
		S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \* second)] …
		S: * 2 FETCH …
		S: a2 OK …`,

	"expunge=behind-completion": `
		login
		select
		b login
		b select
		b C: b1 STORE 1:2 +FLAGS.SILENT (\Deleted)
		b S: b1 OK …
		b C: b2 EXPUNGE
		b S: * 1 EXPUNGE
		b S: * 1 EXPUNGE
		b S: b2 OK …
		C: a1 NOOP
		S: a1 OK …
		S: * 1 EXPUNGE
		S: * 1 EXPUNGE
		S: * 1 RECENT
		C: a2 NOOP
		S: a2 OK …`,
	"greeting=no": `
		a? S: * NO [UNAVAILABLE] …
		a? C: a1 NOOP
		a? S: a1 OK …`,
	"login=disabled-in-name": `
		C: a1 CAPABILITY
		S: * CAPABILITY … LOGINDISABLED
		S: a1 OK …
		C: a2 LOGIN user pass
		S: a2 OK [CAPABILITY IMAP4rev1 … APPENDLIMIT=67108864…
		C: a3 CAPABILITY
		S: * CAPABILITY IMAP4rev1 … APPENDLIMIT=67108864…
		S: a3 OK …`,
	"logout=bare-line-feed": `
		login
		C: a1 LOGOUT
		bare * BYE …
		S: a1 OK …
		closed`,
	"bad=as-error": `
		login
		C: a1 FROBNICATE
		S: a1 ERROR Unknown command FROBNICATE`,
	"logout=without-bye": `
		login
		C: a1 LOGOUT
		S: a1 OK …
		closed`,
	"capability=without-revision": `
		login
		C: a1 CAPABILITY
		S: * CAPABILITY …
		S: a1 OK …`,
	"enable=unasked": `
		login
		C: a1 ENABLE CONDSTORE
		S: * ENABLED CONDSTORE X-UNASKED
		S: a1 OK …`,
	"continuation=unasked": `
		login
		C: a1 NOOP
		S: + Go on
		S: a1 OK …`,
	"namespace=unanswered": `
		login
		C: a1 NAMESPACE
		S: a1 OK …`,
}

// Each connection is told a lower UIDVALIDITY.
func TestUIDValidityFalls(t *testing.T) {
	s := &script{t: t, server: newServer(t, mustPlan(t, "uidvalidity=falling"), nil), conns: make(map[string]*scriptConn)}
	validity := func(name string) string {
		c := s.conn(name)
		s.do(c, "LOGIN user pass")
		s.send(c, "v1 STATUS INBOX (UIDVALIDITY)")
		s.expect(c, "* STATUS INBOX (UIDVALIDITY …)")
		s.expect(c, "v1 OK …")
		s.send(c, "v2 SELECT INBOX")
		for {
			line := s.expect(c, "…")
			if _, told, ok := strings.Cut(line, "[UIDVALIDITY "); ok {
				return told
			}
		}
	}
	if first, second := validity("a"), validity("b"); second >= first {
		t.Errorf("UIDVALIDITY is %q and then %q", first, second)
	}
}
