package message

import "strings"

// lexer reads the tokens of a structured field value (RFC 5322 §3.2, RFC 2045
// §5.1), which may still be folded. Every method moves pos forward only.
type lexer struct {
	in      []byte
	pos     int
	comment []byte // inner text of the first comment skipped since it was last nil
}

// peek returns the next octet, or 0 at the end. A NUL octet in the input is no
// special of any grammar here, so nothing tells the two apart but end.
func (l *lexer) peek() byte {
	if l.pos < len(l.in) {
		return l.in[l.pos]
	}
	return 0
}

func (l *lexer) end() bool { return l.pos >= len(l.in) }

// skipCFWS skips comments and folding white space (RFC 5322 §3.2.2).
func (l *lexer) skipCFWS() {
	for l.pos < len(l.in) {
		switch c := l.in[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '(':
			l.skipComment()
		default:
			return
		}
	}
}

// skipComment skips a comment, with those nested in it; one without end takes
// the rest.
func (l *lexer) skipComment() {
	start, depth := l.pos+1, 0
	for ; l.pos < len(l.in); l.pos++ {
		switch l.in[l.pos] {
		case '\\':
			l.pos++
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			break
		}
	}
	end := min(l.pos, len(l.in))
	l.pos = min(l.pos+1, len(l.in))
	if l.comment == nil {
		l.comment = trimSpace(l.in[start:max(start, end)])
	}
}

// quoted reads the quoted string at pos and returns its content without quotes,
// quoted pairs and line ends: a part of the input if that is enough, else built
// on buf. A string without end takes the rest.
func (l *lexer) quoted(buf []byte) []byte {
	l.pos++
	start := l.pos
	for plain := true; ; l.pos++ {
		if l.end() || l.in[l.pos] == '"' {
			content := l.in[start:l.pos]
			l.pos = min(l.pos+1, len(l.in))
			if plain {
				return content
			}
			return appendUnescaped(buf, content)
		}
		switch l.in[l.pos] {
		case '\\':
			plain = false
			l.pos = min(l.pos+1, len(l.in)-1)
		case '\r', '\n':
			plain = false
		}
	}
}

// appendUnescaped appends s without line ends and the backslashes of its quoted
// pairs (RFC 5322 §3.2.1).
func appendUnescaped(buf, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\r' || c == '\n' {
			continue
		}
		if c == '\\' && i+1 < len(s) {
			i++
			c = s[i]
		}
		buf = append(buf, c)
	}
	return buf
}

// token reads up to white space, a comment or an octet of stop. It is lenient:
// 8-bit and most tspecials (RFC 2045 §5.1) pass, for senders forget the quotes.
func (l *lexer) token(stop string) []byte {
	start := l.pos
	for l.pos < len(l.in) {
		c := l.in[l.pos]
		if isSpace(c) || c == '(' || strings.IndexByte(stop, c) >= 0 {
			break
		}
		l.pos++
	}
	return l.in[start:l.pos]
}

// param reads the next parameter "; name=value" of RFC 2045 §5.1 and skips what
// is none. The value may be built on buf; ok is false at the end.
func (l *lexer) param(buf []byte) (name, value []byte, ok bool) {
	for {
		l.skipCFWS()
		if l.end() {
			return nil, nil, false
		}
		if l.peek() == ';' {
			l.pos++
			continue
		}
		name = l.token("=;\"")
		l.skipCFWS()
		if l.peek() != '=' || len(name) == 0 {
			l.skipTo(';')
			continue
		}
		l.pos++
		l.skipCFWS()
		if l.peek() == '"' {
			value = l.quoted(buf)
		} else {
			value = l.unquoted(buf)
		}
		l.skipTo(';')
		return name, value, true
	}
}

// unquoted reads a parameter value without quotes: a token, or if more than a
// comment follows it, as in name=my file.txt, all up to the next semicolon.
func (l *lexer) unquoted(buf []byte) []byte {
	start := l.pos
	value := l.token(";")
	l.skipCFWS()
	if l.end() || l.peek() == ';' {
		return value
	}
	l.skipTo(';')
	return unfold(buf, l.in[start:l.pos])
}

// skipTo moves to the next stop octet outside of quoted strings and comments,
// or to the end.
func (l *lexer) skipTo(stop byte) {
	for {
		l.skipCFWS()
		switch {
		case l.end() || l.peek() == stop:
			return
		case l.peek() == '"':
			l.quoted(nil)
		default:
			l.pos++
		}
	}
}
