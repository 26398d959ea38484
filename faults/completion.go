package faults

var completionTwice = Kind{
	Name: "completion", Value: "twice",
	Story:  "The line that completes a command is sent twice. Exchange 2003 did so; the client takes the second for the answer to its next command.",
	Source: "libetpan issue 45", Rule: "tag/once", Acts: Response,
	wire: rewritesTagged(func(s status) []byte { return append(s.bytes(), s.bytes()...) }),
}

var completionWithoutText = Kind{
	Name: "completion", Value: "without-text",
	Story:  "The tagged OK ends behind OK, without the space and the text that belong there. hMailServer's OK failed the form that ImapTest expects before it plays anything.",
	Source: publicTable, Rule: "syntax/missing-space", Acts: Response,
	wire: rewritesTagged(func(s status) []byte {
		if s.kind != "OK" || s.code != "" {
			return nil
		}
		return []byte(s.tag + " OK\r\n")
	}),
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
		if w.talk.During == nil || s.tag != w.talk.actor.Tag {
			return nil
		}
		if sent := change(s); sent != nil && w.acts() {
			return sent
		}
		return nil
	})
}
