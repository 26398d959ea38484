// Command withdovecot runs a command beside a Dovecot, whose host and port the
// command finds in IMAPORACLE_BENCH_PEER:
//
//	go run ./interop/withdovecot maildir go test -bench Noop ./bench
//
// Where Dovecot is not installed, it says so and runs the command without.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"imaporacle/interop/dovecot"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: withdovecot maildir|mdbox COMMAND [ARGUMENTS]")
		os.Exit(2)
	}
	if err := run(dovecot.Storage(os.Args[1]), os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "withdovecot: %v\n", err)
		os.Exit(1)
	}
}

func run(storage dovecot.Storage, command []string) (err error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	s, err := dovecot.Start(context.Background(), storage)
	switch {
	case errors.Is(err, dovecot.ErrMissing):
		fmt.Fprintf(os.Stderr, "withdovecot: going on without: %v\n", err)
		return cmd.Run()
	case err != nil:
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	cmd.Env = append(os.Environ(), "IMAPORACLE_BENCH_PEER="+s.Addr)
	return cmd.Run()
}
