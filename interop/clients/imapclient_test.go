package clients

import (
	"io"
	"slices"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// go-imap's client appends, fetches, flags, searches, moves, idles, and asks
// for what has changed since it was there (RFC 7162 §3.1.4.1).
func TestImapclient(t *testing.T) {
	needs(t)
	s := start(t)
	inbox := letters(1, many)

	told := make(chan any, 10)
	c := dialImapclient(t, s, told)
	listed, err := c.List("", "*", nil).Collect()
	must(t, err)
	if len(listed) != 1 || listed[0].Mailbox != "INBOX" {
		t.Fatalf("LIST found %v, want INBOX alone", listed)
	}
	must(t, c.Create("Archive", nil).Wait())
	appendAll(t, c)
	selected, err := c.Select("INBOX", &imap.SelectOptions{CondStore: true}).Wait()
	must(t, err)
	if selected.NumMessages != many {
		t.Fatalf("SELECT tells %d messages, want %d", selected.NumMessages, many)
	}
	same(t, "what the client fetched", fetchAll(t, c), inbox)

	work(t, c)
	inbox.flag(`\Seen`, 101, 500)
	archive := inbox.take(1, 100)
	archive.flag(`\Seen`, 1, 100)
	inbox.take(501, 510)

	idle(t, c, s, told)
	inbox = inbox.with(letters(many+1, many+1))
	inbox.flag(`\Flagged`, 600, 600)
	inbox.take(601, 601)
	same(t, "what the client fetched at the end", fetchAll(t, c), inbox)
	same(t, "INBOX", look(t, s.addr(), "INBOX"), inbox)
	same(t, "Archive", look(t, s.addr(), "Archive"), archive)
	must(t, c.Logout().Wait())

	catchUp(t, s)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// dialImapclient connects and logs in. What the server tells unasked goes to
// told.
func dialImapclient(t *testing.T, s *target, told chan<- any) *imapclient.Client {
	t.Helper()
	c, err := imapclient.DialInsecure(s.addr(), &imapclient.Options{
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			Expunge: func(seq uint32) { tell(told, gone(seq)) },
			Mailbox: func(d *imapclient.UnilateralDataMailbox) {
				if d.NumMessages != nil {
					tell(told, exists(*d.NumMessages))
				}
			},
			Fetch: func(m *imapclient.FetchMessageData) {
				if buf, err := m.Collect(); err == nil {
					tell(told, changed(buf.SeqNum))
				}
			},
		},
	})
	must(t, err)
	t.Cleanup(func() { c.Close() })
	must(t, c.Login(user, pass).Wait())
	return c
}

// What the server tells unasked: a count, or sequence numbers.
type (
	exists  uint32
	gone    uint32
	changed uint32
)

// tell drops what nobody waits for: the client calls it where it reads.
func tell(told chan<- any, what any) {
	select {
	case told <- what:
	default:
	}
}

// appendAll sends all messages without waiting for answers, then waits.
func appendAll(t *testing.T, c *imapclient.Client) {
	t.Helper()
	var sent []*imapclient.AppendCommand
	for n := 1; n <= many; n++ {
		text := letter(n)
		a := c.Append("INBOX", int64(len(text)), nil)
		_, err := io.WriteString(a, text)
		must(t, err)
		must(t, a.Close())
		sent = append(sent, a)
	}
	for i, a := range sent {
		data, err := a.Wait()
		must(t, err)
		if data.UID != imap.UID(i+1) {
			t.Fatalf("message %d got UID %d", i+1, data.UID)
		}
	}
}

func fetchAll(t *testing.T, c *imapclient.Client) box {
	t.Helper()
	return collect(t, c.Fetch(imap.SeqSet{{Start: 1}}, &imap.FetchOptions{
		Flags: true, UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}},
	}))
}

func collect(t *testing.T, cmd *imapclient.FetchCommand) box {
	t.Helper()
	messages, err := cmd.Collect()
	must(t, err)
	found := make(box)
	for _, m := range messages {
		var flags []string
		for _, f := range m.Flags {
			flags = append(flags, string(f))
		}
		found.put(t, flags, string(m.BodySection[0].Bytes))
	}
	return found
}

