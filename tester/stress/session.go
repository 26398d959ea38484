package stress

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// style is which extensions a session uses.
type style uint8

const (
	plain     style = iota
	condstore       // RFC 7162 §3.1
	qresync         // RFC 7162 §3.2
)

// session is one of a user's: a connection, and another after it if it ends.
type session struct {
	*round
	user, number int
	name         string
	style        style
	rng          *rand.Rand

	ctx      context.Context // of the work in progress
	c        *client.Client  // nil while it is not connected
	conns    int             // so far
	box      string          // selected; "" for none
	key      boxKey          // of the same
	readOnly bool
	looked   bool // it has asked for all UIDs and flags
	opened   int  // when it began to select the mailbox
	synced   int  // when the last command began that told everything
	resync   map[string]resync
	appends  int
	reads    []told // during the command in progress
	refused  error  // of the last command: that it was answered NO or BAD
}

// resync is what a session with QRESYNC remembers of a mailbox.
type resync struct {
	validity uint32
	modSeq   uint64
}

// work sends the commands of a round. The error says why it could not go on.
func (s *session) work(ctx context.Context) error {
	s.ctx = ctx
	for range s.cfg.Commands {
		if s.over(ctx) {
			return nil
		}
		if s.c == nil {
			if err := s.connect(); err != nil {
				return err
			}
		}
		if err := s.next()(s); err != nil {
			return err
		}
	}
	return nil
}

// connect logs in, and enables what the session is to use.
func (s *session) connect() error {
	s.conns++
	began := time.Now()
	c, err := dial(s.ctx, s.cfg.login(s.user), s.conn(), s.rec)
	if err != nil {
		return err
	}
	s.tally.add("(connect, LOGIN)", wire.OK, time.Since(began))
	c.Heard = s.heard
	s.c, s.box, s.key, s.looked = c, "", boxKey{}, false
	switch s.style {
	case condstore:
		if s.caps["ENABLE"] {
			return s.send(line("ENABLE CONDSTORE"))
		}
	case qresync:
		return s.send(line("ENABLE QRESYNC"))
	}
	return nil
}

// conn is the name of the connection.
func (s *session) conn() string {
	if s.conns < 2 {
		return s.name
	}
	return s.name + string(rune('a'+(s.conns-2)%26))
}

func (s *session) close() {
	if s.c != nil {
		s.c.Close()
		s.c = nil
	}
}

// command is what a session sends, without tag and line end.
type command []client.Part

// answer is what came for a command. Without a reply the connection has ended.
type answer struct {
	reply    *client.Reply
	from, to int // events
}

func (a answer) ok() bool { return a.reply != nil && a.reply.OK() }

// line is a command without literals.
func line(format string, args ...any) command {
	return command{client.Text(fmt.Sprintf(format, args...))}
}

// name is what a command is called: "UID FETCH".
func (c command) name() string {
	return c.words().name()
}

// send sends a command, or several at once, waits for the answers, and notes
// what they mean.
func (s *session) send(commands ...command) error {
	before := s.rec.Len() // the commands begin after it
	var effects []effect
	var answered []func(int)
	for _, c := range commands {
		answered = append(answered, s.log.add(s.step(c)))
		effects = append(effects, s.effect(c))
	}
	replies, err := s.exchange(commands)
	if err != nil {
		s.reads = nil // told during what was never completed
	}
	s.noteReads(replies...)
	for i, c := range commands {
		a := answer{from: before, to: never}
		if i < len(replies) {
			a = answer{replies[i], replies[i].From, replies[i].To}
			answered[i](a.to)
			s.refused = a.reply.Err()
			s.tally.add(c.name(), a.reply.Tagged.Status, a.reply.Done.Sub(a.reply.Sent))
		}
		synced := s.synced
		if effects[i] != nil {
			effects[i](a)
		}
		if len(commands) > 1 {
			// What came before a pipelined command, and what after, is not
			// certain.
			s.synced = synced
		}
	}
	return err
}

// step is a command that is about to be sent.
func (s *session) step(c command) step { return step{s.user, s.conn(), c, s.rec.Len(), never} }

// exchange sends commands and returns the replies to the first of them, to all
// unless there is an error.
func (s *session) exchange(commands []command) ([]*client.Reply, error) {
	if len(commands) == 1 {
		reply, err := s.c.DoParts(s.ctx, commands[0]...)
		if err != nil {
			return nil, err
		}
		return []*client.Reply{reply}, nil
	}
	var texts []string
	for _, c := range commands {
		texts = append(texts, string(c[0].(client.Text)))
	}
	pending, err := s.c.Pipeline(s.ctx, texts...)
	if err != nil {
		return nil, err
	}
	var replies []*client.Reply
	for _, p := range pending {
		reply, err := s.c.Wait(s.ctx, p)
		if err != nil {
			return replies, err
		}
		replies = append(replies, reply)
	}
	return replies, nil
}

// heard takes what is told of flags.
func (s *session) heard(r *wire.Response, event int) {
	f, ok := wire.AsFetch(r)
	if !ok || r.Err != nil || s.box == "" {
		return
	}
	names, ok := f.Flags()
	if !ok {
		return
	}
	uid, ok := f.UID()
	if !ok {
		uid, ok = s.c.View().UID(f.Seq)
	}
	if ok && s.c.View().Selected {
		s.reads = append(s.reads, told{s.key, uid, flagOp{kind: read, set: allFlags, value: flagsOf(names), from: s.synced, to: event,
			opened: s.opened, session: s.conn(), seq: f.Seq}})
	}
}

// told is a read of a message.
type told struct {
	box boxKey
	uid uint32
	op  flagOp
}

// noteReads notes what was told during some commands. A server may tell of a
// flag that a command sets, \Seen for FETCH of BODY[], before others can see it:
// only when the command is completed it must be so.
func (s *session) noteReads(replies ...*client.Reply) {
	end := 0
	for _, r := range replies {
		end = max(end, r.To)
	}
	for _, t := range s.reads {
		t.op.to = max(t.op.to, end)
		s.history.add(t.box, t.op, t.uid)
	}
	s.reads = nil
}
