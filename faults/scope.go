package faults

import (
	"fmt"
	"strconv"
	"strings"

	"imaporacle/server/mailbox"
)

// Scope says when a fault acts. The zero value is always.
//
// An opportunity is one message in one command, or one command where no
// message is concerned. Those outside of User, Mailbox, Connection and Command
// do not count for the rest.
type Scope struct {
	User       string
	Mailbox    string
	Connection int    // number of the connection, from 1; 0 is any
	Command    string // in upper case, "UID FETCH"

	Nth   int     // only the nth opportunity, from 1; 0 is any
	After int     // not the first n opportunities
	Times int     // at most n times; 0 is any number
	P     float64 // probability for each opportunity; 0 stands for 1
	Seed  uint64  // of the probability
	seed  bool    // whether one was given
}

// Seeded returns the scope with a probability, drawn from seed.
func (s Scope) Seeded(p float64, seed uint64) Scope {
	s.P, s.Seed, s.seed = p, seed, true
	return s
}

// set takes a field if it is one of the scope's.
func (s *Scope) set(name, value string) (known bool, err error) {
	switch name {
	case "user":
		s.User = value
	case "mailbox":
		s.Mailbox = mailbox.CanonicalName(value)
	case "command":
		s.Command = strings.ToUpper(value)
	case "connection":
		s.Connection, err = count(name, value)
	case "nth":
		s.Nth, err = count(name, value)
	case "after":
		s.After, err = count(name, value)
	case "times":
		s.Times, err = count(name, value)
	case "p":
		s.P, err = strconv.ParseFloat(value, 64)
		if err != nil || !(s.P > 0 && s.P <= 1) {
			err = fmt.Errorf("p=%s: expected a probability above 0 and up to 1", value)
		}
	case "seed":
		s.seed = true
		if s.Seed, err = strconv.ParseUint(value, 10, 64); err != nil {
			err = fmt.Errorf("seed=%s: expected a number of at most 64 bits", value)
		}
	default:
		return false, nil
	}
	return true, err
}

func count(name, value string) (int, error) {
	n, err := strconv.ParseInt(value, 10, 31)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s=%s: expected a number from 1", name, value)
	}
	return int(n), nil
}

// check refuses what would make a run that cannot be repeated.
func (s *Scope) check() error {
	if s.P > 0 && s.P < 1 && !s.seed {
		return fmt.Errorf("p=%v needs a seed, such as seed=1", s.P)
	}
	return nil
}

func (s *Scope) write(b *strings.Builder) {
	texts := []struct{ name, value string }{{"user", s.User}, {"mailbox", s.Mailbox}, {"command", s.Command}}
	for _, t := range texts {
		if t.value != "" {
			writeField(b, t.name, t.value)
		}
	}
	counts := []struct {
		name string
		n    int
	}{{"connection", s.Connection}, {"nth", s.Nth}, {"after", s.After}, {"times", s.Times}}
	for _, c := range counts {
		if c.n != 0 {
			writeField(b, c.name, strconv.Itoa(c.n))
		}
	}
	if s.P != 0 {
		writeField(b, "p", strconv.FormatFloat(s.P, 'g', -1, 64))
	}
	if s.seed {
		writeField(b, "seed", strconv.FormatUint(s.Seed, 10))
	}
}

// covers reports whether at lies within user, mailbox, connection and command.
func (s *Scope) covers(at mailbox.Moment) bool {
	return (s.User == "" || s.User == at.User) &&
		(s.Mailbox == "" || s.Mailbox == at.Mailbox) &&
		(s.Connection == 0 || s.Connection == at.Conn) &&
		(s.Command == "" || s.Command == at.Command)
}
