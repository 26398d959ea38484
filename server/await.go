package server

import (
	"context"
	"maps"
	"slices"
)

// await returns when the client's next line can be read. Until then it tells
// what happens, each time the alarm rings; with expunges also of those.
func (s *session) await(expunges bool) error {
	defer s.rest()() // before the client can know that it will be told
	ready := s.conn.Await()
	for {
		var told chan struct{} // of who wants to know when it is told
		select {
		case err := <-ready:
			return err
		case told = <-s.fence:
		case <-s.alarm:
		}
		s.tellNews(entry{expunges: expunges})
		err := s.conn.Push()
		if told != nil {
			close(told)
		}
		if err != nil || s.over {
			s.conn.Close()
			<-ready
			return err
		}
	}
}

// rest lets Settle know that the session waits, until wake is called.
func (s *session) rest() (wake func()) {
	over := make(chan struct{})
	s.resting.Store(&over)
	return func() {
		s.resting.Store(nil)
		close(over)
	}
}

// Settle returns when the clients that are told of news unasked, by IDLE or
// NOTIFY, have been told of all that had happened when it was called, as far as
// they are told at all. The error is that of ctx.
func (s *Server) Settle(ctx context.Context) error {
	s.mu.Lock()
	all := slices.Collect(maps.Values(s.sessions))
	s.mu.Unlock()
	for _, sess := range all {
		over := sess.resting.Load()
		if over == nil {
			continue
		}
		told := make(chan struct{})
		select {
		case sess.fence <- told:
		case <-*over:
			continue
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		<-told
	}
	return nil
}

// tellNews sends what has happened in the selected mailbox and, as far as
// NOTIFY asks for it, elsewhere.
func (s *session) tellNews(e entry) {
	if s.view != nil {
		s.tell(e.expunges && !s.numbered)
		s.settleModSeqs(e)
	}
	s.tellAnnotations()
	s.tellElsewhere()
}
