package clients

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// terminal is a program that runs in a terminal, for those that do nothing
// without one.
type terminal struct {
	t      *testing.T
	pty    *os.File
	cancel context.CancelFunc
	cmd    *exec.Cmd

	mu     sync.Mutex
	screen strings.Builder // all that was written to it, with the control sequences
	grown  chan struct{}   // closed when there is more
	closed chan struct{}   // when there will be no more
}

// openTerminal starts a program in a terminal; home stands for the user's.
func openTerminal(t *testing.T, home, program string, args ...string) *terminal {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	term := &terminal{t: t, cancel: cancel, grown: make(chan struct{}), closed: make(chan struct{})}
	term.cmd = exec.CommandContext(ctx, program, args...)
	term.cmd.Dir = home
	term.cmd.Env = append(term.cmd.Environ(), "HOME="+home, "TERM=xterm", "LC_ALL=C.UTF-8")
	var err error
	term.pty, err = pty.StartWithSize(term.cmd, &pty.Winsize{Rows: 40, Cols: 120})
	must(t, err)
	go term.read()
	t.Cleanup(func() {
		cancel()
		term.pty.Close()
		<-term.closed
		if t.Failed() {
			t.Logf("the end of the screen:\n%q", term.tail())
		}
	})
	return term
}

// read reads until the program ends.
func (term *terminal) read() {
	defer close(term.closed)
	buf := make([]byte, 4096)
	for {
		n, err := term.pty.Read(buf)
		term.mu.Lock()
		term.screen.Write(buf[:n])
		close(term.grown)
		term.grown = make(chan struct{})
		term.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (term *terminal) tail() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	const most = 800
	text := term.screen.String()
	return text[max(0, len(text)-most):]
}

// keys types.
func (term *terminal) keys(keys ...string) {
	term.t.Helper()
	for _, k := range keys {
		_, err := term.pty.WriteString(k)
		must(term.t, err)
	}
}

// await waits until the program has written text.
func (term *terminal) await(text string) {
	term.t.Helper()
	after := time.After(limit)
	for {
		term.mu.Lock()
		grown, found := term.grown, strings.Contains(term.screen.String(), text)
		term.mu.Unlock()
		if found {
			return
		}
		select {
		case <-grown:
		case <-term.closed:
			term.t.Fatalf("the program ended, and has not written %q", text)
		case <-after:
			term.t.Fatalf("the program has not written %q", text)
		}
	}
}

// end waits until the program has ended.
func (term *terminal) end() {
	term.t.Helper()
	<-term.closed
	if err := term.cmd.Wait(); err != nil {
		term.t.Errorf("the program ended: %v", err)
	}
}