// work reads the first 500 messages, finds some, moves the first 100 away, and
// deletes ten.
func work(t *testing.T, c *imapclient.Client) {
	t.Helper()
	add := func(flag imap.Flag) *imap.StoreFlags {
		return &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{flag}}
	}
	must(t, c.Store(imap.SeqSet{{Start: 1, Stop: 500}}, add(imap.FlagSeen), nil).Close())
	unseen, err := c.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}}, nil).Wait()
	must(t, err)
	if n := len(unseen.AllUIDs()); n != 500 {
		t.Errorf("SEARCH UNSEEN found %d, want 500", n)
	}
	one, err := c.UIDSearch(&imap.SearchCriteria{
		Header: []imap.SearchCriteriaHeaderField{{Key: "Subject", Value: subject(777)}},
	}, nil).Wait()
	must(t, err)
	if uids := one.AllUIDs(); !slices.Equal(uids, []imap.UID{777}) {
		t.Errorf("SEARCH SUBJECT found %v, want 777", uids)
	}
	moved, err := c.Move(imap.UIDSet{{Start: 1, Stop: 100}}, "Archive").Wait()
	must(t, err)
	if moved.SourceUIDs.String() != "1:100" || moved.DestUIDs.String() != "1:100" {
		t.Errorf("MOVE tells COPYUID %v %v, want 1:100 1:100", moved.SourceUIDs, moved.DestUIDs)
	}
	must(t, c.Store(imap.UIDSet{{Start: 501, Stop: 510}}, add(imap.FlagDeleted), nil).Close())
	expunged, err := c.Expunge().Collect()
	must(t, err)
	if len(expunged) != 10 || expunged[0] != 401 {
		t.Errorf("EXPUNGE tells %v, want ten times 401", expunged)
	}
}

// idle waits while another session delivers, flags and expunges. 110 messages
// are gone, so UID 600 is sequence number 490.
func idle(t *testing.T, c *imapclient.Client, s *target, told <-chan any) {
	t.Helper()
	cmd, err := c.Idle()
	must(t, err)
	for len(told) > 0 {
		<-told // what was told before
	}
	other := login(t, s.addr())
	expect := func(want any) {
		t.Helper()
		for {
			select {
			case got := <-told:
				if got == want {
					return
				}
				t.Errorf("while it idles, the client is told %T %v, want %T %v", got, got, want, want)
			case <-time.After(limit):
				t.Fatalf("while it idles, the client is not told %T %v", want, want)
			}
		}
	}
	other.deliver("INBOX", many+1, many+1)
	expect(exists(many - 109))
	other.say("SELECT INBOX", `UID STORE 600 +FLAGS (\Flagged)`)
	expect(changed(490))
	other.say(`UID STORE 601 +FLAGS (\Deleted)`, "UID EXPUNGE 601")
	expect(changed(491))
	expect(gone(491))
	must(t, cmd.Close())
	must(t, cmd.Wait())
}

// catchUp has another session change things between two visits, and asks for
// the changes alone.
func catchUp(t *testing.T, s *target) {
	t.Helper()
	c := dialImapclient(t, s, nil)
	before, err := c.Select("INBOX", &imap.SelectOptions{CondStore: true}).Wait()
	must(t, err)
	must(t, c.Logout().Wait())

	other := login(t, s.addr())
	other.say("SELECT INBOX", `UID STORE 700,703 +FLAGS (\Answered)`)
	other.deliver("INBOX", many+2, many+3)

	c = dialImapclient(t, s, nil)
	now, err := c.Select("INBOX", &imap.SelectOptions{CondStore: true}).Wait()
	must(t, err)
	if now.UIDValidity != before.UIDValidity || now.HighestModSeq <= before.HighestModSeq {
		t.Fatalf("UIDVALIDITY %d, HIGHESTMODSEQ %d became %d, %d",
			before.UIDValidity, before.HighestModSeq, now.UIDValidity, now.HighestModSeq)
	}
	news := collect(t, c.Fetch(imap.UIDSet{{Start: 1}}, &imap.FetchOptions{
		Flags: true, ModSeq: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}},
		ChangedSince: before.HighestModSeq,
	}))
	want := letters(many+2, many+3).with(letters(700, 700)).with(letters(703, 703))
	want.flag(`\Answered`, 700, 700)
	want.flag(`\Answered`, 703, 703)
	same(t, "what has changed since", news, want)
	must(t, c.Logout().Wait())
}
