package faults

import (
	"net"

	"imaporacle/server/front"
)

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
