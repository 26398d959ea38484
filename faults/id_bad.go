package faults

import "imaporacle/server/front"

var idBad = Kind{
	Name: "id", Value: "bad",
	Story:  "ID is advertised, and answered BAD. Mail.de did so.",
	Source: "Wino Mail issue 263", Rule: "capability/honoured", Acts: Command,
	wire: answersBad(func(c *front.Command) bool { return c.Name == "ID" }),
}
