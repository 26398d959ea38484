package server

// await returns when the client's next line can be read. Until then it tells
// what happens, each time the alarm rings; with expunges also of those.
func (s *session) await(expunges bool) error {
	ready := s.conn.Await()
	for {
		select {
		case err := <-ready:
			return err
		case <-s.alarm:
			s.tellNews(entry{expunges: expunges})
			if err := s.conn.Push(); err != nil || s.over {
				s.conn.Close()
				<-ready
				return err
			}
		}
	}
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
