package faults

import (
	"bytes"
	"strings"

	"imaporacle/server/front"
)

var listReturnNothing = Kind{
	Name: "list-return", Value: "nothing",
	Story:  "LIST with RETURN is answered OK and lists nothing. Strato did so; the client shows no folder at all.",
	Source: "MailKit issue 1957 and its workaround", Rule: "list/inbox", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if _, ok := untagged(resp, "LIST"); !ok || w.talk.command() != "LIST" ||
			!bytes.Contains(bytes.ToUpper(w.talk.During.Args().Rest()), []byte(" RETURN (")) || !w.acts() {
			return resp
		}
		return nil
	}),
}

var listSpecialUseBad = Kind{
	Name: "list-special-use", Value: "bad",
	Story:  "SPECIAL-USE is advertised, and LIST that asks for special uses is answered BAD. Proton Mail Bridge did so.",
	Source: "MailKit issue 674 and its workaround", Rule: "capability/honoured", Acts: Command,
	wire: answersBad(func(c *front.Command) bool {
		return c.Name == "LIST" && bytes.Contains(bytes.ToUpper(c.Args().Rest()), []byte("SPECIAL-USE"))
	}),
}

var listUnquotedNames = Kind{
	Name: "list", Value: "unquoted-names",
	Story:  "LIST sends a name with a space in it without quotes, and a control character for the space. Exchange sent the names of some folders so.",
	Source: "MailKit issue 945 and its workaround", Rule: "syntax/list", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		rest, ok := untagged(resp, "LIST")
		if !ok {
			return resp
		}
		all := words(bytes.TrimSuffix(rest, crlf))
		if len(all) != 3 || !strings.HasPrefix(all[2], `"`) || !strings.Contains(all[2], " ") || !w.acts() {
			return resp
		}
		name := strings.ReplaceAll(content([]byte(all[2])), " ", "\t")
		return []byte("* LIST " + all[0] + " " + all[1] + " " + name + "\r\n")
	}),
}
