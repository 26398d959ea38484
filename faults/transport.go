package faults

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strconv"
	"time"

	"imaporacle/server/front"
)

// ofNetworks is the source of the faults that come from between the hosts.
const ofNetworks = "no server's own: what networks do"

var latencyAdded = Kind{
	Name: "latency", Value: "added",
	Story:  "What the server sends comes later, by a delay and up to a jitter more, which is drawn from the seed: a network far away.",
	Source: ofNetworks, Rule: "transport/slow", Acts: Transport,
	Params: []Param{
		durationParam("delay", "50ms", "how much later at least"),
		durationParam("jitter", "10ms", "how much more at most"),
	},
	wire: func(w *wire) actions {
		next := jitter(w.instance, w.talk.actor.Conn)
		return carries(func(out io.Writer, b []byte) (int, error) {
			if w.acts() {
				time.Sleep(w.duration("delay") + next())
			}
			return out.Write(b)
		})
	},
}

// jitter draws how much later than its delay each writing on a connection is.
func jitter(i *instance, conn int) func() time.Duration {
	chance := rand.New(rand.NewPCG(i.fault.Scope.Seed, uint64(conn)))
	most := int64(i.duration("jitter"))
	return func() time.Duration { return time.Duration(chance.Int64N(most)) }
}

var bandwidthLimited = Kind{
	Name: "bandwidth", Value: "limited",
	Story:  "What the server sends trickles: so many octets a second, in ten steps.",
	Source: ofNetworks, Rule: "transport/slow", Acts: Transport,
	Params: []Param{octetsParam("rate", "100000", "how many octets a second")},
	wire: func(w *wire) actions {
		return carries(func(out io.Writer, b []byte) (n int, err error) {
			if !w.acts() {
				return out.Write(b)
			}
			const steps = 10
			rate := w.number("rate")
			for n < len(b) && err == nil {
				size := min(max(1, rate/steps), len(b)-n)
				time.Sleep(time.Duration(size) * time.Second / time.Duration(rate))
				_, err = out.Write(b[n : n+size])
				n += size
			}
			return n, err
		})
	},
}

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

var greetingSlow = Kind{
	Name: "greeting", Value: "slow",
	Story:  "The greeting comes late, as of a server that is too busy or looks the client up first.",
	Source: ofNetworks, Rule: "transport/slow", Acts: Transport,
	Params: []Param{durationParam("delay", "5s", "how late")},
	wire: func(w *wire) actions {
		greeted := false
		return actions{response: func(resp []byte) []byte {
			if !greeted && w.acts() {
				time.Sleep(w.duration("delay"))
			}
			greeted = true
			return resp
		}}
	},
}

// carries makes a fault of the Write of a front.Carrier.
func carries(write func(io.Writer, []byte) (int, error)) actions {
	return actions{carry: func(out io.Writer) io.Writer {
		return writerFunc(func(b []byte) (int, error) { return write(out, b) })
	}}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// maxOctets bounds what a fault counts, in octets.
const maxOctets = 1 << 30

// octetsParam is a parameter that is a number of octets, from 1.
func octetsParam(name, byDefault, help string) Param {
	return Param{Name: name, Default: byDefault, Help: help, check: func(v string) error {
		if n, err := strconv.Atoi(v); err != nil || n < 1 || n > maxOctets {
			return fmt.Errorf("expected a number from 1 to %d", maxOctets)
		}
		return nil
	}}
}
