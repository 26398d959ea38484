package script

import (
	"strconv"
	"strings"
)

// checkCommand finds what could never be sent.
func (p *parser) checkCommand(c command) {
	text := strings.TrimSpace(c.parts.text())
	if text == "" && len(c.parts.segments) == 1 {
		p.fail(c.line, "the command is empty")
	}
	for _, s := range c.parts.segments {
		p.checkVariables(c.line, s.text)
	}
}

// checkPatterns finds directives and variables that mean nothing.
func (p *parser) checkPatterns(number int, args []arg) {
	for _, a := range args {
		if a.kind != listArg {
			switch {
			case a.kind != atomArg:
			case strings.HasPrefix(a.text, "$!"):
				p.fail(number, "%s stands outside a list, or behind what is no directive", a.text)
			case strings.HasPrefix(a.text, ")"):
				p.fail(number, "an argument begins with )")
			}
			p.checkVariables(number, a.text)
			continue
		}
		d, rest, err := parseDirectives(a.list)
		if err != nil {
			p.fail(number, "%v", err)
		}
		if d.chunk > 1 && len(rest)%d.chunk != 0 {
			p.fail(number, "the list is of groups of %d, and has %d elements", d.chunk, len(rest))
		}
		p.checkPatterns(number, rest)
	}
}

// checkVariables looks at each "$".
func (p *parser) checkVariables(number int, text string) {
	for rest := text; ; {
		i := strings.IndexByte(rest, '$')
		if i < 0 {
			return
		}
		v, n := cutVariable(rest[i:])
		if n == 0 {
			p.fail(number, "%.40q: ${ without }, or without a name", rest[i:])
			return
		}
		if v.kind == modSeqVar || v.kind == messageVar {
			if k, err := strconv.ParseUint(v.name, 10, 32); err != nil || k == 0 {
				p.fail(number, "%.40q: the number must be from 1", rest[i:i+n])
			}
		}
		rest = rest[i+n:]
	}
}
