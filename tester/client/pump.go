package client

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"imaporacle/internal/wire"
)

// past is a deadline that ends a blocked read or write at once.
var past = time.Unix(1, 0)

// await reads responses until done. start, if any, is called once the deadline
// of the wait is set.
func (c *Client) await(ctx context.Context, what string, start func(), done func() bool) error {
	if c.dead != nil {
		return c.dead
	}
	if ctx.Err() != nil {
		return &CanceledError{what, context.Cause(ctx)}
	}
	if err := c.conn.SetReadDeadline(time.Now().Add(c.cfg.Timeout)); err != nil {
		return c.lost(what, err)
	}
	defer onDone(ctx, func() { c.conn.SetReadDeadline(past) })()
	if start != nil {
		start()
	}
	for !done() {
		r, err := c.rd.Next()
		if r != nil {
			c.handle(r)
		}
		switch {
		case c.dead != nil:
			return c.dead
		case err == nil:
		case isTimeout(err):
			if done() {
				return nil
			}
			return c.timedOut(ctx, what)
		default:
			return c.unreadable(what, r, err)
		}
	}
	return nil
}

// takeRest takes the responses that were read together with the last one: they
// came before whatever is said next. One that is not complete waits.
func (c *Client) takeRest() {
	for c.dead == nil && c.rd.Complete() {
		r, err := c.rd.Next()
		if r != nil {
			c.handle(r)
		}
		if err != nil {
			return // comes again where something is awaited
		}
	}
}

// onDone calls f when ctx ends; the function it returns takes that back, or
// waits until f has returned: a late f would end the next wait.
func onDone(ctx context.Context, f func()) func() {
	if ctx.Done() == nil {
		return func() {}
	}
	returned := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { f(); close(returned) })
	return func() {
		if !stop() {
			<-returned
		}
	}
}

func isTimeout(err error) bool {
	var ne net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &ne) && ne.Timeout()
}

func (c *Client) timedOut(ctx context.Context, what string) error {
	if ctx.Err() != nil {
		return &CanceledError{what, context.Cause(ctx)}
	}
	return &TimeoutError{what, c.cfg.Timeout, append([]byte(nil), c.rd.Partial()...)}
}

// unreadable is for an error of the reader that is no time-out.
func (c *Client) unreadable(what string, r *wire.Response, err error) error {
	var limit *wire.LimitError
	if !errors.As(err, &limit) {
		return c.lost(what, err)
	}
	pe := &ProtocolError{what, r, err}
	if r == nil {
		c.kill(pe)
	}
	return pe
}

// lost ends the connection after an error of the network.
func (c *Client) lost(what string, err error) error {
	e := &ClosedError{Waiting: what, Err: err}
	if c.bye != nil {
		e.HasBye, e.Bye = true, statusText(c.bye)
	}
	if !c.ended {
		c.ended = true
		change := Closed
		if c.endedByServer(err) {
			change = Lost
		}
		c.rec.change(c.name, change, "connection closed: "+err.Error())
	}
	c.kill(e)
	return e
}

// endedByServer says whether an error of the network is due to the other side.
// A reset may take a BYE with it that was sent before; but none is sent in the
// middle of a response.
func (c *Client) endedByServer(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) && len(c.rd.Partial()) > 0
}

func (c *Client) kill(err error) {
	c.dead = err
	c.conn.Close()
}

// directWrite is the size up to which a write with nothing in flight cannot
// block for good: it fits into the buffers of a socket.
const directWrite = 16 << 10

// write sends octets. Where the server may be blocked by responses that nobody
// reads, it reads them meanwhile.
func (c *Client) write(ctx context.Context, b []byte, what string, others bool) error {
	if c.dead != nil {
		return c.dead
	}
	if ctx.Err() != nil {
		return &CanceledError{what, context.Cause(ctx)}
	}
	if err := c.conn.SetWriteDeadline(time.Now().Add(c.cfg.Timeout)); err != nil {
		return c.lost(what, err)
	}
	release := onDone(ctx, func() { c.conn.SetWriteDeadline(past) })
	var err error
	if others || len(b) > directWrite {
		err = c.writeAndRead(ctx, b, what)
	} else {
		_, err = c.conn.Write(b)
	}
	release()
	if err == nil || c.dead != nil {
		return c.dead
	}
	if isTimeout(err) {
		// Nobody knows how much was sent: the connection is of no more use.
		err = c.timedOut(ctx, what)
		c.kill(err)
		return err
	}
	return c.lastWords(ctx, what, err)
}

func (c *Client) writeAndRead(ctx context.Context, b []byte, what string) error {
	result := make(chan error, 1)
	var finished atomic.Bool
	err := c.await(ctx, what, func() {
		go func() {
			_, err := c.conn.Write(b)
			finished.Store(true)
			c.conn.SetReadDeadline(past)
			result <- err
		}()
	}, finished.Load)
	if err != nil {
		c.kill(err)
		<-result
		return err
	}
	return <-result
}

// lastWords reads what the server said before it closed: often a BYE.
func (c *Client) lastWords(ctx context.Context, what string, cause error) error {
	err := c.await(ctx, what, nil, func() bool { return false })
	var closed *ClosedError
	if errors.As(err, &closed) {
		return err
	}
	return c.lost(what, cause)
}
