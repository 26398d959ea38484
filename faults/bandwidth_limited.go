package faults

import (
	"io"
	"time"
)

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
