package faults

import (
	"bytes"
	"slices"
	"strings"
)

// status is a status response taken apart (RFC 9051 §7.1).
type status struct {
	tag  string // "*" for an untagged one
	kind string // OK, NO, BAD, BYE or PREAUTH
	code string // without its brackets, empty if there is none
	text string
}

func parseStatus(resp []byte) (status, bool) {
	line, ok := bytes.CutSuffix(resp, crlf)
	if !ok || bytes.ContainsAny(line, "\r\n") {
		return status{}, false
	}
	var s status
	s.tag, s.text, _ = strings.Cut(string(line), " ")
	s.kind, s.text, _ = strings.Cut(s.text, " ")
	if !slices.Contains([]string{"OK", "NO", "BAD", "BYE", "PREAUTH"}, s.kind) {
		return status{}, false
	}
	if rest, has := strings.CutPrefix(s.text, "["); has {
		if code, text, closed := strings.Cut(rest, "]"); closed {
			s.code, s.text = code, strings.TrimPrefix(text, " ")
		}
	}
	return s, true
}

func (s status) String() string {
	if s.code != "" {
		return s.tag + " " + s.kind + " [" + s.code + "] " + s.text + "\r\n"
	}
	return s.tag + " " + s.kind + " " + s.text + "\r\n"
}

func (s status) bytes() []byte { return []byte(s.String()) }

// tagged reports whether the status completes a command.
func (s status) tagged() bool { return s.tag != "*" && s.tag != "+" }

// codeArg returns what follows the name of the code, if it is that code.
func (s status) codeArg(name string) (string, bool) {
	if s.code == name {
		return "", true
	}
	return strings.CutPrefix(s.code, name+" ")
}
