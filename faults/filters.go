package faults

import (
	"crypto/tls"
	"net"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// Filters returns the filters of a connection, by which the faults act that
// concern commands, responses and transport: all that needs no store. conn is
// its number, from 1. They are in the order of the plan, and belong before what
// records what is really sent. They are to be closed with the connection.
func (p *Plan) Filters(conn int, remote net.Addr) []front.Filter {
	if len(p.wires) == 0 {
		return nil
	}
	p.connecting.Lock()
	defer p.connecting.Unlock()
	t := &talk{actor: mailbox.Actor{Conn: conn}, others: len(p.connections)}
	filters := []front.Filter{t}
	var faults []*filter
	for _, i := range p.wires {
		f := newFilter(i, t)
		faults = append(faults, f)
		filters = append(filters, f)
	}
	if p.connections == nil {
		p.connections = make(map[*talk]connection)
	}
	p.connections[t] = connection{remote.String(), faults}
	t.leave = func() {
		p.connecting.Lock()
		defer p.connecting.Unlock()
		delete(p.connections, t)
	}
	return filters
}

// connection is one that is open.
type connection struct {
	remote string
	faults []*filter
}

// TLS returns a configuration in which the faults of TLS act, on connections
// that have their Filters.
func (p *Plan) TLS(config *tls.Config) *tls.Config {
	if config == nil || len(p.wires) == 0 {
		return config
	}
	return withHandshakes(config, p.faultsAt)
}

// withHandshakes returns a configuration in which the faults on the connection
// with a client are asked before its handshake.
func withHandshakes(config *tls.Config, faultsAt func(remote string) []*filter) *tls.Config {
	with := config.Clone()
	with.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		for _, f := range faultsAt(hello.Conn.RemoteAddr().String()) {
			if f.do.handshake == nil {
				continue
			}
			if err := f.do.handshake(); err != nil {
				return nil, err
			}
		}
		if config.GetConfigForClient == nil {
			return nil, nil
		}
		return config.GetConfigForClient(hello)
	}
	return with
}

// faultsAt returns the faults on the connection with a client.
func (p *Plan) faultsAt(remote string) []*filter {
	p.connecting.Lock()
	defer p.connecting.Unlock()
	for _, c := range p.connections {
		if c.remote == remote {
			return c.faults
		}
	}
	return nil
}
