package faults

import (
	"io"
	"slices"

	"imaporacle/server/front"
)

// wire is a fault at one connection.
type wire struct {
	*instance
	talk   *talk
	ending error // why the connection ends with the response under way
}

// actions are what a fault does on a connection. Each may be nil.
type actions struct {
	// command is as front.Interceptor has it.
	command func(*front.Command) error
	// response returns what is sent in place of one response: the same if the
	// fault does not act.
	response func([]byte) []byte
	// carry is as front.Carrier has it.
	carry func(io.Writer) io.Writer
	// handshake is asked when the client begins TLS; an error refuses it.
	handshake func() error
}

// acts says whether the fault acts on the command under way, and records it.
func (w *wire) acts() bool { return w.instance.acts(w.talk.moment()) }

// actsOn is for a fault that acts on single messages.
func (w *wire) actsOn(f *fetched) bool {
	at := w.talk.moment()
	at.UID = f.uid()
	return w.instance.actsUpon(at, f.seq)
}

// rewrites makes a fault of a function that returns what is sent in place of a
// response.
func rewrites(response func(*wire, []byte) []byte) func(*wire) actions {
	return func(w *wire) actions {
		return actions{response: func(resp []byte) []byte { return response(w, resp) }}
	}
}

// rewritesStatus is for a fault of status responses.
func rewritesStatus(change func(*wire, status) []byte) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		s, ok := parseStatus(resp)
		if !ok {
			return resp
		}
		if sent := change(w, s); sent != nil {
			return sent
		}
		return resp
	})
}

// rewritesFetch is for a fault of FETCH responses. change returns nil if there
// is nothing for the fault to change.
func rewritesFetch(change func(*wire, *fetched) []byte) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		f, ok := parseFetched(resp)
		if !ok {
			return resp
		}
		if sent := change(w, f); sent != nil && w.actsOn(f) {
			return sent
		}
		return resp
	})
}

// intercepts makes a fault of a function that is asked about each command.
func intercepts(command func(*wire, *front.Command) error) func(*wire) actions {
	return func(w *wire) actions {
		return actions{command: func(c *front.Command) error { return command(w, c) }}
	}
}

// filter puts a fault into the chain of a connection.
type filter struct {
	*wire
	do actions
}

func newFilter(i *instance, t *talk) *filter {
	w := &wire{instance: i, talk: t}
	return &filter{wire: w, do: i.kind.wire(w)}
}

var (
	_ front.Interceptor = (*filter)(nil)
	_ front.Ender       = (*filter)(nil)
	_ front.Carrier     = (*filter)(nil)
)

// Command implements front.Interceptor.
func (f *filter) Command(c *front.Command) error {
	if f.do.command == nil {
		return nil
	}
	return f.do.command(c)
}

// Response implements front.Filter.
func (f *filter) Response(_ *front.Command, resp []byte) []byte {
	if f.do.response == nil {
		return resp
	}
	var sent []byte
	for one := range front.Responses(resp) {
		if len(one) == len(resp) {
			return f.do.response(resp)
		}
		// A filter before this one has made several of one.
		if f.ending != nil {
			break // nothing follows the end
		}
		sent = append(sent, f.do.response(slices.Clone(one))...)
	}
	return sent
}

// Ends implements front.Ender.
func (f *filter) Ends() error { return f.ending }

// Carry implements front.Carrier.
func (f *filter) Carry(w io.Writer) io.Writer {
	if f.do.carry == nil {
		return w
	}
	return f.do.carry(w)
}
