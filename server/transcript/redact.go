package transcript

import "bytes"

// redacted stands for a secret.
var redacted = []byte("<redacted>")

// speaker follows one command of the client through its lines and literals.
// The zero value awaits the first line of one.
type speaker struct {
	inside bool // the first line has come
	secret bool // what follows holds a password, or what stands for one
}

// says returns what may be written of a line or literal.
func (s *speaker) says(data []byte) []byte {
	switch {
	case !s.inside:
		s.inside = true
		data, s.secret = redact(data)
		return data
	case s.secret:
		return redacted
	}
	return data
}

// ends reports whether a response ends the command under way: a tagged one, or
// the BAD to a line that has no tag. Greeting and BYE do no harm here.
func ends(resp []byte) bool {
	switch {
	case bytes.HasPrefix(resp, []byte("* BAD")):
		return true
	case bytes.HasPrefix(resp, []byte("* ")), bytes.HasPrefix(resp, []byte("+")):
		return false
	}
	return true
}

// redact takes the secret out of the first line of LOGIN and AUTHENTICATE: all
// after the first argument, which is the user's name or the mechanism.
func redact(line []byte) (shown []byte, secret bool) {
	tag, command, _ := bytes.Cut(line, []byte(" "))
	name, args, ok := bytes.Cut(command, []byte(" "))
	if !bytes.EqualFold(bytes.TrimRight(name, "\r\n"), []byte("LOGIN")) &&
		!bytes.EqualFold(bytes.TrimRight(name, "\r\n"), []byte("AUTHENTICATE")) {
		return line, false
	}
	first := args[:argument(args)]
	if !ok || len(first) == len(bytes.TrimRight(args, "\r\n")) {
		return line, true
	}
	return bytes.Join([][]byte{tag, name, first, redacted}, []byte(" ")), true
}

// argument returns the length of the first argument, quotes included.
func argument(args []byte) int {
	quoted := false
	for i := 0; i < len(args); i++ {
		switch c := args[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == ' ' && !quoted, c == '\r', c == '\n':
			return i
		}
	}
	return len(args)
}
