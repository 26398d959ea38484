package faults

import (
	"io"
	"math/rand/v2"
	"time"
)

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
