package faults

import (
	"net"
	"slices"

	"imaporacle/server/front"
)

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
