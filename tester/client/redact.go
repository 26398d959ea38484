package client

import (
	"bytes"
	"strings"
)

// redacted stands for a secret in records and errors.
const redacted = "<redacted>"

// carriesSecret says whether a command, in upper case, holds a password or what
// stands for one.
func carriesSecret(verb string) bool { return verb == "LOGIN" || verb == "AUTHENTICATE" }

// redactLine takes the secret out of the first line of a command: all after the
// user name of LOGIN, or after the mechanism of AUTHENTICATE. What has none is
// returned as it is.
func redactLine(line []byte) []byte {
	tag, cmd, ok := bytes.Cut(line, []byte{' '})
	if !ok {
		return line
	}
	verb, _, _ := bytes.Cut(cmd, []byte{' '})
	if !carriesSecret(strings.ToUpper(string(bytes.TrimRight(verb, "\r\n")))) {
		return line
	}
	out := append(append([]byte(nil), tag...), ' ')
	out = append(out, redactText(strings.TrimSuffix(string(cmd), "\r\n"))...)
	if bytes.HasSuffix(cmd, []byte("\r\n")) {
		out = append(out, "\r\n"...)
	}
	return out
}

// redactText is redactLine for a command without tag and line end.
func redactText(cmd string) string {
	verb, args, ok := strings.Cut(cmd, " ")
	if !ok || !carriesSecret(strings.ToUpper(verb)) {
		return cmd
	}
	first := firstArg(args)
	if len(first) == len(args) {
		return cmd
	}
	return verb + " " + first + " " + redacted
}

// redactRest is for what follows a literal of such a command: only the head of
// another literal is kept.
func redactRest(text []byte) []byte {
	head := bytes.TrimSuffix(text, []byte("\r\n"))
	if open := bytes.LastIndexByte(head, '{'); open >= 0 && bytes.HasSuffix(head, []byte{'}'}) {
		return append([]byte(redacted+" "), text[open:]...)
	}
	return []byte(redacted + "\r\n")
}

// firstArg returns the first argument, quotes included.
func firstArg(args string) string {
	quoted := false
	for i := 0; i < len(args); i++ {
		switch c := args[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == ' ' && !quoted:
			return args[:i]
		}
	}
	return args
}
