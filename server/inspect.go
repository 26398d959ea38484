package server

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// visible is what others may see of a session while it is at work.
type visible struct {
	began    time.Time
	ended    chan struct{} // closed when the session is over
	user     atomic.Pointer[string]
	underWay atomic.Pointer[front.Command]
	shown    atomic.Pointer[mailbox.View]
	resting  atomic.Pointer[chan struct{}] // closed when the session waits for its client no more; nil if it does not
}

// SessionInfo tells of one connection.
type SessionInfo struct {
	Conn     int // number of the connection, from 1
	Remote   string
	Began    time.Time
	User     string // empty before login
	Command  string // under way, empty if none is
	Tag      string // of it
	Mailbox  string // that is selected, by its owner's name for it; empty if none is
	ReadOnly bool   // opened by EXAMINE
}

func (s *session) info() SessionInfo {
	i := SessionInfo{Conn: s.actor.Conn, Remote: s.conn.RemoteAddr().String(), Began: s.began}
	if user := s.user.Load(); user != nil {
		i.User = *user
	}
	if c := s.underWay.Load(); c != nil {
		i.Command, i.Tag = c.Name, c.Tag
	}
	if v := s.shown.Load(); v != nil {
		i.Mailbox, i.ReadOnly = v.Mailbox().Name(), v.ReadOnly()
	}
	return i
}

// Sessions tells of all connections, in the order in which they came.
func (s *Server) Sessions() []SessionInfo {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]SessionInfo, 0, len(s.sessions))
	for _, sess := range s.sessions {
		all = append(all, sess.info())
	}
	slices.SortFunc(all, func(a, b SessionInfo) int { return cmp.Compare(a.Conn, b.Conn) })
	return all
}

// Session tells of one connection, and what its client has been told of the
// selected mailbox: nil if there is none. ok is false if there is no such
// connection.
func (s *Server) Session(conn int) (info SessionInfo, told *mailbox.Picture, ok bool) {
	sess := s.session(conn)
	if sess == nil {
		return SessionInfo{}, nil, false
	}
	if v := sess.shown.Load(); v != nil {
		told = v.Picture()
	}
	return sess.info(), told, true
}

// Selected returns the user of a connection, "" before login, and the View of
// the mailbox that it has selected, nil if there is none. Of the View only
// Mailbox, ReadOnly, Picture and PictureAfter may be called from elsewhere.
func (s *Server) Selected(conn int) (user string, v *mailbox.View) {
	sess := s.session(conn)
	if sess == nil {
		return "", nil
	}
	if name := sess.user.Load(); name != nil {
		user = *name
	}
	return user, sess.shown.Load()
}

// session returns the session of a connection, nil if there is none.
func (s *Server) session(conn int) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[conn]
}

// Disconnect ends a connection without a word, and returns when its session is
// over. It reports whether there was such a connection.
func (s *Server) Disconnect(conn int) bool {
	return s.disconnect(func(sess *session) bool { return sess.actor.Conn == conn }) > 0
}

// disconnect ends the sessions that are wanted, and returns when they are over
// how many there were.
func (s *Server) disconnect(wanted func(*session) bool) int {
	s.mu.Lock()
	var ending []*session
	for _, sess := range s.sessions {
		if wanted(sess) {
			sess.conn.Close()
			ending = append(ending, sess)
		}
	}
	s.mu.Unlock()
	for _, sess := range ending {
		<-sess.ended
	}
	return len(ending)
}
