package server_test

import "testing"

// UID FETCH with PARTIAL, RFC 9394 §3.3: the places count in the set.
func TestFetchPartial(t *testing.T) {
	play(t, `
		mail INBOX 6
		login user
		select INBOX
		C: a UID STORE 2 +FLAGS.SILENT (\Deleted)
		S: a OK …
		C: b EXPUNGE
		S: * 2 EXPUNGE
		S: * 5 RECENT
		S: b OK …
		C: c UID FETCH 2:5 (RFC822.SIZE) (PARTIAL -1:-2)
		S: * 3 FETCH (UID 4 RFC822.SIZE …)
		S: * 4 FETCH (UID 5 RFC822.SIZE …)
		S: c OK …
		C: d UID FETCH 1:* UID (partial 2:1)
		S: * 1 FETCH (UID 1)
		S: * 2 FETCH (UID 3)
		S: d OK …
		C: e UID FETCH 1:* UID (PARTIAL 5:99)
		S: * 5 FETCH (UID 6)
		S: e OK …
		C: f UID FETCH 1:* UID (PARTIAL 6:99)
		S: f OK …
		C: g1 UID FETCH 1:* BODY[] (PARTIAL 1)
		S: g1 BAD …
		C: g2 UID FETCH 1:* UID (PARTIAL 1:2 PARTIAL 1:2)
		S: g2 BAD …
		C: g3 UID FETCH 1:* UID (NOSUCH)
		S: g3 BAD …
		C: g4 UID FETCH 1:* UID ()
		S: g4 BAD …
		C: g5 FETCH 1:* UID (PARTIAL 1:2)
		S: g5 BAD PARTIAL is for UID FETCH only
	`)
}
