package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"imaporacle/server/servertest"
)

// With QRESYNC VANISHED takes the place of EXPUNGE, whoever expunged, and the
// tagged OK has HIGHESTMODSEQ where something went (RFC 7162 §3.2.7, §3.2.9,
// §3.2.10, RFC 6851 §4.4); that of CLOSE has not (§3.2.8).
func TestVanished(t *testing.T) {
	play(t, `
		mail INBOX 8
		A login user
		A C: a0 CREATE other
		A S: a0 OK …
		A C: a1 ENABLE QRESYNC
		A S: * ENABLED QRESYNC
		A S: a1 OK …
		A select INBOX
		B login user
		B select INBOX
		A C: a2 STORE 2:4,6,8 +FLAGS.SILENT (\Deleted)
		A S: * 2 FETCH (UID 2 MODSEQ (10))
		A S: * 3 FETCH (UID 3 MODSEQ (10))
		A S: * 4 FETCH (UID 4 MODSEQ (10))
		A S: * 6 FETCH (UID 6 MODSEQ (10))
		A S: * 8 FETCH (UID 8 MODSEQ (10))
		A S: a2 OK …
		A C: a3 UID EXPUNGE 1:4
		A S: * VANISHED 2:4
		A S: * 5 RECENT
		A S: a3 OK [HIGHESTMODSEQ 11] …
		A C: a4 UID EXPUNGE 1:4
		A S: a4 OK UID EXPUNGE completed
		A C: a5 EXPUNGE
		A S: * VANISHED 6,8
		A S: * 3 RECENT
		A S: a5 OK [HIGHESTMODSEQ 12] …
		A C: a6 UID MOVE 5 other
		A S: * OK [COPYUID …
		A S: * VANISHED 5
		A S: * 2 RECENT
		A S: a6 OK [HIGHESTMODSEQ 13] …
		# The other session has not enabled it.
		B C: b1 NOOP
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 3 EXPUNGE
		B S: b1 OK …
		B C: b2 STORE 2 +FLAGS.SILENT (\Deleted)
		B S: b2 OK …
		B C: b3 EXPUNGE
		B S: * 2 EXPUNGE
		B S: b3 OK …
		A C: a7 IDLE
		A S: * VANISHED 7
		A S: * 1 RECENT
		A S: + …
		A C: DONE
		A S: a7 OK …
		A C: a8 STORE 1 +FLAGS.SILENT (\Deleted)
		A S: * 1 FETCH (UID 1 MODSEQ (16))
		A S: a8 OK …
		A C: a9 CLOSE
		A S: a9 OK CLOSE completed
		A C: b1 STATUS INBOX (HIGHESTMODSEQ)
		A S: * STATUS INBOX (HIGHESTMODSEQ 17)
		A S: b1 OK …
	`)
}

// While an expunge cannot be told, a client must not take a greater MODSEQ for
// its own state: it is sent a HIGHESTMODSEQ below the expunge, and the true one
// afterwards (RFC 7162 §3.2, §6). VANISHED is not told during commands with
// sequence numbers (RFC 7162 §3.2.10.2).
func TestVanishedDelayed(t *testing.T) {
	play(t, `
		mail INBOX 3
		A login user
		A C: a1 ENABLE QRESYNC
		A S: * ENABLED QRESYNC
		A S: a1 OK …
		A select INBOX
		B login user
		B select INBOX
		B C: b1 STORE 2 +FLAGS.SILENT (\Deleted)
		B S: b1 OK …
		B C: b2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: b2 OK …
		A C: a2 STORE 1 +FLAGS (\Seen)
		A S: * 1 FETCH (UID 1 FLAGS (\Seen \Recent) MODSEQ (7))
		A S: * 2 FETCH (UID 2 FLAGS (\Deleted \Recent) MODSEQ (5))
		A S: * OK [HIGHESTMODSEQ 5] …
		A S: a2 OK …
		A C: a3 FETCH 3 (FLAGS)
		A S: * 3 FETCH (FLAGS (\Recent))
		A S: a3 OK …
		A C: a4 FETCH 1 (MODSEQ)
		A S: * 1 FETCH (MODSEQ (7))
		A S: * OK [HIGHESTMODSEQ 5] …
		A S: a4 OK …
		A C: a5 UID SEARCH 1:3
		A S: * SEARCH 1 2 3
		A S: a5 OK …
		A C: a6 UID SEARCH UID 1:3
		A S: * SEARCH 1 2 3
		A S: * VANISHED 2
		A S: * 2 RECENT
		A S: * OK [HIGHESTMODSEQ 7] …
		A S: a6 OK …
		A C: a7 NOOP
		A S: a7 OK …
	`)
}

