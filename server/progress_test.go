package server_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// ticking is a clock on which a second passes from one look to the next.
func ticking() func() time.Time {
	var looks atomic.Int64
	return func() time.Time { return time.Unix(looks.Add(1), 0) }
}

// A long command tells how far it is, between its responses (RFC 9585). The
// clock is looked at when a command begins and after each 16 messages.
func TestInProgress(t *testing.T) {
	play(t, `
		mail INBOX 50
		login user
		select INBOX
		C: a1 SEARCH BODY nosuch
		S: * OK [INPROGRESS ("a1" 32 50)] Searched 64% of the messages
		S: * SEARCH
		S: a1 OK …
		C: a2 UID SORT (SUBJECT) UTF-8 UID 1:32
		S: * OK [INPROGRESS ("a2" 32 50)] Searched 64% of the messages
		S: * SORT …
		S: a2 OK …
		C: a3 THREAD REFERENCES UTF-8 NOT UID 1
		S: * OK [INPROGRESS ("a3" 32 50)] Searched 64% of the messages
		S: * OK [INPROGRESS ("a3" NIL NIL)] Still at work
		S: * THREAD …
		S: a3 OK …
		C: a4 FETCH 8:47 UID
		S: * 8 FETCH (UID 8)
		`+strings.Repeat("S: * … FETCH …\n", 31)+`
		S: * OK [INPROGRESS ("a4" 32 40)] Fetched 80% of the messages
		`+strings.Repeat("S: * … FETCH …\n", 8)+`
		S: a4 OK …
	`, servertest.With(func(o *server.Options) {
		o.Clock, o.ProgressInterval = ticking(), 2*time.Second
	}))
}

// heldStore keeps the commits back while it is held.
type heldStore struct {
	*store.Memory
	held    atomic.Bool
	release chan struct{}
}

func (s *heldStore) Commit(ops []store.Op, done func(error)) {
	if !s.held.Load() {
		s.Memory.Commit(ops, done)
		return
	}
	go func() {
		<-s.release
		s.Memory.Commit(ops, done)
	}()
}

// How far a COPY is nobody knows, as it is one step; that it goes on is told.
func TestInProgressUnknown(t *testing.T) {
	held := &heldStore{Memory: store.NewMemory(), release: make(chan struct{})}
	defer held.Close()
	s := newScript(t, servertest.New(t, servertest.With(func(o *server.Options) {
		o.Store, o.ProgressInterval = held, time.Millisecond
	})))
	s.play(`
		mail INBOX 1
		login user
		select INBOX
	`)
	held.held.Store(true)
	s.play(`
		C: a1 COPY 1 INBOX
		S: * OK [INPROGRESS ("a1" NIL NIL)] Still at work
		S: * OK [INPROGRESS ("a1" NIL NIL)] Still at work
	`)
	close(held.release)
	c := s.conn("")
	line := ""
	for line == "" || strings.HasPrefix(line, "* OK [INPROGRESS ") {
		line = s.expect(c, "…")
	}
	if line != "* 2 EXISTS" {
		s.fail("expected EXISTS after INPROGRESS")
	}
	s.play(`
		S: * 2 RECENT
		S: a1 OK [COPYUID …
	`)
	s.finish()
}
