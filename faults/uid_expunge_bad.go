package faults

import "imaporacle/server/front"

var uidExpungeBad = Kind{
	Name: "uid-expunge", Value: "bad",
	Story:  "UIDPLUS is advertised, and UID EXPUNGE is answered BAD. Proton Mail Bridge did so: a client can only expunge all or nothing.",
	Source: "Proton Mail Bridge issue 123", Rule: "capability/honoured", Acts: Command,
	wire: answersBad(func(c *front.Command) bool { return c.Name == "UID EXPUNGE" }),
}