// resyncScene leaves INBOX with UIDs 1, 3, 5, 8 and 9 of 9, at mod-sequence 15;
// the expunges are 12 (UIDs 2, 4), 13 (6) and 15 (7), 11 is \Seen on UID 5 and
// 14 \Flagged on UID 3.
const resyncScene = `
	mail INBOX 9
	B login user
	B select INBOX
	B C: b1 STORE 5 +FLAGS.SILENT (\Seen)
	B S: b1 OK …
	B C: b2 MOVE 2,4 other
	B S: * OK …
	B S: * 2 EXPUNGE
	B S: * 3 EXPUNGE
	B S: * 7 RECENT
	B S: b2 OK …
	B C: b3 UID MOVE 6 other
	B S: * OK …
	B S: * 4 EXPUNGE
	B S: * 6 RECENT
	B S: b3 OK …
	B C: b4 UID STORE 3 +FLAGS.SILENT (\Flagged)
	B S: b4 OK …
	B C: b5 UID MOVE 7 other
	B S: * OK …
	B S: * 4 EXPUNGE
	B S: * 5 RECENT
	B S: b5 OK …
	B C: b6 UNSELECT
	B S: b6 OK …
	login user
	C: a0 ENABLE QRESYNC
	S: * ENABLED QRESYNC
	S: a0 OK …
`

func resync(t *testing.T, scene, text string) {
	t.Helper()
	s := newScript(t, servertest.New(t))
	s.play("S login user\nS C: s1 CREATE other\nS S: s1 OK …")
	s.play(scene)
	s.play("S C: s2 STATUS INBOX (UIDVALIDITY)")
	line := s.expect(s.conn("S"), "* STATUS …")
	validity := strings.Trim(strings.TrimPrefix(line, "* STATUS INBOX (UIDVALIDITY "), ")")
	s.play("S S: s2 OK …")
	s.play(strings.ReplaceAll(text, "VALIDITY", validity))
	s.finish()
}

const opening = `
	S: * … EXISTS
	S: * … RECENT
	S: * OK [UNSEEN …
	S: * OK [UID…
	S: * OK [UIDNEXT …
	S: * FLAGS …
	S: * OK [PERMANENTFLAGS …
	S: * OK [HIGHESTMODSEQ …
	S: * OK [MAILBOXID (F…)] …
	S: * OK [URLMECH INTERNAL] …
`

// SELECT with QRESYNC tells what vanished and what changed since, for the
// messages that the client knows (RFC 7162 §3.2.5.1).
func TestQresync(t *testing.T) {
	resync(t, resyncScene, `
		C: a1 SELECT INBOX (QRESYNC (VALIDITY 10))`+opening+`
		S: * VANISHED (EARLIER) 2,4,6:7
		S: * 2 FETCH (UID 3 FLAGS (\Flagged) MODSEQ (14))
		S: * 3 FETCH (UID 5 FLAGS (\Seen) MODSEQ (11))
		S: a1 OK [READ-WRITE] …
		C: a2 EXAMINE INBOX (CONDSTORE QRESYNC (VALIDITY 11 1:4,7))
		S: * OK [CLOSED] …`+opening+`
		S: * VANISHED (EARLIER) 2,4,7
		S: * 2 FETCH (UID 3 FLAGS (\Flagged) MODSEQ (14))
		S: a2 OK [READ-ONLY] …
		C: a3 SELECT INBOX (QRESYNC (VALIDITY 12 1:9))
		S: * OK [CLOSED] …`+opening+`
		S: * VANISHED (EARLIER) 6:7
		S: * 2 FETCH (UID 3 FLAGS (\Flagged) MODSEQ (14))
		S: a3 OK …
		C: a4 SELECT INBOX (QRESYNC (VALIDITY 15))
		S: * OK [CLOSED] …`+opening+`
		S: a4 OK …
		# Another UIDVALIDITY: what the client knows is of no use.
		C: a5 SELECT INBOX (QRESYNC (1 1 1:9))
		S: * OK [CLOSED] …`+opening+`
		S: a5 OK …
	`)
}

// A client that shows which UIDs are behind some sequence numbers is not told
// of expunges up to the last that is right (RFC 7162 §3.2.5.2). The messages
// 1 to 3 are those with UIDs 1, 3 and 5.
func TestQresyncMatchData(t *testing.T) {
	resync(t, resyncScene, `
		C: a1 SELECT INBOX (QRESYNC (VALIDITY 13 (1:2,4 1,3,7)))`+opening+`
		S: * VANISHED (EARLIER) 7
		S: * 2 FETCH (UID 3 FLAGS (\Flagged) MODSEQ (14))
		S: a1 OK …
		C: a2 SELECT INBOX (QRESYNC (VALIDITY 11 1:9 (1,3,5:7 1,5,7:9)))
		S: * OK [CLOSED] …`+opening+`
		S: * VANISHED (EARLIER) 6:7
		S: * 2 FETCH (UID 3 FLAGS (\Flagged) MODSEQ (14))
		S: a2 OK …
		C: a3 SELECT INBOX (QRESYNC (VALIDITY 14 1:9 (2:5 6:9)))
		S: * OK [CLOSED] …`+opening+`
		S: a3 OK …
		C: a4 SELECT INBOX (QRESYNC (VALIDITY 14 1:9 (4:5,4000000000:4294967290 8:9,4000000000:4294967290)))
		S: * OK [CLOSED] …`+opening+`
		S: a4 OK …
	`)
}

