package judge

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// command is one of the client's, from its first line until it is completed.
type command struct {
	tag  string
	verb string // in upper case; of UID commands the second word
	uid  bool
	args []arg
	bad  bool // it could not be read: it may be wrong on purpose
	odd  bool // it could be read, and spaces are missing or too many

	first    int       // event of its first line
	sent     time.Time // of its first line
	complete bool      // sent to its end
	wanted   wanted    // what it asks for, and what has come of it

	// What was true when it was sent.
	exists   uint32
	crowded  bool   // others were in progress, whose answers may come during it
	before   floors // of the mailbox that it names, or else of the selected one
	expunged bool   // messages were removed while it was in progress

	disabledAt int // a LOGIN: LOGINDISABLED was advertised then; 0 if not
}

// arg is an argument of a command: an atom, a string or a list.
type arg struct {
	text   string
	list   []arg
	isList bool
	quoted bool // a string, so that it is no keyword
}

func (a arg) is(word string) bool { return !a.isList && !a.quoted && strings.EqualFold(a.text, word) }

// name is how the command is called in texts.
func (c *command) name() string {
	if c.uid {
		return "UID " + c.verb
	}
	return c.verb
}

// has says whether the command is one of these, with or without UID.
func (c *command) has(verbs ...string) bool {
	for _, v := range verbs {
		if c.verb == v {
			return true
		}
	}
	return false
}

func (c *command) text(i int) string {
	if i >= len(c.args) || c.args[i].isList {
		return ""
	}
	return c.args[i].text
}

// selects says whether the command opens a mailbox.
func (c *command) selects() bool { return !c.uid && c.has("SELECT", "EXAMINE") }

// secret: nobody knows how long what follows is, as it is not written down.
func (c *command) secret() bool { return c.has("LOGIN", "AUTHENTICATE") }

// begin reads tag and name from the first line.
func (c *command) begin(line []byte) {
	words := strings.Fields(string(line[:min(len(line), 200)]))
	if len(words) > 0 {
		c.tag = words[0]
	}
	if len(words) > 1 {
		c.verb = strings.ToUpper(words[1])
	}
	if c.verb == "UID" && len(words) > 2 {
		c.uid, c.verb = true, strings.ToUpper(words[2])
	}
}

// read reads the arguments from the whole text.
func (c *command) read(text []byte) {
	// Of the line end alone: a literal before it may end in one of its own.
	t := tokens{rest: bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))}
	words := 2
	if c.uid {
		words = 3
	}
	all := t.list(0)
	if t.bad || len(all) < words || len(t.rest) > 0 {
		c.bad = true
		return
	}
	c.args, c.odd = all[words:], t.odd
}

// tokens reads arguments, leniently.
type tokens struct {
	rest []byte
	bad  bool
	odd  bool // spaces are missing, or too many
}

const maxDepth = 50

// list reads up to ")" or the end.
func (t *tokens) list(depth int) []arg {
	var out []arg
	spaces := 0 // before the next one
	for len(t.rest) > 0 && !t.bad {
		switch t.rest[0] {
		case ' ':
			t.rest = t.rest[1:]
			spaces++
		case ')':
			t.odd = t.odd || spaces > 0
			return out
		default:
			t.odd = t.odd || spaces != min(len(out), 1)
			spaces = 0
			out = append(out, t.one(depth))
		}
	}
	t.odd = t.odd || spaces > 0
	return out
}

func (t *tokens) one(depth int) arg {
	switch c := t.rest[0]; {
	case c == '(':
		t.rest = t.rest[1:]
		if depth >= maxDepth {
			t.bad = true
			return arg{}
		}
		a := arg{isList: true, list: t.list(depth + 1)}
		if len(t.rest) == 0 {
			t.bad = true
			return a
		}
		t.rest = t.rest[1:]
		return a
	case c == '"':
		return t.string()
	case c == '{', c == '~' && len(t.rest) > 1 && t.rest[1] == '{':
		return t.literal()
	}
	return t.atom()
}

func (t *tokens) string() arg {
	var b []byte
	for i := 1; i < len(t.rest); i++ {
		switch c := t.rest[i]; {
		case c == '"':
			t.rest = t.rest[i+1:]
			return arg{text: string(b), quoted: true}
		case c == '\\' && i+1 < len(t.rest):
			i++
			b = append(b, t.rest[i])
		default:
			b = append(b, c)
		}
	}
	t.bad, t.rest = true, nil
	return arg{}
}

func (t *tokens) literal() arg {
	line, rest, ok := bytes.Cut(t.rest, []byte("\n"))
	n, announced := announces(line)
	if !ok || !announced || n > len(rest) {
		t.bad, t.rest = true, nil
		return arg{}
	}
	t.rest = rest[n:]
	return arg{text: string(rest[:n]), quoted: true}
}

// atom reads up to a space or a parenthesis; a section in brackets is part of
// it: BODY[HEADER.FIELDS (From To)]<0.10>.
func (t *tokens) atom() arg {
	inside := false
	i := 0
	for ; i < len(t.rest); i++ {
		switch c := t.rest[i]; {
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case !inside && (c == ' ' || c == '(' || c == ')'):
			a := arg{text: string(t.rest[:i])}
			t.rest = t.rest[i:]
			return a
		}
	}
	a := arg{text: string(t.rest)}
	t.rest = nil
	return a
}

// announces reads the "{n}", "{n+}" or "{n-}" at the end of a line.
func announces(line []byte) (int, bool) {
	line = bytes.TrimRight(line, "\r\n")
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || line[len(line)-1] != '}' {
		return 0, false
	}
	digits := bytes.TrimRight(line[open+1:len(line)-1], "+-")
	n, err := strconv.ParseUint(string(digits), 10, 31)
	return int(n), err == nil
}
