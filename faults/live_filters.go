package faults

import (
	"crypto/tls"
	"io"
	"net"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// Filters returns the filters of a connection, as Plan has them; what is armed
// later acts on it too. While nothing is armed, a response costs a look at a
// pointer.
func (l *Live) Filters(conn int, remote net.Addr) []front.Filter {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := &chain{live: l, remote: remote.String(), talk: &talk{actor: mailbox.Actor{Conn: conn}, others: len(l.chains)}}
	if l.chains == nil {
		l.chains = make(map[*chain]struct{})
	}
	l.chains[c] = struct{}{}
	c.talk.leave = func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.chains, c)
	}
	return []front.Filter{c.talk, c}
}

// TLS returns a configuration in which the faults of TLS act, on connections
// that have their Filters; nil for nil.
func (l *Live) TLS(config *tls.Config) *tls.Config {
	if config == nil {
		return nil
	}
	return withHandshakes(config, l.faultsAt)
}

// faultsAt returns the faults on the connection with a client. In a handshake
// its session waits, so that its chain is at rest.
func (l *Live) faultsAt(remote string) []*filter {
	l.mu.Lock()
	var of *chain
	for c := range l.chains {
		if c.remote == remote {
			of = c
		}
	}
	l.mu.Unlock()
	if of == nil {
		return nil
	}
	return of.filters()
}

// rewire publishes which faults act on connections. mu is held.
func (l *Live) rewire() {
	var all []*instance
	for _, a := range l.armed {
		all = append(all, a.plan.wires...)
	}
	l.wires.Store(&all)
}

// chain is the faults of a Live at one connection.
type chain struct {
	live   *Live
	remote string
	talk   *talk

	wires   *[]*instance // of which the rest was made
	current []*filter
	out     io.Writer        // the socket
	hops    map[*filter]*hop // of those that carry
	first   io.Writer        // through all that carry
}

// hop is a Carrier's Writer, over one that can be changed.
type hop struct {
	in   io.Writer
	next io.Writer
}

// Write hands on what the Carrier does.
func (h *hop) Write(b []byte) (int, error) { return h.next.Write(b) }

var (
	_ front.Interceptor = (*chain)(nil)
	_ front.Ender       = (*chain)(nil)
	_ front.Carrier     = (*chain)(nil)
)

// filters returns the faults as they are armed now. Those that were there
// before keep what they know of the connection.
func (c *chain) filters() []*filter {
	wires := c.live.wires.Load()
	if wires == c.wires {
		return c.current
	}
	c.wires = wires
	known := make(map[*instance]*filter)
	for _, f := range c.current {
		known[f.instance] = f
	}
	c.current = nil
	for _, i := range *wires {
		f := known[i]
		if f == nil {
			f = newFilter(i, c.talk)
		}
		c.current = append(c.current, f)
	}
	c.connect()
	return c.current
}

// connect leads what is sent through all that carry; the last of the filters
// is the first to be given it.
func (c *chain) connect() {
	hops := make(map[*filter]*hop)
	c.first = c.out
	for _, f := range c.current {
		if f.do.carry == nil {
			continue
		}
		h := c.hops[f]
		if h == nil {
			h = new(hop)
			h.in = f.do.carry(h)
		}
		h.next, c.first = c.first, h.in
		hops[f] = h
	}
	c.hops = hops
}

// Command implements front.Interceptor.
func (c *chain) Command(cmd *front.Command) error {
	for _, f := range c.filters() {
		if err := f.Command(cmd); err != nil {
			return err
		}
	}
	return nil
}

// Response implements front.Filter.
func (c *chain) Response(during *front.Command, resp []byte) []byte {
	for _, f := range c.filters() {
		if len(resp) == 0 {
			break
		}
		resp = f.Response(during, resp)
	}
	return resp
}

// Ends implements front.Ender.
func (c *chain) Ends() error {
	for _, f := range c.current {
		if f.ending != nil {
			return f.ending
		}
	}
	return nil
}

// Carry implements front.Carrier.
func (c *chain) Carry(w io.Writer) io.Writer {
	c.out = w
	return writerFunc(func(b []byte) (int, error) {
		c.filters()
		if c.first == nil { // nothing was ever armed
			return w.Write(b)
		}
		return c.first.Write(b)
	})
}
