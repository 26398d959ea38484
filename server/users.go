package server

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// directory knows who may log in. It is read without a lock and copied when it
// changes.
type directory struct {
	changing  sync.Mutex
	passwords atomic.Pointer[map[string]string]
}

// password returns the password of a user; known is false if there is no such
// user.
func (d *directory) password(user string) (pass string, known bool) {
	pass, known = (*d.passwords.Load())[user]
	return pass, known
}

// change replaces the directory by what edit makes of a copy.
func (d *directory) change(edit func(passwords map[string]string) error) error {
	d.changing.Lock()
	defer d.changing.Unlock()
	next := maps.Clone(*d.passwords.Load())
	if err := edit(next); err != nil {
		return err
	}
	d.passwords.Store(&next)
	return nil
}

// Errors of the methods that change who may log in.
var (
	ErrNoUser     = errors.New("there is no such user")
	ErrUserExists = errors.New("there is such a user already")
)

// Users returns the names of those who may log in, in order.
func (s *Server) Users() []string { return slices.Sorted(maps.Keys(*s.users.passwords.Load())) }

// AddUser lets a user log in with a password. The error is ErrUserExists if
// there is one of that name.
func (s *Server) AddUser(name, password string) error {
	return s.users.change(func(passwords map[string]string) error {
		if _, known := passwords[name]; known {
			return ErrUserExists
		}
		passwords[name] = password
		return nil
	})
}

// SetPassword changes the password of a user; sessions go on. The error is
// ErrNoUser if there is no such user.
func (s *Server) SetPassword(name, password string) error {
	return s.users.change(func(passwords map[string]string) error {
		if _, known := passwords[name]; !known {
			return ErrNoUser
		}
		passwords[name] = password
		return nil
	})
}

// RemoveUser lets a user log in no more, and ends the sessions of that user.
// The mail stays. The error is ErrNoUser if there is no such user.
func (s *Server) RemoveUser(name string) error {
	err := s.users.change(func(passwords map[string]string) error {
		if _, known := passwords[name]; !known {
			return ErrNoUser
		}
		delete(passwords, name)
		return nil
	})
	if err != nil {
		return err
	}
	s.disconnect(func(sess *session) bool { user := sess.user.Load(); return user != nil && *user == name })
	return nil
}
