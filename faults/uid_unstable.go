package faults

import (
	"fmt"
	"strconv"

	"imaporacle/internal/overheard"
	"imaporacle/server/front"
)

var uidUnstable = Kind{
	Name: "uid", Value: "unstable",
	Story:  "Messages are shown under other UIDs each time that a mailbox is selected, while UIDVALIDITY stays. Proton Mail Bridge did so now and then: a client that acts by UID, as all do, deletes what the user did not mean.",
	Source: "Proton Mail Bridge issue 220", Rule: "fetch/body-constant", Acts: Response,
	wire: func(w *wire) actions {
		shift := w.talk.actor.Conn - 1
		return actions{
			command: func(c *front.Command) error {
				if overheard.Selects(c.Name) {
					shift++
				}
				return nil
			},
			response: func(resp []byte) []byte {
				s, _ := parseStatus(resp)
				if next, ok := s.codeArg("UIDNEXT"); ok {
					if n, err := strconv.Atoi(next); err == nil && w.acts() {
						return withNumber(resp, "UIDNEXT", strconv.Itoa(n+shift))
					}
				}
				f, ok := parseFetched(resp)
				if !ok || f.uid() == 0 || !w.actsOn(f) {
					return resp
				}
				f.item("UID").value = fmt.Append(nil, int(f.uid())+shift)
				return f.bytes()
			},
		}
	},
}
