package faults

import (
	"fmt"
	"io"
	"net"

	"imaporacle/server/front"
)

var dropAfterOctets = Kind{
	Name: "drop", Value: "after-octets",
	Story:  "The connection ends when the server has sent so many octets, wherever that is.",
	Source: ofNetworks, Rule: "bye/before-close", Acts: Transport,
	Params: []Param{octetsParam("octets", "10000", "how many octets are sent before")},
	wire: func(w *wire) actions {
		left := w.number("octets")
		return carries(func(out io.Writer, b []byte) (int, error) {
			if len(b) < left || !w.acts() {
				left = max(0, left-len(b))
				return out.Write(b)
			}
			n, err := out.Write(b[:left])
			if err == nil {
				err = net.ErrClosed
			}
			return n, err
		})
	},
}

var dropAfterCommands = Kind{
	Name: "drop", Value: "after-commands",
	Story:  "The connection ends without a word at the command that follows so many others.",
	Source: ofNetworks, Rule: "bye/before-close", Acts: Transport,
	Params: []Param{countParam("commands", "10", "how many commands are answered before")},
	wire: func(w *wire) actions {
		count := 0
		return actions{command: func(*front.Command) error {
			if count++; count <= w.number("commands") || !w.acts() {
				return nil
			}
			return net.ErrClosed
		}}
	},
}

var halfClose = Kind{
	Name: "half-close", Value: "after-commands",
	Story:  "When so many commands have been answered, the server ends its half of the connection and goes on to read, as if its answers got lost.",
	Source: ofNetworks, Rule: "bye/before-close", Acts: Transport,
	Params: []Param{countParam("commands", "10", "how many commands are answered before")},
	wire: func(w *wire) actions {
		count := 0
		return actions{
			command: func(*front.Command) error { count++; return nil },
			response: func(resp []byte) []byte {
				s, ok := parseStatus(resp)
				if ok && s.tag == w.talk.actor.Tag && count >= w.number("commands") && w.acts() {
					w.ending = front.ErrHalfClose
				}
				return resp
			},
		}
	},
}

var resetInLiteral = Kind{
	Name: "reset", Value: "in-literal",
	Story:  "The connection is reset in the middle of a literal, as by a router that has forgotten it.",
	Source: ofNetworks, Rule: "bye/before-close", Acts: Transport,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		f, ok := parseFetched(resp)
		if !ok {
			return resp
		}
		sent := fmt.Appendf(nil, "* %d FETCH (", f.seq)
		for k, i := range f.items {
			if n, is := literal(i.value); is && len(i.text()) > 1 && w.actsOn(f) {
				w.ending = front.ErrReset
				return append(appendItems(sent, f.items[:k]), halfOf(k > 0, i, n-len(i.text())/2)...)
			}
		}
		return resp
	}),
}

// halfOf is an item up to an octet of its value, behind a space if others are
// before it.
func halfOf(others bool, i item, end int) string {
	s := i.name + " " + string(i.value[:end])
	if others {
		return " " + s
	}
	return s
}
