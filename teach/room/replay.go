package room

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/teach/explain"
)

// replayed is what was said, sent once more to a server without faults: what an
// export expects is what that server answers, whatever was heard before.
type replayed struct {
	users []string // of the connections 1, 2, ...
	steps []step
}

// step is a command and what it must get.
type step struct {
	conn    int    // from 1
	command string // without tag, with literals
	reply   explain.Kind
	heard   []*wire.Response // what is expected of the untagged ones
}

// replayLimit is how long a replay may take.
const replayLimit = 30 * time.Second

// replay sends what was said to a server of its own. Before, each command goes
// through rename.
func (r *Room) replay(rename func(command string) string) (*replayed, error) {
	r.mu.Lock()
	mail, said, reason := r.history.mail, slices.Clone(r.history.spoken), r.history.reason
	for i, c := range said {
		clone := *c // it may still grow
		said[i] = &clone
	}
	r.mu.Unlock()
	if reason != nil {
		return nil, reason
	}
	p := newPlan(mail, said)
	if len(p.users) == 0 {
		return nil, errNothing
	}
	users := make(map[string]string)
	for _, user := range p.users {
		users[user] = "pass"
	}
	clean, err := New(Options{Users: users, Lines: replayLines})
	if err != nil {
		return nil, err
	}
	defer clean.Close()
	ctx, cancel := context.WithTimeout(context.Background(), replayLimit)
	defer cancel()
	return p, p.play(ctx, clean, rename)
}

// replayLines bounds how many lines the answer to one command can have.
const replayLines = 20_000

// newPlan returns the steps: first those that make the mail, then what was
// said. IDLE ends at once, and before the next command news is asked for.
func newPlan(mail []Mail, said []*spoken) *replayed {
	p := new(replayed)
	conns := make(map[int]int) // by lane
	for _, c := range said {
		if _, _, ok := c.cut(); ok && conns[c.lane] == 0 {
			p.users = append(p.users, c.user)
			conns[c.lane] = len(p.users)
		}
	}
	p.makeMail(mail)
	idle := make(map[int]bool) // by connection
	for _, c := range said {
		if c.delivered != nil {
			if conn := p.connOf(c.user); conn > 0 {
				p.steps = append(p.steps, appending(conn, *c.delivered))
			}
			continue
		}
		name, command, ok := c.cut()
		if !ok {
			continue
		}
		conn := conns[c.lane]
		if idle[conn] {
			p.steps = append(p.steps, step{conn: conn, command: "NOOP"})
		}
		if idle[conn] = name == "IDLE"; idle[conn] {
			command = name // without DONE
		}
		p.steps = append(p.steps, step{conn: conn, command: command})
	}
	return p
}

// connOf returns the first connection of a user, 0 if there is none.
func (p *replayed) connOf(user string) int { return slices.Index(p.users, user) + 1 }

// makeMail makes the mail of those users who have a connection.
func (p *replayed) makeMail(mail []Mail) {
	for _, user := range p.distinctUsers() {
		conn := p.connOf(user)
		made := []string{"INBOX"}
		p.steps = append(p.steps, step{conn: conn, command: makeInbox})
		for _, m := range mail {
			if m.User != user {
				continue
			}
			if !slices.Contains(made, m.Mailbox) {
				made = append(made, m.Mailbox)
				p.steps = append(p.steps, step{conn: conn, command: "CREATE " + nameArg(m.Mailbox)})
			}
			p.steps = append(p.steps, appending(conn, m))
		}
	}
}

// makeInbox is the step that makes what takes the place of INBOX.
const makeInbox = "CREATE INBOX"

func appending(conn int, m Mail) step {
	return step{conn: conn, command: fmt.Sprintf("APPEND %s (%s) {%d}\r\n%s",
		nameArg(m.Mailbox), strings.Join(m.Flags, " "), len(m.Message), m.Message)}
}

// nameArg writes a mailbox name as an argument.
func nameArg(name string) string {
	if strings.ContainsAny(name, " \"\\(){}%*]") {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	}
	return name
}

// play sends the steps and notes the answers.
func (p *replayed) play(ctx context.Context, clean *Room, rename func(string) string) error {
	var lanes []*Lane
	for i, user := range p.users {
		l, err := clean.Open(ctx, fmt.Sprintf("connection %d", i+1))
		if err != nil {
			return err
		}
		lanes = append(lanes, l)
		if _, err := l.Send(ctx, "LOGIN "+quoted(user)+" pass"); err != nil {
			return err
		}
	}
	for i := range p.steps {
		s := &p.steps[i]
		before := clean.Last()
		l := lanes[s.conn-1]
		if _, err := l.Send(ctx, rename(s.command)); err != nil {
			return fmt.Errorf("%w, at %.40q", err, s.command)
		}
		if s.command == "IDLE" {
			if _, err := l.Send(ctx, "DONE"); err != nil {
				return err
			}
		}
		said, _ := clean.Since(before, replayLines)
		s.listen(said, l.ID())
	}
	return nil
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// listen takes from the lines what the step must get.
func (s *step) listen(lines []Line, lane int) {
	for _, l := range lines {
		switch {
		case l.Lane != lane || l.Who != Server:
			continue
		case l.Tag != "":
			s.reply = l.Kind
			continue
		}
		switch l.Kind {
		case explain.Exists, explain.Expunge, explain.Fetch, explain.Search:
			resp, err := wire.ParseResponse([]byte(l.Text+"\r\n"), wire.Limits{}, true)
			if err == nil && resp.Err == nil {
				s.heard = append(s.heard, resp)
			}
		}
	}
}
