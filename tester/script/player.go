package script

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// player plays one script.
type player struct {
	*worker
	script *Script
	rec    *client.Recorder
	conns  []*client.Client
	vars   *variables
	result *Result

	message   int // of the mbox, the next to append
	loggedOut map[int]bool
}

func (p *player) nextMessage() Message {
	m := p.script.Mbox[p.message%len(p.script.Mbox)]
	p.message++
	return m
}

// run plays the commands. The error says why it could not go on.
func (p *player) run() error {
	p.loggedOut = make(map[int]bool)
	for i := range p.script.groups {
		g := &p.script.groups[i]
		if err := p.group(g); err != nil {
			return err
		}
		p.result.Output = append(p.result.Output, g.outputs...)
		if err := pause(p.ctx, g.pause); err != nil {
			return err
		}
	}
	return nil
}

// pause is !sleep, which the script's author wants.
func pause(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// close logs out where the script has not, and closes.
func (p *player) close() {
	for i, c := range p.conns {
		if p.result.Outcome != Broken && !p.loggedOut[i+1] {
			_ = c.Logout(p.ctx) // how a server takes leave is for scripts to test
		}
		c.Close()
	}
}

// checkGreeting compares the greeting of the first connection.
func (p *player) checkGreeting() {
	if len(p.script.greeting) == 0 {
		return
	}
	e := &exchange{player: p, group: &group{line: p.script.greeting[0].line, expected: p.script.greeting}, from: 0}
	e.responses = []*wire.Response{p.conns[0].Greeting()}
	e.compare()
	p.played(e, "the greeting")
}

// group sends what belongs to one individual command, and compares.
func (p *player) group(g *group) error {
	c := p.conns[g.conn-1]
	p.vars.gone = nil
	e := &exchange{player: p, group: g, from: p.rec.Len()}
	e.responses = c.Unclaimed()
	sent, err := p.expand(g)
	if err != nil {
		e.problem(Problem{Line: g.line, What: err.Error()})
		p.played(e, g.commands[0].parts.display(0))
		return nil
	}
	if slices.ContainsFunc(g.commands, isLogout) {
		p.loggedOut[g.conn] = true
	}
	replies, err := p.send(c, sent)
	for _, r := range replies {
		e.responses = append(e.responses, r.Untagged...)
		p.vars.values["tag"] = r.Tag
	}
	if err != nil {
		e.problem(Problem{Line: g.line, What: "no answer", Expected: "a tagged response", Seen: err.Error()})
	} else {
		e.compare()
		for i, r := range replies {
			e.compareReply(&g.commands[i], r)
		}
	}
	p.played(e, shown(sent))
	return broken(fmt.Sprintf("line %d", g.line), err)
}

// played takes note of a command.
func (p *player) played(e *exchange, text string) {
	c := Command{Line: e.group.line, Text: text, Problems: e.problems}
	if c.Failed() {
		c.Lines = e.rec.Lines(e.from, e.rec.Len())
	}
	p.result.Commands = append(p.result.Commands, c)
}

func isLogout(c command) bool { return strings.EqualFold(strings.TrimSpace(c.parts.text()), "LOGOUT") }

// expand gives each command its parts, with variables replaced.
func (p *player) expand(g *group) ([][]client.Part, error) {
	var all [][]client.Part
	for _, c := range g.commands {
		var parts []client.Part
		for _, s := range c.parts.segments {
			text, err := p.vars.expand(s.text)
			if err != nil {
				return nil, err
			}
			if s.literal {
				parts = append(parts, client.Literal{Data: []byte(text), Binary: s.binary})
			} else if text != "" {
				parts = append(parts, client.Text(text))
			}
		}
		all = append(all, p.withMessage(parts))
	}
	return all, nil
}

// withMessage completes an APPEND that has no literal: the next message of the
// mbox is its own.
func (p *player) withMessage(parts []client.Part) []client.Part {
	text, ok := parts[0].(client.Text)
	verb, args, _ := strings.Cut(string(text), " ")
	if !ok || len(parts) != 1 || !strings.EqualFold(verb, "APPEND") {
		return parts
	}
	if strings.TrimSpace(args) == "" {
		args = client.Quote(p.mailbox)
	}
	return []client.Part{client.Text(verb + " " + strings.TrimSpace(args) + " "), client.Literal{Data: p.nextMessage().Data}}
}

// send sends one command, or several at once, and waits for the answers.
func (p *player) send(c *client.Client, commands [][]client.Part) ([]*client.Reply, error) {
	if len(commands) == 1 {
		r, err := p.sendOne(c, commands[0])
		if err != nil {
			return nil, err
		}
		return []*client.Reply{r}, nil
	}
	pending, err := p.start(c, commands)
	if err != nil {
		return nil, err
	}
	var replies []*client.Reply
	for _, one := range pending {
		r, err := c.Wait(p.ctx, one)
		if err != nil {
			return replies, err
		}
		replies = append(replies, r)
	}
	return replies, nil
}

// sendOne sends a command. IDLE ends as soon as it has begun.
func (p *player) sendOne(c *client.Client, parts []client.Part) (*client.Reply, error) {
	if text, ok := parts[0].(client.Text); ok && strings.EqualFold(string(text), "IDLE") {
		return c.IdleBriefly(p.ctx)
	}
	return c.DoParts(p.ctx, parts...)
}

// start sends several commands, in one write if none of them has literals.
func (p *player) start(c *client.Client, commands [][]client.Part) ([]*client.Pending, error) {
	var texts []string
	for _, parts := range commands {
		if text, ok := parts[0].(client.Text); ok && len(parts) == 1 {
			texts = append(texts, string(text))
		}
	}
	if len(texts) == len(commands) {
		return c.Pipeline(p.ctx, texts...)
	}
	var pending []*client.Pending
	for _, parts := range commands {
		one, err := c.StartParts(p.ctx, parts...)
		if err != nil {
			return nil, err
		}
		pending = append(pending, one)
	}
	return pending, nil
}

// shown is what was sent, with literals abridged.
func shown(commands [][]client.Part) string {
	var b strings.Builder
	for i, parts := range commands {
		if i > 0 {
			b.WriteString(" / ")
		}
		for _, part := range parts {
			switch part := part.(type) {
			case client.Text:
				b.WriteString(string(part))
			case client.Literal:
				fmt.Fprintf(&b, "{%d}%.100q", len(part.Data), part.Data)
			}
		}
	}
	return b.String()
}

// content is a response without "*" or tag, and without the line end behind it:
// what ends a literal belongs to that.
func content(r *wire.Response) []byte {
	line := bytes.TrimSuffix(bytes.TrimSuffix(r.Raw, []byte("\n")), []byte("\r"))
	_, rest, _ := bytes.Cut(line, []byte(" "))
	return rest
}
