package learn

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
)

// input reads lines while ctx is not over.
type input struct {
	ctx   context.Context
	lines chan string // closed at the end
	want  chan struct{}
	echo  bool
}

func newInput(ctx context.Context, o Options) *input {
	in := &input{ctx: ctx, lines: make(chan string), want: make(chan struct{}), echo: o.Echo}
	go in.read(o.In)
	return in
}

// read reads a line when one is wanted. It cannot be interrupted while it waits
// for a terminal, and then ends with the process.
func (in *input) read(from io.Reader) {
	defer close(in.lines)
	scanner := bufio.NewScanner(from)
	for {
		select {
		case <-in.want:
		case <-in.ctx.Done():
			return
		}
		if !scanner.Scan() {
			return
		}
		select {
		case in.lines <- scanner.Text():
		case <-in.ctx.Done():
			return
		}
	}
}

// next returns the next line; the end is errQuit.
func (in *input) next() (string, error) {
	select {
	case in.want <- struct{}{}:
	case <-in.lines: // it is closed
		return "", errQuit
	case <-in.ctx.Done():
		return "", errQuit
	}
	select {
	case line, ok := <-in.lines:
		if !ok {
			return "", errQuit
		}
		return strings.TrimSpace(line), nil
	case <-in.ctx.Done():
		return "", errQuit
	}
}

// ask prints a prompt and reads a line.
func (t *teacher) ask(prompt string) (string, error) {
	fmt.Fprintf(t.out, "\n%s> ", prompt)
	line, err := t.in.next()
	switch {
	case err != nil:
		fmt.Fprintln(t.out)
	case t.in.echo:
		fmt.Fprintln(t.out, line)
	}
	t.gapped = false
	if err == nil && strings.EqualFold(line, "quit") {
		return "", errQuit
	}
	return line, err
}
