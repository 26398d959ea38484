package faults

import (
	"fmt"
	"io"
	"strconv"
)

// ofNetworks is the source of the faults that come from between the hosts.
const ofNetworks = "no server's own: what networks do"

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
