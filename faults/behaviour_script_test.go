package faults

import "testing"

// behaviourScripts are of faults of behaviour as two sessions see them: b has
// expunged what a shows still.
var behaviourScripts = map[string]string{
	"expunge-search=broken": expungedByAnother + `
		C: a2 SEARCH ALL
		S: * SEARCH 1 2 3
		S: * 1 EXPUNGE
		S: * 2 RECENT
		S: a2 OK …
		b C: b3 STORE 1 +FLAGS.SILENT (\Deleted)
		b S: b3 OK …
		b C: b4 EXPUNGE
		b S: * 1 EXPUNGE
		b S: b4 OK …
		C: a3 THREAD REFERENCES UTF-8 ALL
		S: * THREAD (1)(2)
		S: * 1 EXPUNGE
		S: * 1 RECENT
		S: a3 OK …
		C: a4 SORT (SIZE) UTF-8 ALL
		S: * SORT 1
		S: a4 OK …`,
	"expunge-search=omitted": expungedByAnother + `
		C: a2 SEARCH ALL
		S: * SEARCH 2 3
		S: * 1 FETCH (FLAGS (\Deleted \Recent))
		S: a2 OK …`,
	"expunge-fetch=bad": expungedByAnother + `
		C: a2 FETCH 1:2 (UID)
		S: * 2 FETCH (UID 2)
		S: a2 BAD Invalid message set
		C: a3 FETCH 2 (UID)
		S: * 2 FETCH (UID 2)
		S: * 1 FETCH (FLAGS (\Deleted \Recent))
		S: a3 OK …`,
	"examine=writable": `
		login
		C: a1 EXAMINE INBOX
		S: * 3 EXISTS
		S: * 3 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 4] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ 4] …
		S: * OK [MAILBOXID …
		S: * OK [URLMECH …
		S: a1 OK [READ-ONLY] …
		C: a2 STORE 1 +FLAGS (\Flagged)
		S: * 1 FETCH (FLAGS (\Flagged \Recent))
		S: a2 OK …
		b login
		b select
		b C: b1 FETCH 1 (FLAGS)
		b S: * 1 FETCH (FLAGS (\Flagged \Recent))
		b S: b1 OK …`,
}

const expungedByAnother = `
		login
		select
		b login
		b select
		b C: b1 STORE 1 +FLAGS.SILENT (\Deleted)
		b S: b1 OK …
		b C: b2 EXPUNGE
		b S: * 1 EXPUNGE
		b S: b2 OK …`

func TestBehaviourScripts(t *testing.T) {
	for line, script := range behaviourScripts {
		t.Run(line, func(t *testing.T) {
			if p := play(t, script, line); p.Journal().Count(line) == 0 {
				t.Error("it has not acted")
			}
		})
	}
}
