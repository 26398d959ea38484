package faults

import "strings"

// madeUpFetchScripts are of FETCH and STORE, with mod-sequences and what vanishes.
var madeUpFetchScripts = map[string]string{
	"fetch-uid=missing": `
		login
		select
		C: a1 UID FETCH 1 (FLAGS)
		S: * 1 FETCH (FLAGS (\Recent))
		S: a1 OK …
		C: a2 FETCH 1 (UID)
		S: * 1 FETCH (UID 1)
		S: a2 OK …`,
	"fetch-seen=untold": `
		login
		select
		C: a1 FETCH 1 BODY[]<0.4>
		S: * 1 FETCH (BODY[]<0> {4}
		S: From)
		S: a1 OK …
		C: a2 FETCH 1 FLAGS
		S: * 1 FETCH (FLAGS (\Seen \Recent))
		S: a2 OK …`,
	"fetch-peek=sets-seen": `
		login
		select
		C: a1 FETCH 1 (BODY.PEEK[]<0.4>)
		S: * 1 FETCH (BODY[]<0> {4}
		S: From FLAGS (\Seen \Recent))
		S: a1 OK …`,
	"fetch-partial=short": `
		login
		select
		C: a1 FETCH 1 BODY.PEEK[]<0.4>
		S: * 1 FETCH (BODY[]<0> {2}
		S: Fr)
		S: a1 OK …`,
	"store=untold": `
		login
		select
		C: a1 STORE 1 +FLAGS (\Seen)
		S: a1 OK …
		C: a2 FETCH 1 FLAGS
		S: * 1 FETCH (FLAGS (\Seen \Recent))
		S: a2 OK …`,
	"store=forgets-seen": `
		login
		select
		C: a1 STORE 1 +FLAGS (\Seen)
		S: * 1 FETCH (FLAGS (\Recent))
		S: a1 OK …
		C: a2 STORE 1 +FLAGS (\Seen \Flagged)
		S: * 1 FETCH (FLAGS (\Flagged \Seen \Recent))
		S: a2 OK …`,
	"internaldate=iso": `
		login
		select
		C: a1 FETCH 1 (INTERNALDATE ENVELOPE)
		S: * 1 FETCH (INTERNALDATE "2020-02-03T04:05:06Z" ENVELOPE (…
		S: a1 OK …`,
	"fetch-section=unknown": `
		login
		select
		C: a1 FETCH 2 (BODY.PEEK[2.MIME]<0.4>)
		S: * 2 FETCH (BODY[2.MIME]<0> {4}
		S: Cont)
		S: a1 OK …
		C: a2 FETCH 2 (BODY.PEEK[2.MIME])
		S: * 2 FETCH (BODY[2.PARTHEAD] {…
		S: Content-Type: …
		S: Content-Disposition: …
		S: 
		S: )
		S: a2 OK …`,
	"fetch-section=bare-text": `
		login
		select
		C: a1 FETCH 2 (BODY.PEEK[2.MIME])
		S: * 2 FETCH (BODY[2.MIME] Header)
		S: a1 OK …`,
	"fetch-rfc822=bare": `
		login
		select
		C: a1 FETCH 1 (RFC822.HEADER)
		S: * 1 FETCH RFC822.HEADER {47}
		S: From: …
		S: Subject: …
		S: 
		S: 
		S: a1 OK …`,
	"envelope=latin-1": "\n" +
		"login\n" +
		"select\n" +
		"C: a1 FETCH 3 ENVELOPE\n" +
		"S: * 3 FETCH (ENVELOPE (NIL \"\xe4Letter 1\" …\n" +
		"S: a1 OK …",

	"modseq=zero": `
		login
		select
		C: a1 FETCH 1 (UID MODSEQ)
		S: * OK [HIGHESTMODSEQ 4] …
		S: * 1 FETCH (UID 1 MODSEQ (0))
		S: a1 OK …`,
	"modseq=falling": `
		login
		select
		C: a1 FETCH 1:2 (MODSEQ)
		S: * OK [HIGHESTMODSEQ 4] …
		S: * 1 FETCH (MODSEQ (1099511627774))
		S: * 2 FETCH (MODSEQ (1099511627773))
		S: a1 OK …`,
	"modseq=unasked": `
		login
		select
		C: a1 FETCH 1 (UID)
		S: * 1 FETCH (UID 1 MODSEQ (1))
		S: a1 OK …
		C: a2 FETCH 1 (UID MODSEQ)
		S: * OK [HIGHESTMODSEQ 4] …
		S: * 1 FETCH (UID 1 MODSEQ (2))
		S: a2 OK …`,
	"search-modseq=untold": `
		login
		select
		C: a1 SEARCH MODSEQ 1
		S: * OK [HIGHESTMODSEQ 4] …
		S: * SEARCH 1 2 3
		S: a1 OK …`,
	"modified=others": `
		login
		select
		C: a1 STORE 1 (UNCHANGEDSINCE 1) +FLAGS.SILENT (\Seen)
		S: * OK [HIGHESTMODSEQ 4] …
		S: a1 OK [MODIFIED 1000000] …`,
	"closed=untold": `
		login
		select
	` + strings.TrimPrefix(selecting("* 3 RECENT", "* 0 RECENT"), "\n\t\tlogin\n"),
	"highestmodseq=untold-by-expunge": expunging + `
		S: * VANISHED 1
		S: * 2 RECENT
		S: a3 OK EXPUNGE …`,
	"vanished=as-expunge": expunging + `
		S: * 1 EXPUNGE
		S: * 2 RECENT
		S: a3 OK [HIGHESTMODSEQ …`,
	"vanished=earlier-unasked": `
		login
		C: a1 NOOP
		S: a1 OK …
		select
		C: a2 NOOP
		S: * VANISHED (EARLIER) 4294967290
		S: a2 OK …`,

	"vanished=twice": expunging + `
		S: * VANISHED 1
		S: * VANISHED 1
		S: * 2 RECENT
		S: a3 OK …`,
	"enable=qresync-too": `
		login
		C: a0 ENABLE CONDSTORE
		S: * ENABLED CONDSTORE
		S: a0 OK …
		select
		C: a1 STORE 1 +FLAGS.SILENT (\Deleted)
		S: * 1 FETCH …
		S: a1 OK …
		C: a2 EXPUNGE
		S: * VANISHED 1
		S: * 2 RECENT
		S: a2 OK …
		C: a3 ENABLE QRESYNC
		S: * ENABLED QRESYNC
		S: a3 OK …`,
}
