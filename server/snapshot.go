package server

import (
	"maps"

	"imaporacle/server/store"
)

// Snapshot is all mail and all users of a server at one moment. It is for the
// server that made it, can be restored any number of times, and lies in memory.
type Snapshot struct {
	mail      store.Snapshot
	passwords map[string]string
}

// Size returns about how much memory the Snapshot takes, in octets.
func (s *Snapshot) Size() int64 { return s.mail.Size() }

// Snapshot keeps what there is now: mailboxes with their messages, names,
// subscriptions, access control lists, annotations and quotas; and who may log
// in.
func (s *Server) Snapshot() (*Snapshot, error) {
	mail, err := s.options.Store.Snapshot()
	if err != nil {
		return nil, err
	}
	return &Snapshot{mail: mail, passwords: maps.Clone(*s.users.passwords.Load())}, nil
}

// Restore ends all sessions and puts everything back to where it was, UIDs and
// mod-sequences included; new sessions wait meanwhile. An Account or Mailbox
// from before is of no more use: what it is asked for is refused.
func (s *Server) Restore(snap *Snapshot) error {
	s.gate.Lock()
	defer s.gate.Unlock()
	s.disconnect(func(*session) bool { return true })
	if err := s.registry.Restore(snap.mail); err != nil {
		return err
	}
	return s.users.change(func(passwords map[string]string) error {
		clear(passwords)
		maps.Copy(passwords, snap.passwords)
		return nil
	})
}
