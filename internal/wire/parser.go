package wire

import "errors"

var errEmpty = errors.New("no response")

// Parser reads responses that are framed already, as those of a recording. It
// is for one goroutine.
type Parser struct{ parser parser }

// NewParser returns a Parser.
func NewParser(l Limits) *Parser {
	p := new(Parser)
	p.parser.lim = l.withDefaults()
	return p
}

// Parse reads one response with its line end. UTF-8 in quoted strings and texts
// is allowed if utf8 is set (see Reader.UTF8). The error is a *LimitError, and
// the Response stands beside it. raw is kept and not changed.
func (p *Parser) Parse(raw []byte, utf8 bool) (*Response, error) {
	if len(raw) == 0 {
		return nil, errEmpty
	}
	return p.parser.parse(raw, utf8)
}
