package client

import (
	"context"
	"strconv"
	"strings"
)

// Part is a piece of a command: Text or Literal.
type Part interface{ isPart() }

// Text is a piece of a command line; it holds no line end.
type Text string

// Literal is octets sent as a literal (RFC 9051 §4.3).
type Literal struct {
	Data   []byte
	Binary bool // literal8, "~{n}" (RFC 3516 §4.2)
	Sync   bool // wait for the continuation even where LITERAL+ allows not to
}

func (Text) isPart()    {}
func (Literal) isPart() {}

// literalMinus is the size up to which LITERAL- allows non-synchronizing
// literals (RFC 7888 §5).
const literalMinus = 4096

// synchronizing says whether the server must ask for the literal.
func (c *Client) synchronizing(l Literal) bool {
	if l.Sync {
		return true
	}
	return !c.Has("LITERAL+") && (!c.Has("LITERAL-") || len(l.Data) > literalMinus)
}

// StartParts sends a command with literals up to its end, or until the server
// answers it instead of asking for a literal.
func (c *Client) StartParts(ctx context.Context, parts ...Part) (*Pending, error) {
	line, err := c.checkParts(parts)
	if err != nil {
		return nil, err
	}
	others := len(c.inflight) > 0
	p := c.begin(line)
	s := sender{c: c, p: p, others: others, secret: carriesSecret(p.verb)}
	s.text(p.Tag + " ")
	for _, part := range parts {
		switch part := part.(type) {
		case Text:
			s.text(string(part))
		case Literal:
			if done, err := s.literal(ctx, part); done || err != nil {
				return p, err
			}
		}
	}
	s.text("\r\n")
	return p, s.flush(ctx)
}

// checkParts returns the text of the command, with {n} for its literals.
func (c *Client) checkParts(parts []Part) (string, error) {
	var line strings.Builder
	for _, part := range parts {
		switch part := part.(type) {
		case Text:
			line.WriteString(string(part))
		case Literal:
			line.WriteString("{" + strconv.Itoa(len(part.Data)) + "}")
		}
	}
	return line.String(), c.mayStart(line.String())
}

// sender gathers what can go in one write.
type sender struct {
	c       *Client
	p       *Pending
	others  bool
	secret  bool // LOGIN or AUTHENTICATE
	buf     []byte
	logged  []byte // what the recorder may know; only if secret
	flushes int
}

func (s *sender) text(t string) {
	s.buf = append(s.buf, t...)
	if s.secret {
		s.logged = append(s.logged, t...)
	}
}

// literal sends a literal; done says that the server answered the command.
func (s *sender) literal(ctx context.Context, l Literal) (done bool, err error) {
	head := "{" + strconv.Itoa(len(l.Data))
	if l.Binary {
		head = "~" + head
	}
	sync := s.c.synchronizing(l)
	if !sync {
		head += "+"
	}
	s.text(head + "}\r\n")
	if sync {
		if done, err = s.ask(ctx); done || err != nil {
			return done, err
		}
	}
	s.buf = append(s.buf, l.Data...)
	if s.secret {
		s.logged = append(s.logged, redacted...)
	}
	return false, nil
}

// ask sends what there is and waits for the continuation.
func (s *sender) ask(ctx context.Context) (done bool, err error) {
	c := s.c
	c.proceed, c.proceeds = true, 0
	defer func() { c.proceed = false }()
	if err := s.flush(ctx); err != nil {
		return false, err
	}
	what := "the continuation of " + s.p.Tag + " " + s.p.reply.Command
	err = c.await(ctx, what, nil, func() bool { return c.proceeds > 0 || s.p.done })
	if err != nil && c.dead == nil {
		// Whatever is sent next might be taken for what was asked for.
		c.kill(err)
	}
	return s.p.done, err
}

func (s *sender) flush(ctx context.Context) error {
	log := s.buf
	if s.secret {
		if log = redactLine(s.logged); s.flushes > 0 {
			log = redactRest(s.logged)
		}
	}
	n := s.c.rec.add(s.c.name, ClientSide, log)
	if s.flushes == 0 {
		s.p.reply.From = n
	}
	s.flushes++
	out := s.buf
	s.buf, s.logged = nil, nil
	return s.c.write(ctx, out, s.p.waiting(), s.others)
}
