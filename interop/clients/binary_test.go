package clients

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// binary is the server as users run it: the program, with its mail in a file.
type binary struct {
	target
	t           *testing.T
	cmd         *exec.Cmd
	transcripts string // directory
}

// startBinary builds the program and starts it with TLS, a certificate of its
// own making, and a store in a file.
func startBinary(t *testing.T) *binary {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "imaporacle")
	if out, err := exec.Command("go", "build", "-o", program, "imaporacle/cmd/imaporacle").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	b := &binary{t: t, transcripts: filepath.Join(dir, "transcripts")}
	b.cert = filepath.Join(dir, "cert.pem")
	b.cmd = exec.Command(program, "serve", "--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0",
		"--write-cert", b.cert, "--store", filepath.Join(dir, "mail.db"), "--log", b.transcripts)
	stderr := new(strings.Builder)
	b.cmd.Stderr = stderr
	out, err := b.cmd.StdoutPipe()
	must(t, err)
	must(t, b.cmd.Start())
	t.Cleanup(func() {
		b.cmd.Process.Signal(os.Interrupt)
		if err := b.cmd.Wait(); err != nil || t.Failed() {
			t.Errorf("the server ended: %v\n%s", err, stderr)
		}
	})
	ready, _ := bufio.NewReader(out).ReadString('\n')
	for _, word := range strings.Fields(ready) {
		if addr, ok := strings.CutPrefix(word, "imap://"); ok {
			b.host, b.port = split(t, addr)
		}
		if addr, ok := strings.CutPrefix(word, "imaps://"); ok {
			_, b.tlsPort = split(t, addr)
		}
	}
	if b.port == "" || b.tlsPort == "" {
		t.Fatalf("the server says %q, not on which ports it is ready", ready)
	}
	return b
}

// lastTranscript returns what was said in the connection that came last.
func (b *binary) lastTranscript() string {
	b.t.Helper()
	files, err := filepath.Glob(filepath.Join(b.transcripts, "*.log"))
	must(b.t, err)
	if len(files) == 0 {
		b.t.Fatal("there is no transcript")
	}
	text, err := os.ReadFile(slices.Max(files)) // they are numbered
	must(b.t, err)
	return string(text)
}
