package faults

import (
	"bytes"
	"strings"

	"imaporacle/server/front"
)

// answerParams narrow the faults of the tagged answer to commands whose
// arguments hold a text. What stands in literals is not looked at, so that what
// a fault does to a command can be told from the line of the command alone.
var answerParams = []Param{{
	Name: "with", Default: "", Help: "text that the first line of the arguments must hold, in any case",
	check: notEmpty,
}}

var answerBad = Kind{
	Name: "answer", Value: "bad",
	Story:  "A command is carried out, and its responses come, but the tagged one is BAD, as if it could not be read. Zimbra, Exchange and Citadel did not know parts of FETCH and SEARCH, and said so where each client asks for them.",
	Source: "imapwiki.org, ServerBugs", Rule: "command/not-bad", Acts: Response, Params: answerParams,
	wire: answersInstead(status{kind: "BAD", text: "Command unknown or arguments invalid"}),
}

var answerServerBug = Kind{
	Name: "answer", Value: "server-bug",
	Story:  "A command is carried out, and its responses come, but the tagged one is NO [SERVERBUG]. Courier, Archiveopteryx and Domino refused single forms of valid commands.",
	Source: "imapwiki.org, ServerBugs", Rule: "refusal/server-bug", Acts: Response, Params: answerParams,
	wire: answersInstead(status{kind: "NO", code: "SERVERBUG", text: "Internal error"}),
}

// answersInstead makes a fault that says something else in place of OK.
func answersInstead(answer status) func(*wire) actions {
	return rewritesStatus(func(w *wire, s status) []byte {
		c := w.talk.During
		if c == nil || s.tag != c.Tag || s.kind != "OK" || !holds(c, w.param("with")) || !w.acts() {
			return nil
		}
		instead := answer
		instead.tag = s.tag
		return instead.bytes()
	})
}

// holds reports whether the first line of a command's arguments holds a text,
// in any case.
func holds(c *front.Command, text string) bool {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(c.Args().Rest(), []byte(" ")), crlf)
	return strings.Contains(strings.ToUpper(string(line)), strings.ToUpper(text))
}
