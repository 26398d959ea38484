package faults

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"imaporacle/internal/overheard"
	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// talk is a connection as faults see it from its wire: who is at work, in which
// mailbox, and what the client has been told. It is the first filter of the
// connection, and changes nothing.
type talk struct {
	overheard.Session
	actor mailbox.Actor

	exists      int
	uidValidity string // of the selected mailbox, as told
	others      int    // connections that were open when this one came
	leave       func()
}

var (
	_ front.Interceptor = (*talk)(nil)
	_ front.Listener    = (*talk)(nil)
)

// moment is when something happens on the connection.
func (t *talk) moment() mailbox.Moment {
	return mailbox.Moment{Actor: &t.actor, Mailbox: t.About, ReadOnly: t.ReadOnly}
}

// command is the name of the command under way, as the client gave it; it is
// empty between commands.
func (t *talk) command() string { return t.actor.Command }

// selects reports whether the command under way selects a mailbox.
func (t *talk) selects() bool { return overheard.Selects(t.command()) }

// completes reports whether s is the OK of one of these commands.
func (t *talk) completes(s status, commands ...string) bool {
	return t.During != nil && s.tag == t.During.Tag && s.kind == "OK" && slices.Contains(commands, t.command())
}

// Command implements front.Interceptor.
func (t *talk) Command(c *front.Command) error {
	t.Begin(c)
	t.actor.Command, t.actor.Tag = c.Name, c.Tag
	if overheard.Selects(c.Name) {
		t.exists, t.uidValidity = 0, ""
	}
	return nil
}

// Received implements front.Listener.
func (t *talk) Received(data []byte) { t.Hear(data) }

// Response implements front.Filter.
func (t *talk) Response(during *front.Command, resp []byte) []byte {
	if during == nil {
		t.Between()
		t.actor.Command, t.actor.Tag = "", ""
	}
	if n, name, ok := numbered(resp); ok {
		switch name {
		case "EXISTS":
			t.exists = n
		case "EXPUNGE":
			t.exists--
		}
		return resp
	}
	if rest, ok := untagged(resp, "VANISHED"); ok && !bytes.HasPrefix(rest, []byte("(EARLIER)")) {
		t.exists -= len(numbersOf(string(bytes.TrimSpace(rest))))
	}
	if s, ok := parseStatus(resp); ok {
		t.hearStatus(s)
	}
	return resp
}

func (t *talk) hearStatus(s status) {
	if v, ok := s.codeArg("UIDVALIDITY"); ok && t.selects() {
		t.uidValidity = v
	}
	if t.During != nil && s.tag == t.During.Tag {
		t.Answered(s.kind == "OK")
		t.actor.User = t.User
	}
}

// Close is called at the end of the connection.
func (t *talk) Close() error {
	t.leave()
	return nil
}

// maxNumbers bounds what numbersOf makes of "1:4294967295".
const maxNumbers = 1 << 20

// numbersOf returns the numbers of a set, in the order of the set; nil if it is
// none, or an immense one.
func numbersOf(set string) []uint32 {
	var all []uint32
	for part := range strings.SplitSeq(set, ",") {
		from, to, isRange := strings.Cut(part, ":")
		if !isRange {
			to = from
		}
		a, err := strconv.ParseUint(from, 10, 32)
		b, err2 := strconv.ParseUint(to, 10, 32)
		if a > b {
			a, b = b, a
		}
		if errors.Join(err, err2) != nil || b-a >= maxNumbers-uint64(len(all)) {
			return nil
		}
		for n := a; n <= b; n++ {
			all = append(all, uint32(n))
		}
	}
	return all
}
