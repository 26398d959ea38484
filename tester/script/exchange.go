package script

import (
	"bytes"
	"fmt"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// exchange is a group being played: what came, and what is wrong with it.
type exchange struct {
	*player
	group     *group
	from      int // event of the recorder
	responses []*wire.Response
	problems  []Problem
}

func (e *exchange) problem(p Problem) { e.problems = append(e.problems, p) }

// seen is a response that came.
type seen struct {
	text string
	args []arg
}

// compare takes the responses in the order in which they came, each to the
// first expectation that it meets and that none has met before.
func (e *exchange) compare() {
	met := make([]bool, len(e.group.expected))
	var all []seen
	for _, r := range e.responses {
		line := content(r)
		one := seen{text: string(line), args: argsOf(line)}
		all = append(all, one)
		e.take(one, met)
		if r.Name == "EXPUNGE" {
			e.vars.gone = append(e.vars.gone, r.Number)
		}
	}
	for i, x := range e.group.expected {
		if x.mark == must && !met[i] {
			e.problem(e.nearest(x, all))
		}
	}
}

// argsOf divides a response. One that is not well-formed is divided by its
// words, so that it can still be shown beside what was expected.
func argsOf(line []byte) []arg {
	args, err := responseArgs(line)
	if err == nil {
		return args
	}
	args = nil
	for word := range bytes.FieldsSeq(line) {
		args = append(args, arg{text: string(word)})
	}
	return args
}

func (e *exchange) take(one seen, met []bool) {
	for i, x := range e.group.expected {
		if met[i] && x.mark == must {
			continue
		}
		m := &matcher{vars: e.vars}
		if !m.response(x.args, one.args) {
			continue
		}
		if x.mark == mustNot {
			m.undo()
			e.problem(Problem{Line: x.line, What: "came, and must not", Expected: "! " + e.vars.show(x.text), Seen: one.text})
		}
		met[i] = true
		return
	}
	if !e.script.IgnoreExtra {
		e.problem(Problem{Line: e.group.line, What: "came, and is not listed", Seen: one.text})
	}
}

// nearest is the response that is most like what was expected.
func (e *exchange) nearest(x expectation, all []seen) Problem {
	p := Problem{Line: x.line, What: "did not come", Expected: "* " + e.vars.show(x.text)}
	best := 0
	for _, one := range all {
		m := &matcher{vars: e.vars}
		if m.response(x.args, one.args) {
			// It met another expectation, which is alike.
			m.undo()
			continue
		}
		if m.best > best {
			best = m.best
			p.Seen, p.Difference = one.text, fmt.Sprintf("%s expected, %s came", m.miss.expected, m.miss.seen)
		}
	}
	return p
}

// compareReply compares the tagged response.
func (e *exchange) compareReply(c *command, r *client.Reply) {
	answer := content(r.Tagged)
	args := argsOf(answer)
	line := c.reply.line
	text := string(answer)
	expected := strings.TrimSpace(strings.ToLower(c.reply.kind) + " " + e.vars.show(joinArgs(c.reply.args)))
	if c.reply.kind != "" && !strings.EqualFold(args[0].text, c.reply.kind) {
		e.problem(Problem{Line: line, What: "the tagged response", Expected: expected, Seen: text})
		return
	}
	m := &matcher{vars: e.vars}
	if !m.reply(c.reply.args, args[1:]) {
		e.problem(Problem{Line: line, What: "the tagged response", Expected: expected, Seen: text,
			Difference: fmt.Sprintf("%s expected, %s came", m.miss.expected, m.miss.seen)})
	}
}
