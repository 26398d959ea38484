package script

import (
	"strconv"
	"strings"
	"time"
)

// Parse reads a script. Name is what it is called, file what errors call it.
// The error is of type Errors, and holds every mistake.
func Parse(name, file string, data []byte) (*Script, error) {
	p := &parser{
		scanner: newScanner(file, data),
		script: &Script{
			Name: name, File: file, Connections: 1, Messages: -1, State: Selected, IgnoreExtra: true, Users: make(map[int]string),
		},
	}
	p.script.About = about(p.lines)
	p.header()
	p.body()
	p.finish()
	if len(p.errors) > 0 {
		return nil, p.errors
	}
	return p.script, nil
}

// about is the comment that begins a script, without its signs.
func about(lines []string) string {
	var text []string
	for _, l := range lines {
		if !strings.HasPrefix(l, "#") {
			break
		}
		text = append(text, strings.TrimSpace(strings.TrimPrefix(l, "#")))
	}
	return strings.TrimSpace(strings.Join(text, "\n"))
}

type parser struct {
	*scanner
	script *Script
	open   *group // whose responses are being read; nil before the first
}

// body reads the commands and what each must get.
func (p *parser) body() {
	for {
		l, ok := p.scan()
		if !ok {
			return
		}
		if strings.TrimSpace(l.text()) == "" && len(l.segments) == 1 {
			continue
		}
		switch text := l.text(); {
		case strings.HasPrefix(text, "!sleep"):
			p.sleep(l)
		case strings.HasPrefix(text, "!output"):
			p.output(l)
		case strings.HasPrefix(text, "* "), strings.HasPrefix(text, "! "), strings.HasPrefix(text, "? "):
			p.response(l)
		case text == "*", text == "!", text == "?":
			p.fail(l.number, "%s without a response", text)
		case strings.HasPrefix(text, "!"):
			p.fail(l.number, "unknown directive %.40s", strings.Fields(text)[0])
		default:
			p.command(l)
		}
	}
}

func (p *parser) sleep(l line) {
	text := strings.TrimSpace(strings.TrimPrefix(l.text(), "!sleep"))
	d, err := time.ParseDuration(text)
	if n, plain := strconv.Atoi(text); plain == nil {
		d, err = time.Duration(n)*time.Millisecond, nil
	}
	switch {
	case err != nil || d < 0:
		p.fail(l.number, "!sleep needs a time such as 100ms, not %q", text)
	case d > maxPause:
		p.fail(l.number, "!sleep of %v: more than %v", d, maxPause)
	case p.open == nil:
		p.fail(l.number, "!sleep before the first command")
	default:
		p.open.pause += d
	}
}

// maxPause bounds one !sleep, so that a run has a bound.
const maxPause = time.Minute

func (p *parser) output(l line) {
	if p.open == nil {
		p.fail(l.number, "!output before the first command")
		return
	}
	p.open.outputs = append(p.open.outputs, strings.TrimSpace(strings.TrimPrefix(l.text(), "!output")))
}

// response reads a line that begins with a mark.
func (p *parser) response(l line) {
	args, err := parseArgs(l.from(2).wire())
	if err != nil {
		p.fail(l.number, "%v", err)
		return
	}
	if len(args) == 0 {
		p.fail(l.number, "%c without a response", l.text()[0])
		return
	}
	p.checkPatterns(l.number, args)
	e := expectation{line: l.number, mark: mark(l.text()[0]), text: l.display(2), args: args}
	switch {
	case p.open != nil:
		p.open.expected = append(p.open.expected, e)
	case e.mark != must:
		p.fail(l.number, "%c before the first command: there only * checks the greeting", e.mark)
	default:
		p.script.greeting = append(p.script.greeting, e)
	}
}