// UID FETCH with VANISHED tells it before any FETCH response
// (RFC 7162 §3.2.6), and the expunges that this session has yet to hear of
// without EARLIER (§3.2.10).
func TestFetchVanished(t *testing.T) {
	resync(t, resyncScene, `
		select INBOX
		C: a1 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 10 VANISHED)
		S: * VANISHED (EARLIER) 2,4,6:7
		S: * 2 FETCH (UID 3 FLAGS (\Flagged) MODSEQ (14))
		S: * 3 FETCH (UID 5 FLAGS (\Seen) MODSEQ (11))
		S: a1 OK …
		C: a2 UID FETCH 3:6 (FLAGS) (VANISHED CHANGEDSINCE 12)
		S: * VANISHED (EARLIER) 6
		S: * 2 FETCH (UID 3 FLAGS (\Flagged) MODSEQ (14))
		S: a2 OK …
		B select INBOX
		B C: b7 UID MOVE 9 other
		B S: * OK …
		B S: * 5 EXPUNGE
		B S: b7 OK …
		C: a3 UID FETCH 7:* (FLAGS) (CHANGEDSINCE 14 VANISHED)
		S: * VANISHED (EARLIER) 7
		S: * VANISHED 9
		S: a3 OK …
		C: a4 UID FETCH 9:* (FLAGS) (CHANGEDSINCE 15 VANISHED)
		S: * VANISHED (EARLIER) 9
		S: a4 OK …
	`)
}

// An expunge that is too old to be remembered is told as every UID that is not
// there, unless the match data proves that the client knows (RFC 7162 §3.2.5.2,
// §3.2.6).
func TestQresyncForgotten(t *testing.T) {
	const many = 30_001 // 10,000 are remembered at least, 20,000 at most
	srv := servertest.New(t)
	servertest.Deliver(t, srv, "user", "INBOX", slices.Repeat([]string{"x"}, many)...)
	s := newScript(t, srv)
	s.play(`
		login user
		C: a0 ENABLE QRESYNC
		S: * ENABLED QRESYNC
		S: a0 OK …
		select INBOX
	`)
	c := s.conn("")
	for first := 2; first < many; first += 5000 {
		last := min(first+4999, many-1)
		s.do(c, fmt.Sprintf("UID STORE %d:%d +FLAGS.SILENT (\\Deleted)", first, last))
		s.do(c, "EXPUNGE")
	}
	s.play(`
		C: a1 UID FETCH 1:100 (UID) (CHANGEDSINCE 30002 VANISHED)
		S: * VANISHED (EARLIER) 2:100
		S: a1 OK …
		C: a2 UID FETCH 50:40000 (UID) (CHANGEDSINCE 30002 VANISHED)
		S: * VANISHED (EARLIER) 50:30000
		S: a2 OK …
		C: a3 UID FETCH 1:* (UID) (CHANGEDSINCE 30012 VANISHED)
		S: * VANISHED (EARLIER) 25002:30000
		S: a3 OK …
		C: a4 STATUS INBOX (UIDVALIDITY)
	`)
	line := s.expect(c, "* STATUS …")
	validity := strings.Trim(strings.TrimPrefix(line, "* STATUS INBOX (UIDVALIDITY "), ")")
	s.play("S: a4 OK …")
	s.play(strings.ReplaceAll(`
		C: a5 SELECT INBOX (QRESYNC (VALIDITY 30002 1:30001))
		S: * OK [CLOSED] …`+opening+`
		S: * VANISHED (EARLIER) 2:30000
		S: a5 OK …
		C: a6 SELECT INBOX (QRESYNC (VALIDITY 30002 1:30001 (1:2 1,30001)))
		S: * OK [CLOSED] …`+opening+`
		S: a6 OK …
	`, "VALIDITY", validity))
	s.finish()
}

// A NO stays a NO, whatever others have expunged meanwhile.
func TestVanishedRefused(t *testing.T) {
	play(t, `
		mail INBOX 2
		A login user
		A C: a1 ENABLE QRESYNC
		A S: * ENABLED QRESYNC
		A S: a1 OK …
		A examine INBOX
		B login user
		B select INBOX
		B C: b1 STORE 1 +FLAGS.SILENT (\Deleted)
		B S: b1 OK …
		B C: b2 EXPUNGE
		B S: * 1 EXPUNGE
		B S: * 1 RECENT
		B S: b2 OK …
		A C: a2 EXPUNGE
		A S: * VANISHED 1
		A S: * 1 RECENT
		A S: a2 NO …
	`)
}
