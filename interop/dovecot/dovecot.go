// Package dovecot runs Debian's Dovecot 2.3 as a server to compare with: on
// loopback, with files and configuration of its own in a temporary directory,
// and without privileges.
package dovecot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Storage is a way in which Dovecot keeps mail.
type Storage string

// The storages.
const (
	Maildir Storage = "maildir"
	Mdbox   Storage = "mdbox"
)

// The name and password of the one user.
const (
	User = "user"
	Pass = "pass"
)

// The programs, where Debian has them.
const (
	program  = "/usr/sbin/dovecot"
	imap     = "/usr/lib/dovecot/imap"
	delivery = "/usr/lib/dovecot/dovecot-lda"
)

// ErrMissing says that Dovecot is not installed.
var ErrMissing = errors.New("dovecot-imapd is not installed")

// Server is a Dovecot that runs.
type Server struct {
	Addr    string // "host:port", without TLS
	Deliver string // shell command that delivers its standard input to INBOX
	Version string

	dir    string
	cmd    *exec.Cmd
	exited chan struct{} // closed when the process has ended
	err    error         // how it ended
}

// startLimit is how long Dovecot may take until it answers.
const startLimit = 20 * time.Second

// Start starts Dovecot and returns when it takes connections. The error is
// ErrMissing, or holds the end of Dovecot's log.
func Start(ctx context.Context, storage Storage) (*Server, error) {
	for _, file := range []string{program, imap, delivery} {
		if _, err := os.Stat(file); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMissing, err)
		}
	}
	version, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("dovecot --version: %w", err)
	}
	s := &Server{Version: strings.TrimSpace(string(version)), exited: make(chan struct{})}
	if s.dir, err = os.MkdirTemp("", "dovecot-"); err != nil {
		return nil, err
	}
	if err := s.start(storage); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := s.await(ctx); err != nil {
		err = fmt.Errorf("dovecot: %w\n%s", err, s.logTail())
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// start writes the configuration and starts the process.
func (s *Server) start(storage Storage) error {
	who, err := servant()
	if err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	s.Addr = fmt.Sprintf("127.0.0.1:%d", port)
	conf := filepath.Join(s.dir, "dovecot.conf")
	if err := os.WriteFile(conf, configuration(s.dir, storage, port, who), 0o644); err != nil {
		return err
	}
	for _, sub := range []string{"", "run", "state", "home"} {
		dir := filepath.Join(s.dir, sub)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.Chown(dir, int(who.uid), int(who.gid)); err != nil {
			return err
		}
	}
	s.Deliver = fmt.Sprintf("%s -c '%s' -d %s", delivery, conf, User)
	s.cmd = exec.Command(program, "-F", "-c", conf)
	s.cmd.Dir = s.dir
	s.cmd.SysProcAttr = who.attributes()
	var stderr bytes.Buffer
	s.cmd.Stderr = &stderr
	if err := s.cmd.Start(); err != nil {
		return err
	}
	go func() {
		s.err = s.cmd.Wait()
		if stderr.Len() > 0 {
			s.err = fmt.Errorf("%w: %s", s.err, stderr.Bytes())
		}
		close(s.exited)
	}()
	return nil
}

// freePort returns a port that was free just now.
func freePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
}

// await returns when the greeting comes.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		err := greeted(ctx, s.Addr)
		if err == nil {
			return nil
		}
		select {
		case <-s.exited:
			return fmt.Errorf("ended at once: %w", s.err)
		case <-ctx.Done():
			return fmt.Errorf("does not answer on %s: %w", s.Addr, err)
		case <-time.After(20 * time.Millisecond): // until it is asked again
		}
	}
}

func greeted(ctx context.Context, addr string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)
	buf := make([]byte, 4)
	if _, err := conn.Read(buf); err != nil {
		return err
	}
	if !bytes.HasPrefix(buf, []byte("* OK")) {
		return fmt.Errorf("greeting begins with %q", buf)
	}
	return nil
}

// logTail returns the last lines of Dovecot's log.
func (s *Server) logTail() string {
	text, err := os.ReadFile(filepath.Join(s.dir, "dovecot.log"))
	if err != nil {
		return err.Error()
	}
	const most = 2000
	return string(text[max(0, len(text)-most):])
}

// stopLimit is how long Dovecot may take to end.
const stopLimit = 10 * time.Second

// Close ends Dovecot and removes its files.
func (s *Server) Close() error {
	s.cmd.Process.Signal(syscall.SIGTERM) // fails if it has ended, which is as well
	var err error
	select {
	case <-s.exited:
	case <-time.After(stopLimit):
		err = fmt.Errorf("dovecot did not end within %v", stopLimit)
		s.cmd.Process.Kill()
		<-s.exited
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}