// display is the line without its first n octets, with its literals abridged.
func (l line) display(n int) string {
	var b strings.Builder
	for i, s := range l.segments {
		switch {
		case s.literal:
			b.WriteString("{" + strconv.Itoa(len(s.text)) + "}" + strconv.Quote(s.text))
		case i == 0:
			b.WriteString(s.text[n:])
		default:
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// command reads a line that is a command or a tagged response: each may begin
// with the number of its connection.
func (p *parser) command(l line) {
	conn, l, ok := p.connection(l)
	if !ok {
		return
	}
	word, rest, _ := strings.Cut(l.text(), " ")
	switch {
	case isKind(word):
		after := l.from(len(l.text()) - len(rest))
		if p.answers(conn) {
			p.answer(l.number, word, after, p.lastCommand())
			return
		}
		p.begin(conn, command{line: l.number, parts: after, reply: reply{line: l.number, kind: kindOf(word)}})
	case isTag(word):
		p.tagged(conn, word, l.from(len(l.text())-len(rest)))
	default:
		p.begin(conn, command{line: l.number, parts: l, reply: reply{kind: unanswered}})
	}
}

// unanswered marks a command whose tagged response has not been read.
const unanswered = "?"

// connection cuts off the number that begins the lines of a script with
// several connections.
func (p *parser) connection(l line) (int, line, bool) {
	if p.script.Connections == 1 {
		return 1, l, true
	}
	word, rest, _ := strings.Cut(l.text(), " ")
	n, err := strconv.Atoi(word)
	switch {
	case err != nil:
		p.fail(l.number, "the line does not begin with the number of a connection, although there are %d", p.script.Connections)
	case n < 1 || n > p.script.Connections:
		p.fail(l.number, "there is no connection %d: the header has %d", n, p.script.Connections)
	default:
		return n, l.from(len(l.text()) - len(rest)), true
	}
	return 0, l, false
}

func isKind(word string) bool {
	switch strings.ToLower(word) {
	case "ok", "no", "bad", `""`:
		return true
	}
	return false
}

func kindOf(word string) string {
	if word == `""` {
		return ""
	}
	return strings.ToUpper(word)
}

func isTag(word string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(word), "tag")
	if !ok || rest == "" {
		return false
	}
	_, err := strconv.ParseUint(rest, 10, 31)
	return err == nil
}

// answers says whether a tagged response is awaited: the line is one, then, and
// no command with its answer before it.
func (p *parser) answers(conn int) bool {
	c := p.lastCommand()
	return c != nil && c.tag == "" && c.reply.kind == unanswered && p.open.conn == conn
}

func (p *parser) lastCommand() *command {
	if p.open == nil || len(p.open.commands) == 0 {
		return nil
	}
	return &p.open.commands[len(p.open.commands)-1]
}

// answer reads "ok [prefix]".
func (p *parser) answer(number int, word string, rest line, c *command) {
	args, err := parseArgs(rest.wire())
	if err != nil {
		p.fail(number, "%v", err)
	}
	p.checkPatterns(number, args)
	c.reply = reply{line: number, kind: kindOf(word), args: args}
}

// begin starts a group with a command.
func (p *parser) begin(conn int, c command) {
	p.close()
	p.checkCommand(c)
	p.script.groups = append(p.script.groups, group{line: c.line, conn: conn, commands: []command{c}})
	p.open = &p.script.groups[len(p.script.groups)-1]
}

// tagged reads "tagN COMMAND", "tagN ok COMMAND" or "tagN ok [prefix]".
func (p *parser) tagged(conn int, tag string, rest line) {
	tag = strings.ToLower(tag)
	word, after, _ := strings.Cut(rest.text(), " ")
	if c := p.tagCommand(tag); c != nil {
		switch {
		case p.open.conn != conn:
			p.fail(rest.number, "%s was sent on connection %d", tag, p.open.conn)
		case !isKind(word):
			p.fail(rest.number, "%s is in use since line %d: expected its tagged response", tag, c.line)
		default:
			p.answer(rest.number, word, rest.from(len(rest.text())-len(after)), c)
		}
		return
	}
	c := command{line: rest.number, tag: tag, parts: rest, reply: reply{kind: unanswered}}
	if isKind(word) {
		c.parts = rest.from(len(rest.text()) - len(after))
		c.reply = reply{line: rest.number, kind: kindOf(word)}
		if strings.TrimSpace(after) == "" && len(c.parts.segments) == 1 {
			p.fail(rest.number, "%s was not sent", tag)
			return
		}
	}
	if !p.joins(tag) {
		p.begin(conn, c)
		return
	}
	if p.open.conn != conn {
		p.fail(rest.number, "commands that are sent at once must be on one connection")
	}
	p.checkCommand(c)
	p.open.commands = append(p.open.commands, c)
}

// tagCommand returns the command of the open group that awaits the answer of
// that tag.
func (p *parser) tagCommand(tag string) *command {
	if p.open == nil {
		return nil
	}
	for i := range p.open.commands {
		if c := &p.open.commands[i]; c.tag == tag && c.reply.kind == unanswered {
			return c
		}
	}
	return nil
}

// joins says whether a command with a tag belongs to the open group: it does
// until all of that have been answered, and if the tag is not used in it yet.
func (p *parser) joins(tag string) bool {
	if p.open == nil {
		return false
	}
	waiting := false
	for _, c := range p.open.commands {
		if c.tag == "" || c.tag == tag {
			return false
		}
		waiting = waiting || c.reply.kind == unanswered
	}
	return waiting || p.sentAtOnce()
}

// sentAtOnce: "tagN ok COMMAND" has its answer with it; such commands belong
// together while nothing else stands between them.
func (p *parser) sentAtOnce() bool {
	for _, c := range p.open.commands {
		if c.reply.line != c.line {
			return false
		}
	}
	return true
}

// close ends the group that is open.
func (p *parser) close() {
	if p.open == nil {
		return
	}
	for _, c := range p.open.commands {
		if c.reply.kind == unanswered {
			p.fail(c.line, "the command has no tagged response: expected ok, no, bad or \"\"")
		}
	}
}

func (p *parser) finish() {
	p.close()
	if len(p.script.groups) == 0 && len(p.errors) == 0 {
		p.fail(max(1, len(p.lines)), "the script has no command")
	}
}
