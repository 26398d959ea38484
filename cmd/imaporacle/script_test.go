package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"imaporacle": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":     startServe,
			"stopserve": stopServe,
			"proxy":     startProxy,
			"stopproxy": stopProxy,
			"status":    status,
			"row":       row,
			"narrow":    narrow,
		},
	})
}

// served is the server of a script.
type served struct {
	cmd    *exec.Cmd
	stdout io.ReadCloser
	stderr bytes.Buffer
}

// running holds the server and the proxy of each script, by its working
// directory and the verb.
var running sync.Map

// startServe starts "imaporacle serve" with the arguments, on free ports, and
// sets $ADDR, $TLSADDR and $CONTROL from the line that says where it is ready.
func startServe(ts *testscript.TestScript, neg bool, args []string) {
	for scheme, addr := range start(ts, "serve", neg, args) {
		switch scheme {
		case "imap":
			ts.Setenv("ADDR", addr)
		case "imaps":
			ts.Setenv("TLSADDR", addr)
			_, port, _ := strings.Cut(addr, ":")
			ts.Setenv("TLSPORT", port)
		case "http":
			ts.Setenv("CONTROL", "http://"+addr)
		}
	}
}

// startProxy starts "imaporacle proxy" in the same way, and sets $PROXY and
// $PROXYCONTROL.
func startProxy(ts *testscript.TestScript, neg bool, args []string) {
	for scheme, addr := range start(ts, "proxy", neg, args) {
		switch scheme {
		case "imap":
			ts.Setenv("PROXY", addr)
		case "http":
			ts.Setenv("PROXYCONTROL", "http://"+addr)
		}
	}
}

// start starts a verb and returns where it is ready, by scheme.
func start(ts *testscript.TestScript, verb string, neg bool, args []string) map[string]string {
	if neg {
		ts.Fatalf("%s cannot be negated", verb)
	}
	s := new(served)
	s.cmd = exec.Command(program(ts), append([]string{verb, "--listen", "127.0.0.1:0"}, args...)...)
	s.cmd.Dir = ts.MkAbs(".")
	s.cmd.Env = []string{"HOME=" + ts.Getenv("HOME"), "PATH=" + ts.Getenv("PATH")}
	s.cmd.Stderr = &s.stderr
	stdout, err := s.cmd.StdoutPipe()
	ts.Check(err)
	s.stdout = stdout
	ts.Check(s.cmd.Start())
	ts.Defer(func() { s.cmd.Process.Kill(); s.cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		s.cmd.Wait()
		ts.Fatalf("%s said %q and ended: %s", verb, line, s.stderr.String())
	}
	rest, ok := strings.CutPrefix(line, "imaporacle: ready on ")
	words := strings.Fields(rest)
	if !ok || len(words) < 3 {
		ts.Fatalf("not the line of a server that is ready: %q", line)
	}
	addrs := make(map[string]string)
	for _, word := range words {
		if scheme, addr, ok := strings.Cut(word, "://"); ok {
			addrs[scheme] = addr
		}
	}
	if verb == "serve" {
		ts.Setenv("USERS", words[len(words)-1])
	}
	running.Store(ts.Getenv("WORK")+verb, s)
	return addrs
}

// program finds the command that testscript put into the path.
func program(ts *testscript.TestScript) string {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if path := filepath.Join(dir, "imaporacle"); isFile(path) {
			return path
		}
	}
	ts.Fatalf("no imaporacle in the path")
	return ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// stopServe ends the server by a signal and writes what it said on standard
// error to a file.
func stopServe(ts *testscript.TestScript, neg bool, args []string) { stop(ts, "serve", neg, args) }

// stopProxy does the same to the proxy.
func stopProxy(ts *testscript.TestScript, neg bool, args []string) { stop(ts, "proxy", neg, args) }

func stop(ts *testscript.TestScript, verb string, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: stop%s SIGNAL FILE", verb)
	}
	found, ok := running.Load(ts.Getenv("WORK") + verb)
	if !ok {
		ts.Fatalf("%s comes first", verb)
	}
	s := found.(*served)
	sig := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM}[args[0]]
	ts.Check(s.cmd.Process.Signal(sig))
	rest, err := io.ReadAll(s.stdout)
	ts.Check(err)
	if len(rest) > 0 {
		ts.Fatalf("%s said more than one line: %q", verb, rest)
	}
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("%s ended with %v: %s", verb, err, s.stderr.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), s.stderr.Bytes(), 0o600))
}

// status runs imaporacle and compares its exit status with the first argument.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status N ARGUMENTS...")
	}
	err := ts.Exec(program(ts), args[1:]...)
	got := "0"
	if exit, ok := err.(*exec.ExitError); ok {
		got = string(rune('0' + exit.ExitCode()))
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// row compares the row of the JSON on standard output with "column=cell"
// arguments.
func row(ts *testscript.TestScript, neg bool, args []string) {
	var doc struct{ Row map[string]string }
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &doc); err != nil {
		ts.Fatalf("not JSON: %v", err)
	}
	want := make(map[string]string)
	for _, arg := range args {
		column, cell, _ := strings.Cut(arg, "=")
		want[column] = cell
		// "0/..." is of any total.
		if failed, ok := strings.CutSuffix(cell, "..."); ok && strings.HasPrefix(doc.Row[column], failed) {
			doc.Row[column] = cell
		}
	}
	if diff := cmp.Diff(want, doc.Row); diff != "" {
		ts.Fatalf("row:\n%s", diff)
	}
}

// narrow checks that standard output fits a terminal of 80 columns.
func narrow(ts *testscript.TestScript, neg bool, args []string) {
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > helpWidth {
			ts.Fatalf("a line of %d columns: %s", n, line)
		}
	}
}

// Every verb has help with a synopsis, an example, and nothing wider than a
// terminal.
func TestHelp(t *testing.T) {
	for _, v := range verbs() {
		t.Run(v.name, func(t *testing.T) {
			var byVerb, byFlag, stderr bytes.Buffer
			for out, args := range map[*bytes.Buffer][]string{&byVerb: {"help", v.name}, &byFlag: {v.name, "--help"}} {
				if got := run(context.Background(), args, nil, out, &stderr); got != good {
					t.Errorf("%q: status %d, %s", args, got, &stderr)
				}
			}
			if diff := cmp.Diff(byVerb.String(), byFlag.String()); diff != "" {
				t.Errorf("help VERB and VERB --help differ: %s", diff)
			}
			text := byVerb.String()
			for _, want := range []string{"Usage: imaporacle " + v.name, "\nExamples:\n  imaporacle " + v.name} {
				if !strings.Contains(text, want) {
					t.Errorf("help lacks %q:\n%s", want, text)
				}
			}
			for line := range strings.Lines(text) {
				if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > helpWidth {
					t.Errorf("%d columns: %s", n, line)
				}
			}
		})
	}
}
