package faults

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"imaporacle/server/mailbox"
)

// Scope says when a fault acts. The zero value is always.
//
// An opportunity is one message in one command, or one command where no
// message is concerned. Those outside of User, Mailbox, Connection and Command
// do not count for the rest. Commands are told apart by connection and tag: to
// use a tag again (which clients should not, RFC 9051 §2.2.1) makes no new
// opportunity.
type Scope struct {
	User       string
	Mailbox    string
	Connection int    // number of the connection, from 1; 0 is any
	Command    string // in upper case, "UID FETCH"

	Nth   int     // only the nth opportunity, from 1; 0 is any
	After int     // not the first n opportunities
	Times int     // at most n times; 0 is any number
	P     float64 // probability for each opportunity; 0 stands for 1
	Seed  uint64  // of the probability, from 1; P below 1 needs one
}

// set takes a field if it is one of the scope's. The error says what was
// expected.
func (s *Scope) set(name, value string) (known bool, err error) {
	switch name {
	case "user":
		s.User, err = value, notEmpty(value)
	case "mailbox":
		s.Mailbox, err = mailbox.CanonicalName(value), notEmpty(value)
	case "command":
		s.Command, err = strings.ToUpper(value), notEmpty(value)
	case "connection":
		s.Connection, err = count(value)
	case "nth":
		s.Nth, err = count(value)
	case "after":
		s.After, err = count(value)
	case "times":
		s.Times, err = count(value)
	case "p":
		s.P, err = strconv.ParseFloat(value, 64)
		if err != nil || !(s.P > 0 && s.P <= 1) {
			err = errors.New("expected a probability above 0 and up to 1")
		}
	case "seed":
		s.Seed, err = strconv.ParseUint(value, 10, 64)
		if err != nil || s.Seed == 0 {
			err = errors.New("expected a number from 1, of at most 64 bits")
		}
	default:
		return false, nil
	}
	return true, err
}

func notEmpty(value string) error {
	if value == "" {
		return errors.New("expected a name")
	}
	return nil
}

func count(value string) (int, error) {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 1 {
		return 0, errors.New("expected a number from 1")
	}
	return int(n), nil
}

// check refuses what no line could say, and what would make a run that cannot
// be repeated. The field is the one that is wrong.
func (s *Scope) check() (field string, err error) {
	for _, c := range s.counts() {
		if c.n < 0 || c.n > math.MaxInt32 {
			return c.name, fmt.Errorf("%s=%d: expected a number from 1", c.name, c.n)
		}
	}
	switch {
	case !(s.P >= 0 && s.P <= 1):
		return "p", fmt.Errorf("p=%v: expected a probability above 0 and up to 1", s.P)
	case s.P > 0 && s.P < 1 && s.Seed == 0:
		return "p", fmt.Errorf("p=%v needs a seed, such as seed=1", s.P)
	}
	return "", nil
}

type namedCount struct {
	name string
	n    int
}

func (s *Scope) counts() []namedCount {
	return []namedCount{{"connection", s.Connection}, {"nth", s.Nth}, {"after", s.After}, {"times", s.Times}}
}

func (s *Scope) write(b *strings.Builder) {
	texts := []struct{ name, value string }{{"user", s.User}, {"mailbox", s.Mailbox}, {"command", s.Command}}
	for _, t := range texts {
		if t.value != "" {
			writeField(b, t.name, t.value)
		}
	}
	for _, c := range s.counts() {
		if c.n != 0 {
			writeField(b, c.name, strconv.Itoa(c.n))
		}
	}
	if s.P != 0 {
		writeField(b, "p", strconv.FormatFloat(s.P, 'g', -1, 64))
	}
	if s.Seed != 0 {
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
