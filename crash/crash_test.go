package crash

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// crashes returns how often the server is killed: a few times in every test
// run, IMAPORACLE_CRASHES times by make crash.
func crashes(t *testing.T) int {
	v := os.Getenv("IMAPORACLE_CRASHES")
	if v == "" {
		return 4
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		t.Fatalf("IMAPORACLE_CRASHES=%q: expected a number from 1", v)
	}
	return n
}

// seed returns where the random choices start, so that a run can be repeated
// as far as the scheduler lets it.
func seed(t *testing.T) uint64 {
	v := os.Getenv("IMAPORACLE_SEED")
	if v == "" {
		return 1
	}
	n, err := strconv.ParseUint(v, 10, 64)
	if err != nil {
		t.Fatalf("IMAPORACLE_SEED=%q: expected a number", v)
	}
	return n
}

// What was answered OK survives SIGKILL: messages with their bytes and flags,
// UIDs, UIDVALIDITY and UIDNEXT; and what was expunged stays gone.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	binary := build(t, dir)
	db := filepath.Join(dir, "mail.db")
	rng := rand.New(rand.NewPCG(seed(t), 0))
	workers := make([]*worker, 8)
	for i := range workers {
		workers[i] = newWorker(i, rng.Uint64())
	}
	for round := range crashes(t) {
		p := start(t, binary, db)
		for _, w := range workers {
			if err := w.verify(t.Context(), p.addr); err != nil {
				t.Fatalf("after crash %d: %v", round, err)
			}
		}
		var acks atomic.Int64
		after := 1 + rng.Int64N(400)
		killed := make(chan struct{})
		var wg sync.WaitGroup
		for _, w := range workers {
			wg.Go(func() {
				w.work(t.Context(), p.addr, func() {
					if acks.Add(1) == after {
						close(killed)
						p.kill()
					}
				})
			})
		}
		wg.Wait()
		select {
		case <-killed:
		default:
			t.Fatalf("round %d: the workers ended before the server was killed", round)
		}
		p.cmd.Wait()
		t.Logf("crash %d after %d answers", round+1, acks.Load())
	}
	p := start(t, binary, db)
	defer p.stop()
	for _, w := range workers {
		if err := w.verify(t.Context(), p.addr); err != nil {
			t.Fatal(err)
		}
	}
}

// build makes the binary.
func build(t *testing.T, dir string) string {
	t.Helper()
	binary := filepath.Join(dir, "imaporacle")
	out, err := exec.Command("go", "build", "-o", binary, "imaporacle/cmd/imaporacle").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// process is a server under test.
type process struct {
	cmd  *exec.Cmd
	addr string
}

// start runs the server and waits for its ready line.
func start(t *testing.T, binary, db string) *process {
	t.Helper()
	cmd := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--store", db)
	stderr := new(strings.Builder)
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), "imap://"); ok {
			return &process{cmd, strings.Fields(rest)[0]}
		}
	}
	cmd.Wait()
	t.Fatalf("the server did not become ready: %s", stderr)
	return nil
}

func (p *process) kill() { p.cmd.Process.Kill() }

// stop ends the server as a user would.
func (p *process) stop() {
	p.cmd.Process.Signal(os.Interrupt)
	p.cmd.Wait()
}

// timeout bounds every wait for the server.
const timeout = 20 * time.Second

func within(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return do(ctx)
}

// errorf prefixes an error with the worker's mailbox.
func (w *worker) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", w.box, fmt.Errorf(format, args...))
}
