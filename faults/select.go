package faults

import (
	"fmt"
	"strings"

	"imaporacle/internal/overheard"
	"imaporacle/server/front"
)

var selectNeedsID = Kind{
	Name: "select", Value: "needs-id",
	Story:  "SELECT and EXAMINE are refused as an unsafe login unless the client has said by ID who it is. 163.com does so.",
	Source: "modern-email defects issue 25", Rule: "id/no-effect", Acts: Command,
	wire: func(w *wire) actions {
		known := false
		return actions{command: func(c *front.Command) error {
			known = known || c.Name == "ID"
			if known || !overheard.Selects(c.Name) || !w.acts() {
				return nil
			}
			return front.No("", "%s Unsafe Login. Please contact your provider for help", c.Name)
		}}
	},
}

var selectOneParameter = Kind{
	Name: "select", Value: "one-parameter",
	Story:  "SELECT with two parameters is answered BAD, and what is left of its line is taken for another command, which is answered too. Purelymail did so.",
	Source: "Purelymail issue 452", Rule: "tag/known", Acts: Command,
	wire: func(w *wire) actions {
		left := "" // of the line
		return actions{
			command: func(c *front.Command) error {
				left = secondParameter(c)
				if left == "" || !w.acts() {
					left = ""
					return nil
				}
				return front.Bad("Expected one parameter")
			},
			response: func(resp []byte) []byte {
				s, ok := parseStatus(resp)
				if left == "" || !ok || s.tag != w.talk.actor.Tag {
					return resp
				}
				resp = fmt.Appendf(nil, "%s%s BAD Unknown command\r\n", s, left)
				left = ""
				return resp
			},
		}
	},
}

// secondParameter returns the name of the second parameter of a SELECT, empty
// if there is none.
func secondParameter(c *front.Command) string {
	a := c.Args()
	if !overheard.Selects(c.Name) {
		return ""
	}
	if a.SP() != nil {
		return ""
	}
	if _, err := a.Mailbox(); err != nil || !a.Accept(' ') {
		return ""
	}
	names := 0
	for _, e := range elements(a.Rest()) {
		if isList(e) {
			continue
		}
		if names++; names == 2 {
			return strings.ToUpper(string(e))
		}
	}
	return ""
}
