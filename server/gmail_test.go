package server_test

import (
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// X-GM-EXT-1, https://developers.google.com/gmail/imap/imap-extensions.

func gmail(o *server.Options) { o.Gmail = true }

// Without the option nothing of it is known.
func TestGmailOff(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters("|Subject: x")
	s.send(s.conn(""), "a CAPABILITY\r\n")
	if line := s.expect(s.conn(""), "* CAPABILITY …"); strings.Contains(line, "X-GM") {
		t.Error(line)
	}
	s.expect(s.conn(""), "a OK …")
	s.refuses("BAD", "FETCH 1 X-GM-MSGID", "FETCH 1 (UID X-GM-LABELS)", "STORE 1 +X-GM-LABELS (foo)",
		"SEARCH X-GM-RAW foo", "SEARCH NOT X-GM-MSGID 1", "UID SORT (DATE) UTF-8 X-GM-THRID 1", "THREAD REFS UTF-8 X-GM-LABELS foo",
		"NOTIFY SET (SELECTED (MessageNew (X-GM-THRID) MessageExpunge))")
	s.finish()
}

func TestGmailIDs(t *testing.T) {
	s := newScript(t, servertest.New(t, gmail))
	s.letters("|Subject: x|Message-ID: <a@x>", "|Subject: y", "|Subject: Re: x|References: <a@x>")
	s.play(`
		C: c CAPABILITY
		S: * CAPABILITY … X-GM-EXT-1 …
		S: c OK …
		C: a FETCH 1:* (X-GM-MSGID X-GM-THRID EMAILID THREADID)
		S: * 1 FETCH (X-GM-MSGID 1 X-GM-THRID 1 EMAILID (M1) THREADID (T1))
		S: * 2 FETCH (X-GM-MSGID 2 X-GM-THRID 2 EMAILID (M2) THREADID (T2))
		S: * 3 FETCH (X-GM-MSGID 3 X-GM-THRID 1 EMAILID (M3) THREADID (T1))
		S: a OK …`)
	s.answers([][2]string{
		{"SEARCH X-GM-MSGID 2", "SEARCH 2"},
		{"UID SEARCH X-GM-THRID 1", "SEARCH 1 3"},
		{"UID SEARCH NOT X-GM-THRID 1", "SEARCH 2"},
		{"SEARCH OR X-GM-MSGID 18446744073709551615 X-GM-THRID 0", "SEARCH"},
	})
	s.refuses("BAD", "SEARCH X-GM-MSGID", "SEARCH X-GM-MSGID M1", "SEARCH X-GM-THRID 18446744073709551616",
		"SEARCH X-GM-RAW", "SEARCH X-GM-LABELS", "SEARCH X-GM-FOO 1", "FETCH 1 X-GM-RAW")
	s.finish()
}

// Labels are strings like mailbox names; those of Gmail's own have a backslash.
func TestGmailLabels(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		select INBOX
		C: a FETCH 1 (X-GM-LABELS)
		S: * 1 FETCH (X-GM-LABELS ())
		S: a OK …
		C: b STORE 1 +X-GM-LABELS (foo \Inbox "Muy Importante" "\\Sent" &AOQ- FOO)
		S: * 1 FETCH (X-GM-LABELS (\Inbox \Sent "foo" "Muy Importante" "&AOQ-"))
		S: b OK …
		C: c UID STORE 1 -X-GM-LABELS.SILENT (Foo "\\inbox" never)
		S: c OK …
		C: d UID FETCH 1:2 X-GM-LABELS
		S: * 1 FETCH (UID 1 X-GM-LABELS (\Sent "Muy Importante" "&AOQ-"))
		S: * 2 FETCH (UID 2 X-GM-LABELS ())
		S: d OK …
		C: e SEARCH X-GM-LABELS "muy importante"
		S: * SEARCH 1
		S: e OK …
		C: f SEARCH NOT X-GM-LABELS \Sent X-GM-LABELS "&AOQ-"
		S: * SEARCH
		S: f OK …
		# A copy has them too; UTF-8 is for those who understand it.
		C: g CREATE bar
		S: g OK …
		C: h COPY 1 bar
		S: h OK …
		C: i STORE 1 X-GM-LABELS ()
		S: * 1 FETCH (X-GM-LABELS ())
		S: i OK …
		select bar
		C: j ENABLE UTF8=ACCEPT
		S: * ENABLED UTF8=ACCEPT
		S: j OK …
		C: k FETCH 1 X-GM-LABELS
		S: * 1 FETCH (X-GM-LABELS (\Sent "Muy Importante" "ä"))
		S: k OK …
		C: l STORE 1 X-GM-LABELS one
		S: * 1 FETCH (X-GM-LABELS ("one"))
		S: l OK …
		C: m STORE 1 +X-GM-LABELS (\NoSuch)
		S: m BAD There is no system label "\\NoSuch"
		C: n STORE 1 +X-GM-LABELS (foo
		S: n BAD …
		C: o STORE 1 +X-GM-LABELS ("&A")
		S: o BAD …
		C: p STORE 1 +X-GM-LABELS ("")
		S: p NO [CANNOT] …
		C: q STORE 1 +X-GM-LABELSX foo
		S: q BAD …
		C: q2 ENABLE UIDONLY
		S: * ENABLED UIDONLY
		S: q2 OK …
		C: q3 UID STORE 1 +X-GM-LABELS two
		S: * 1 UIDFETCH (X-GM-LABELS ("one" "two"))
		S: q3 OK …
		examine bar
		C: r UID STORE 1 +X-GM-LABELS (foo)
		S: r NO …
	`, gmail)
}

// \Starred and \Draft are other words for flags.
func TestGmailStarred(t *testing.T) {
	play(t, `
		mail INBOX 1
		login user
		select INBOX
		C: a STORE 1 +FLAGS (\Flagged \Draft)
		S: * 1 FETCH (FLAGS (\Flagged \Draft \Recent))
		S: a OK …
		C: b FETCH 1 X-GM-LABELS
		S: * 1 FETCH (X-GM-LABELS (\Draft \Starred))
		S: b OK …
		C: c STORE 1 X-GM-LABELS (foo \Draft)
		S: * 1 FETCH (X-GM-LABELS (\Draft "foo") FLAGS (\Draft \Recent))
		S: c OK …
		C: d UID STORE 1 +X-GM-LABELS.SILENT (\Starred)
		S: d OK …
		C: e FETCH 1 FLAGS
		S: * 1 FETCH (FLAGS (\Flagged \Draft \Recent))
		S: e OK …
		C: f SEARCH FLAGGED X-GM-LABELS \Starred X-GM-LABELS \Flagged
		S: * SEARCH 1
		S: f OK …
		C: g UID STORE 1 -FLAGS.SILENT (\Draft)
		S: g OK …
		C: h FETCH 1 X-GM-LABELS
		S: * 1 FETCH (X-GM-LABELS (\Starred "foo"))
		S: h OK …
	`, gmail)
}

// A change of labels raises the mod-sequence, which others are told of; a
// conditional STORE heeds it (RFC 7162 §3.1.3).
func TestGmailLabelsModSeq(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		select INBOX (CONDSTORE)
		b login user
		b select INBOX
		C: a STORE 1 +X-GM-LABELS (foo)
		S: * 1 FETCH (UID 1 X-GM-LABELS ("foo") MODSEQ (4))
		S: a OK …
		b C: a NOOP
		b S: * 1 FETCH (FLAGS ())
		b S: a OK …
		C: b STORE 1:2 (UNCHANGEDSINCE 3) +X-GM-LABELS.SILENT (bar)
		S: * 2 FETCH (UID 2 MODSEQ (5))
		S: b OK [MODIFIED 1] …
		C: c FETCH 1:* (X-GM-LABELS) (CHANGEDSINCE 3)
		S: * 1 FETCH (X-GM-LABELS ("foo") MODSEQ (4))
		S: * 2 FETCH (X-GM-LABELS ("bar") MODSEQ (5))
		S: c OK …
		C: d STORE 1 +X-GM-LABELS (foo)
		S: * 1 FETCH (UID 1 X-GM-LABELS ("foo") MODSEQ (4))
		S: d OK …
		C: e STATUS INBOX (HIGHESTMODSEQ)
		S: * STATUS INBOX (HIGHESTMODSEQ 5)
		S: e OK …
		b C: b NOOP
		b S: * 2 FETCH (FLAGS ())
		b S: b OK …
	`, gmail)
}

// Another session that keeps a result up to date hears of a label while it
// waits (RFC 5267 §4.3).
func TestGmailLabelsContext(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		select INBOX
		b login user
		b select INBOX
		b C: s UID SEARCH RETURN (UPDATE) X-GM-LABELS foo
		b S: * ESEARCH …
		b S: s OK …
		b C: i IDLE
		b S: + …
		C: a STORE 2 +X-GM-LABELS (foo)
		S: * 2 FETCH (X-GM-LABELS ("foo"))
		S: a OK …
		b S: * 2 FETCH (FLAGS ())
		b S: * ESEARCH (TAG "s") UID ADDTO (0 2)
		b C: DONE
		b S: i OK …
	`, gmail)
}

// There is an end to labels, and then none of a STORE is added.
func TestGmailLabelsLimit(t *testing.T) {
	s := newScript(t, servertest.New(t, gmail))
	s.letters("|Subject: x")
	many := ""
	for i := range 101 {
		many += " l" + strings.Repeat("x", i)
	}
	s.refuses("NO [LIMIT]", "STORE 1 +X-GM-LABELS ("+many[1:]+")")
	s.refuses("NO [CANNOT]", `STORE 1 X-GM-LABELS ("`+strings.Repeat("x", 226)+`")`)
	s.answers([][2]string{{"FETCH 1 X-GM-LABELS", "1 FETCH (X-GM-LABELS ())"}})
	s.finish()
}

func TestGmailLabelsKept(t *testing.T) {
	st := store.NewMemory()
	defer st.Close()
	kept := servertest.With(func(o *server.Options) { o.Store = st })
	play(t, `
		mail INBOX 1
		login user
		select INBOX
		C: a STORE 1 +X-GM-LABELS.SILENT (foo \Trash)
		S: a OK …
	`, kept, gmail)
	play(t, `
		login user
		select INBOX
		C: a FETCH 1 X-GM-LABELS
		S: * 1 FETCH (X-GM-LABELS (\Trash "foo"))
		S: a OK …
	`, kept, gmail)
}

// In another's mailbox labels are for those with the right "w" (RFC 4314 §4), and
// IDs are those that the owner sees.
func TestGmailShared(t *testing.T) {
	play(t, `
		ann login ann
		ann C: a APPEND INBOX {29+}
		ann C: Subject: x
		ann C: Message-ID: <1@x>
		ann S: a OK …
		ann C: b CREATE more
		ann S: b OK …
		ann C: c APPEND more {29+}
		ann C: Subject: x
		ann C: References: <1@x>
		ann S: c OK …
		ann C: d SETACL more bob lrsi
		ann S: d OK …
		bob login bob
		bob select "Other Users/ann/more"
		bob C: a FETCH 1 (X-GM-THRID THREADID X-GM-LABELS)
		bob S: * 1 FETCH (X-GM-THRID 1 THREADID (T1) X-GM-LABELS ())
		bob S: a OK …
		bob C: b STORE 1 +X-GM-LABELS (foo)
		bob S: b NO [NOPERM] …
		bob C: c COPY 1 INBOX
		bob S: c OK …
		ann select more
		ann C: e STORE 1 +X-GM-LABELS.SILENT (mine)
		ann S: e OK …
		bob C: d COPY 1 INBOX
		bob S: * 1 FETCH (FLAGS (\Recent))
		bob S: d OK …
		bob C: e COPY 1 "Other Users/ann/more"
		bob S: * 2 EXISTS
		bob S: * 2 RECENT
		bob S: e OK …
		bob C: f FETCH 2 X-GM-LABELS
		bob S: * 2 FETCH (X-GM-LABELS ())
		bob S: f OK …
		bob select INBOX
		bob C: g FETCH 1:2 (THREADID X-GM-LABELS)
		bob S: * 1 FETCH (THREADID (T1) X-GM-LABELS ())
		bob S: * 2 FETCH (THREADID (T1) X-GM-LABELS ("mine"))
		bob S: g OK …
		ann C: f NOOP
		ann S: * 2 EXISTS
		ann S: f OK …
	`, sharers, gmail)
}
