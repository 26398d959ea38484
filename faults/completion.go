package faults

import (
	"net"
	"slices"

	"imaporacle/server/front"
)

var completionTwice = Kind{
	Name: "completion", Value: "twice",
	Story:  "The line that completes a command is sent twice. Exchange 2003 did so; the client takes the second for the answer to its next command.",
	Source: "libetpan issue 45", Rule: "tag/once", Acts: Response,
	wire: rewritesTagged(func(s status) []byte { return append(s.bytes(), s.bytes()...) }),
}

var completionThrottled = Kind{
	Name: "completion", Value: "throttled",
	Story:  "Commands are completed by the text Success with [THROTTLED] behind it, where text may stand. Gmail does so when an account does too much; clients that look for codes anywhere take it for a failure.",
	Source: "node-imap issue 593", Rule: "refusal/limit", Acts: Response,
	wire: rewritesTagged(func(s status) []byte {
		if s.kind != "OK" {
			return nil
		}
		s.text = "Success [THROTTLED]"
		return s.bytes()
	}),
}

var badUntagged = Kind{
	Name: "bad", Value: "untagged",
	Story:  "BAD comes untagged, and nothing completes the command. Interia did so; the client waits.",
	Source: "MailKit issue 860", Rule: "tag/answered", Acts: Response,
	wire: rewritesTagged(func(s status) []byte {
		if s.kind != "BAD" {
			return nil
		}
		s.tag = "*"
		return s.bytes()
	}),
}

var codeUnparsable = Kind{
	Name: "code", Value: "unparsable",
	Story:  "A refusal holds a response code made for the people who run the server, with quotes and an equals sign where an atom belongs. Office 365 does so.",
	Source: "net-imap issue 597", Rule: "syntax/code", Acts: Response,
	wire: rewritesTagged(func(s status) []byte {
		if s.kind == "OK" {
			return nil
		}
		s.code = `Error="AuthFailed:LogonFailed-InvalidCredentials" Proxy=mail.example.org:1993:SSL`
		return s.bytes()
	}),
}

// rewritesTagged is for a fault of the tagged response of the command under
// way. change returns nil if there is nothing to change.
func rewritesTagged(change func(status) []byte) func(*wire) actions {
	return rewritesStatus(func(w *wire, s status) []byte {
		if w.talk.during == nil || s.tag != w.talk.actor.Tag {
			return nil
		}
		if sent := change(s); sent != nil && w.acts() {
			return sent
		}
		return nil
	})
}

var continuationBare = Kind{
	Name: "continuation", Value: "bare",
	Story:  "A continuation request is a plus sign alone, without the space that belongs behind it.",
	Source: "defects issue 7", Rule: "continuation/form", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if len(resp) < 2 || resp[0] != '+' || resp[1] != ' ' || !w.acts() {
			return resp
		}
		return []byte("+\r\n")
	}),
}

var namespaceHangsUp = Kind{
	Name: "namespace", Value: "hangs-up",
	Story:  "NAMESPACE ends the connection without a word. Exchange 2003 did so, though it advertised NAMESPACE.",
	Source: "MailKit issue 1512 and its workaround", Rule: "bye/before-close", Acts: Command,
	wire: intercepts(func(w *wire, c *front.Command) error {
		if c.Name != "NAMESPACE" || !w.acts() {
			return nil
		}
		return net.ErrClosed
	}),
}

// harmless are the commands that a server answers although it has lost the
// mailboxes behind it.
var harmless = []string{"CAPABILITY", "NOOP", "ID", "LOGOUT"}

var loginUnconnected = Kind{
	Name: "login", Value: "unconnected",
	Story:  "Login succeeds, but the first command that needs the mail is answered BAD, as the user is authenticated but not connected, and BYE follows. Office 365 does so when what keeps the mailbox cannot be reached.",
	Source: "ImapFlow issue 314, MailKit issue 1496", Rule: "command/not-bad", Acts: Command,
	wire: func(w *wire) actions {
		refused := false
		return actions{
			command: func(c *front.Command) error {
				if w.talk.actor.User == "" || slices.Contains(harmless, c.Name) || !w.acts() {
					return nil
				}
				refused = true
				return front.Bad("User is authenticated but not connected.")
			},
			response: func(resp []byte) []byte {
				if !refused {
					return resp
				}
				w.ending = net.ErrClosed
				return append(resp, "* BYE Connection closed.\r\n"...)
			},
		}
	},
}
