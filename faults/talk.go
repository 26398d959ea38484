package faults

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// talk is a connection as faults see it from its wire: who is at work, in which
// mailbox, and what the client has been told. It is the first filter of the
// connection, and changes nothing. It needs no server behind it but what is
// said, so that it serves in front of any.
type talk struct {
	actor    mailbox.Actor
	during   *front.Command // nil between commands
	mailbox  string         // selected, or about to be
	readOnly bool
	about    string // the mailbox that the command is about

	exists      int
	uidValidity string // of the selected mailbox, as told
	others      int    // connections that were open when this one came
	login       login
	leave       func()
}

var (
	_ front.Interceptor = (*talk)(nil)
	_ front.Listener    = (*talk)(nil)
)

// moment is when something happens on the connection.
func (t *talk) moment() mailbox.Moment {
	return mailbox.Moment{Actor: &t.actor, Mailbox: t.about, ReadOnly: t.readOnly}
}

// command is the name of the command under way, as the client gave it; it is
// empty between commands.
func (t *talk) command() string { return t.actor.Command }

// completes reports whether s is the OK of one of these commands.
func (t *talk) completes(s status, commands ...string) bool {
	return t.during != nil && s.tag == t.during.Tag && s.kind == "OK" && slices.Contains(commands, t.command())
}

// Command implements front.Interceptor.
func (t *talk) Command(c *front.Command) error {
	t.during, t.actor.Command, t.actor.Tag = c, c.Name, c.Tag
	t.about = t.mailbox
	if named(c.Name) {
		a := c.Args()
		if name, err := spaceMailbox(a); err == nil {
			t.about = mailbox.CanonicalName(name)
		}
	}
	t.login.begin(c)
	if selects(c.Name) {
		t.exists, t.uidValidity, t.readOnly = 0, "", c.Name == "EXAMINE"
	}
	return nil
}

// named are the commands whose first argument is the mailbox that they are
// about.
func named(command string) bool {
	return selects(command) || slices.Contains([]string{
		"STATUS", "APPEND", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "GETQUOTAROOT",
		"GETACL", "SETACL", "DELETEACL", "LISTRIGHTS", "MYRIGHTS",
	}, command)
}

func selects(command string) bool { return command == "SELECT" || command == "EXAMINE" }

func spaceMailbox(a *front.Args) (string, error) {
	if err := a.SP(); err != nil {
		return "", err
	}
	return a.Mailbox()
}

// Received implements front.Listener.
func (t *talk) Received(data []byte) { t.login.hear(data) }

// Response implements front.Filter.
func (t *talk) Response(during *front.Command, resp []byte) []byte {
	if during == nil {
		t.during, t.actor.Command, t.actor.Tag, t.about = nil, "", "", t.mailbox
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
	if v, ok := s.codeArg("UIDVALIDITY"); ok && selects(t.command()) {
		t.uidValidity = v
	}
	if t.during == nil || s.tag != t.during.Tag {
		return
	}
	done := s.kind == "OK"
	switch t.command() {
	case "LOGIN", "AUTHENTICATE":
		if done {
			t.actor.User = t.login.user
		}
	case "UNAUTHENTICATE":
		if done {
			t.actor.User, t.mailbox = "", ""
		}
	case "SELECT", "EXAMINE":
		t.mailbox = ""
		if done {
			t.mailbox = t.about
		}
	case "CLOSE", "UNSELECT":
		if done {
			t.mailbox = ""
		}
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
