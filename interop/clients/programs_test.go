package clients

import (
	"context"
	"os/exec"
	"strings"
	"testing"
)

// have returns an error if one of the programs is not installed.
func have(programs ...string) error {
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			return err
		}
	}
	return nil
}

// run runs a program, which must succeed, and returns what it prints on
// standard output. Nothing of the user's own configuration is read: home is
// the directory that stands for it.
func run(t *testing.T, home, program string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = home
	cmd.Env = append(cmd.Environ(), "HOME="+home)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", program, strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}
