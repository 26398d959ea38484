package server_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// SAVEDATE, RFC 8514: the time of arrival in this mailbox, whatever APPEND and
// COPY say of the internal date.
func TestSaveDate(t *testing.T) {
	before := time.Now().Truncate(time.Second)
	s := newScript(t, servertest.New(t))
	s.letters("01-Jan-2004 00:00:00 +0000|Subject: x")
	s.play(`
		C: a CREATE other
		S: a OK …
		C: b COPY 1 other
		S: b OK …
		C: c MOVE 1 other
		S: * OK [COPYUID …
		S: * 1 EXPUNGE
		S: * 0 RECENT
		S: c OK …
		select other`)
	for n := 1; n <= 2; n++ {
		saved := s.saveDate(n)
		if saved.Before(before) || saved.After(time.Now()) {
			t.Errorf("message %d was saved at %v", n, saved)
		}
	}
	first := s.saveDate(1) // the other was saved on this day or, at midnight, on the next
	day := func(days int) string { return first.AddDate(0, 0, days).Format("2-Jan-2006") }
	s.answers([][2]string{
		{"SEARCH SAVEDSINCE " + day(0), "SEARCH 1 2"},
		{"SEARCH SAVEDSINCE " + day(2), "SEARCH"},
		{"SEARCH 1 SAVEDON " + day(0), "SEARCH 1"},
		{"SEARCH SAVEDON 1-Jan-2004", "SEARCH"},
		{"SEARCH ON 1-Jan-2004", "SEARCH 1 2"},
		{"SEARCH SAVEDBEFORE " + day(2), "SEARCH 1 2"},
		{`UID SEARCH SAVEDBEFORE "` + day(0) + `"`, "SEARCH"},
		{"SEARCH SAVEDATESUPPORTED", "SEARCH 1 2"},
		{"SEARCH NOT SAVEDATESUPPORTED", "SEARCH"},
	})
	s.refuses("BAD", "SEARCH SAVEDON", "SEARCH SAVEDON yesterday", "SEARCH SAVEDATE 1-Jan-2004", "SEARCH SAVED 1-Jan-2004")
	s.finish()
}

// saveDate fetches the SAVEDATE of message n.
func (s *script) saveDate(n int) time.Time {
	s.t.Helper()
	s.send(s.conn(""), fmt.Sprintf("f FETCH %d SAVEDATE\r\n", n))
	line := s.expect(s.conn(""), fmt.Sprintf("* %d FETCH (SAVEDATE \"…\")", n))
	s.expect(s.conn(""), "f OK …")
	saved, err := time.Parse("02-Jan-2006 15:04:05 -0700", strings.Split(line, `"`)[1])
	if err != nil {
		s.t.Fatal(err)
	}
	return saved
}

// The save date survives a restart; where a store has none it is NIL, and the
// internal date decides.
func TestSaveDateKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	saved := time.Date(2020, 2, 3, 4, 5, 6, 0, time.FixedZone("", 3600))
	box := store.Mailbox{ID: 1, User: "user", Name: "INBOX", UIDValidity: 1, UIDNext: 3, HighestModSeq: 1, FirstRecent: 3}
	for life := range 2 {
		kept, err := store.OpenBolt(path, store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if life == 0 {
			ops := []store.Op{store.PutMailbox{Mailbox: box}}
			for uid, at := range []time.Time{saved, {}} {
				ops = append(ops, store.AddMessage{Box: 1, Message: store.Message{
					UID: uint32(uid) + 1, InternalDate: saved.AddDate(-1, 0, 0), Saved: at, Content: kept.NextContent(),
				}})
			}
			done := make(chan error, 1)
			kept.Commit(ops, func(err error) { done <- err })
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		srv := server.New(server.Options{Store: kept})
		if err := srv.Start(); err != nil {
			t.Fatal(err)
		}
		s := newScript(t, srv)
		s.play(`
			login user
			select INBOX
			C: a FETCH 1:2 (SAVEDATE)
			S: * 1 FETCH (SAVEDATE "03-Feb-2020 04:05:06 +0100")
			S: * 2 FETCH (SAVEDATE NIL)
			S: a OK …
			C: b SEARCH SAVEDON 3-Feb-2020
			S: * SEARCH 1
			S: b OK …
			C: c SEARCH SAVEDON 3-Feb-2019
			S: * SEARCH 2
			S: c OK …
			C: d UID STORE 1:2 +FLAGS.SILENT (\Seen)
			S: d OK …`)
		s.finish()
		if err := srv.Close(); err != nil {
			t.Fatal(err)
		}
		if err := kept.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
