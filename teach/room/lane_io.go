package room

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/teach/explain"
)

// send writes commands with their tags, piece by piece.
func (l *Lane) send(ctx context.Context, text string) error {
	pieces, err := cutLiterals(text)
	if err != nil {
		return fmt.Errorf("room: %s: %w", l.name, err)
	}
	for _, p := range pieces {
		for _, begun := range p.begun {
			if err := refuse(begun); err != nil {
				return fmt.Errorf("room: %s: %w", l.name, err)
			}
		}
	}
	for i, p := range pieces {
		l.begin(p.begun)
		if err := l.put(ctx, p.text); err != nil {
			return err
		}
		if i == len(pieces)-1 {
			break
		}
		if invited, err := l.invited(ctx); err != nil || !invited {
			return err
		}
	}
	return nil
}

// begin notes commands that are sent.
func (l *Lane) begin(lines []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range lines {
		tag, _, _ := strings.Cut(line, " ")
		l.last = tag
		l.pending = append(l.pending, pending{tag, explain.CommandName(line) == "IDLE"})
	}
}

// invited waits whether the server wants the literal of the last command.
func (l *Lane) invited(ctx context.Context) (bool, error) {
	l.mu.Lock()
	tag := l.last
	l.mu.Unlock()
	if err := l.Wait(ctx, tag); err != nil {
		return false, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = ""
	return l.find(tag) >= 0, nil
}

// refuse says why a command cannot be sent through a lane.
func refuse(line string) error {
	switch name := explain.CommandName(line); name {
	case "STARTTLS", "COMPRESS":
		return fmt.Errorf("%s: lanes have neither TLS nor compression, so that what they say can be read", name)
	}
	return nil
}

// piece is what is sent at once.
type piece struct {
	text  string
	begun []string // the lines in it with which commands begin
}

// cutLiterals divides commands behind each announcement of a synchronizing
// literal, where the server must be waited for, and adds the line end.
func cutLiterals(text string) ([]piece, error) {
	text += "\r\n"
	var pieces []piece
	var p piece
	start, inside := 0, false // of the piece; within a command
	for at := 0; at < len(text); {
		line, _ := cutLine([]byte(text[at:]))
		if !inside {
			p.begun = append(p.begun, string(line))
		}
		at += strings.IndexByte(text[at:], '\n') + 1
		n, ok := wire.Announced(line)
		if inside = ok; !ok {
			continue
		}
		if n > len(text)-at-len("\r\n") {
			return nil, fmt.Errorf("the literal {%d} has only %d octets", n, len(text)-at-len("\r\n"))
		}
		if line[len(line)-2] != '+' {
			p.text = text[start:at]
			pieces = append(pieces, p)
			p, start = piece{}, at
		}
		at += n
	}
	p.text = text[start:]
	return append(pieces, p), nil
}

// put hands octets to the server.
func (l *Lane) put(ctx context.Context, text string) error {
	select {
	case l.out <- []byte(text):
		return nil
	case <-l.over:
		return fmt.Errorf("room: %s: %w", l.name, ErrLaneEnded)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// write sends what is put out, so that a server that does not read yet keeps
// nobody waiting.
func (l *Lane) write() {
	for {
		select {
		case text := <-l.out:
			if _, err := l.conn.Write(text); err != nil {
				return // the reader sees the end
			}
		case <-l.over:
			return
		}
	}
}

// read takes in what the server says until the connection ends.
func (l *Lane) read() {
	r := wire.NewReader(l.conn, wire.Limits{})
	for {
		resp, err := r.Next()
		var limit *wire.LimitError
		if resp == nil && err != nil || err != nil && !errors.As(err, &limit) {
			break
		}
		l.update(func() { l.take(resp) })
	}
	l.conn.Close()
	<-l.over
	l.update(func() { l.ended = true })
}

// take notes what a response means for who waits. mu is held.
func (l *Lane) take(r *wire.Response) {
	l.greeted = true
	switch r.Kind {
	case wire.Tagged:
		if i := l.find(r.Tag); i >= 0 {
			l.pending = slices.Delete(l.pending, i, i+1)
		}
	case wire.Continuation:
		if len(l.pending) > 0 { // commands are answered in their order
			l.waiting = l.pending[0].tag
		}
	}
}

// update changes what is waited for.
func (l *Lane) update(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
	close(l.changed)
	l.changed = make(chan struct{})
}

// wait returns when a condition holds, which is asked with mu held. It still
// holds when the connection has ended.
func (l *Lane) wait(ctx context.Context, holds func() bool) error {
	for {
		l.mu.Lock()
		ok, ended, changed := holds(), l.ended, l.changed
		l.mu.Unlock()
		switch {
		case ok:
			return nil
		case ended:
			return ErrLaneEnded
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
