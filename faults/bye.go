package faults

import (
	"bytes"
	"net"

	"imaporacle/server/front"
)

var byeEndless = Kind{
	Name: "bye", Value: "endless",
	Story:  "To LOGOUT the server says BYE again and again, and never completes the command. Yandex did so; the client reads without end.",
	Source: "MailKit issue 938 and its workaround", Rule: "bye/once", Acts: Response,
	Params: []Param{countParam("lines", "1000", "how often BYE is said before the connection ends after all")},
	wire: func(w *wire) actions {
		return actions{response: func(resp []byte) []byte {
			s, ok := parseStatus(resp)
			if !ok || s.kind != "BYE" || w.talk.command() != "LOGOUT" || !w.acts() {
				return resp
			}
			w.ending = net.ErrClosed
			return bytes.Repeat(resp, w.number("lines"))
		}}
	},
}

var byeSudden = Kind{
	Name: "bye", Value: "sudden",
	Story:  "In place of carrying a command out, the server says BYE and ends the connection, as any server may that is shut down.",
	Source: "RFC 9051 §7.1.5", Rule: "bye/unasked", Acts: Command,
	wire: intercepts(func(w *wire, _ *front.Command) error {
		if !w.acts() {
			return nil
		}
		return &front.FatalError{Text: "Server is shutting down"}
	}),
}

var limitBye = Kind{
	Name: "limit", Value: "bye",
	Story:  "After so many commands on a connection the next is refused with NO [LIMIT], and BYE follows. Yahoo does so.",
	Source: "ImapFlow issue 75", Rule: "refusal/limit", Acts: Command,
	Params: []Param{countParam("commands", "100", "how many commands a connection may send")},
	wire: func(w *wire) actions {
		count, refused := 0, false
		return actions{
			command: func(c *front.Command) error {
				if count++; count <= w.number("commands") || c.Name == "LOGOUT" || !w.acts() {
					return nil
				}
				refused = true
				return front.No("LIMIT", "%s Rate limit hit", c.Name)
			},
			response: func(resp []byte) []byte {
				if !refused {
					return resp
				}
				w.ending = net.ErrClosed
				return append(resp, "* BYE Rate limit hit\r\n"...)
			},
		}
	},
}
