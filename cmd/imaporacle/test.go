package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
)

// passEnv names the variable that holds the password where no flag gives it.
const passEnv = "IMAPORACLE_PASS"

// testFlags are the flags of test.
type testFlags struct {
	user, pass, passFile    string
	startTLS, tls, insecure bool
	mailbox                 string
	only                    []string
	settle, slow, timeout   time.Duration
	rounds                  int
	deliver, lmtp           string
	scripts                 scriptFlags
	stress                  stressFlags
	output                  outputFlags
}

func testVerb() verb {
	return verb{
		name: "test", args: "HOST:PORT",
		brief: "find out how a server behaves when sessions share a mailbox",
		about: `Logs in several times and works in mailboxes of its own, which it removes, also when it is interrupted. It prints the server's row: Checkpoint, \Recent, Atomic flags, Expunge fetch and Expunge store; then what belongs to each cell; then each finding with its rule, what was expected, what was seen, and the lines of all sessions.

A cell of "?" means that it could not be told, and why. What the RFCs leave to the server is reported as a legal choice and is no violation.

--stress has many sessions send random commands at once for some time. All answers are judged, and the history of each flag is checked for changes that were lost. It prints how often each command was sent, how long it took, and the shortest script that breaks a rule; the picture of a flag history that cannot be is written beside the first --output, as NAME.history.html.

The password is that of --pass, or the first line of --pass-file, or the variable ` + passEnv + `. Others on the machine can see the first.

Exit status: 0 if every cell is Yes or a legal choice, 1 if a rule was broken, 2 if a cell is "?" or nothing could be run.`,
		example: `imaporacle test 127.0.0.1:1143 --user user --pass pass
imaporacle test mail.example.org:993 --tls --user ann --pass-file secret
imaporacle test localhost:143 --user ann --only recent,expunge_fetch \
    --deliver '/usr/lib/dovecot/dovecot-lda -d ann' --format json`,
		setup: func(fs *pflag.FlagSet) action {
			f := new(testFlags)
			fs.StringVar(&f.user, "user", "", "log in as `NAME`")
			fs.StringVar(&f.pass, "pass", "", "with the password `PASS`")
			fs.StringVar(&f.passFile, "pass-file", "", "with the password in the first line of `FILE`")
			fs.BoolVar(&f.startTLS, "starttls", false, "use STARTTLS before the login")
			fs.BoolVar(&f.tls, "tls", false, "use TLS from the first octet")
			fs.BoolVar(&f.insecure, "insecure", false, "do not check the server's certificate")
			fs.StringVar(&f.mailbox, "mailbox", "", "begin the names of the mailboxes with `PREFIX`; imaporacle by default, for scripts imaptest")
			fs.StringSliceVar(&f.only, "only", nil, "test only `COLUMN,...`, of "+columnNames())
			fs.DurationVar(&f.settle, "settle", time.Second, "let `TIME` pass until what another session did counts as not seen")
			fs.DurationVar(&f.slow, "slow", time.Second, "tell of greetings and simple answers that take more than `TIME` even at their fastest")
			fs.IntVar(&f.rounds, "rounds", 40, "try what depends on chance `N` times")
			fs.DurationVar(&f.timeout, "timeout", 15*time.Second, "wait at most `TIME` for an answer")
			fs.StringVar(&f.deliver, "deliver", "", "test \\Recent with real delivery too: shell `COMMAND` that delivers the message on its standard input to INBOX")
			fs.StringVar(&f.lmtp, "lmtp", "", "the same by LMTP, to the server at `HOST:PORT`")
			f.scripts.define(fs)
			f.stress.define(fs)
			f.output.define(fs)
			return f.run
		},
	}
}

func (f *testFlags) run(ctx context.Context, s streams, args []string) (int, error) {
	if f.scripts.check != "" || f.scripts.list {
		return f.scripts.show(s, args)
	}
	outputs, err := f.output.plan()
	if err != nil {
		return 0, err
	}
	known, err := f.output.known()
	if err != nil {
		return 0, err
	}
	cfg, err := f.config(args)
	if err != nil {
		return 0, err
	}
	if err := f.scripts.apply(&cfg); err != nil {
		return 0, err
	}
	bar := newProgress(s.err)
	defer bar.end()
	clock := newProgress(s.err)
	defer clock.end()
	if err := f.stress.apply(&cfg, clock); err != nil {
		return 0, err
	}
	cfg.Played = showPlayed(bar, len(cfg.Scripts))
	result, err := tester.Run(ctx, cfg)
	if err != nil {
		return 0, fmt.Errorf("test: %w", err)
	}
	bar.end() // before anything is written where they stand
	clock.end()
	if err := f.output.write(s.out, outputs, result); err != nil {
		return 0, err
	}
	if err := f.stress.keep(outputs, result); err != nil {
		return 0, err
	}
	status := statusOf(s, result)
	if known != nil && status != couldNotRun {
		status = hold(s, known, result)
	}
	if mistakes := f.scripts.mistakes; len(mistakes) > 0 {
		fmt.Fprintf(s.err, "imaporacle: test: scripts with mistakes were left out:\n%v\n", mistakes)
		status = couldNotRun
	}
	return status, nil
}

// showPlayed shows each script that has ended, and how many have failed.
func showPlayed(bar *progress, total int) func(script.Result) {
	failed := 0
	return func(r script.Result) {
		if r.Outcome == script.Failed || r.Outcome == script.Broken {
			failed++
		}
		bar.say(fmt.Sprintf("%s, %d failed", r.Script.Name, failed), total)
	}
}

// config puts flags and arguments into the tester's terms.
func (f *testFlags) config(args []string) (cfg tester.Config, err error) {
	switch {
	case len(args) != 1:
		return cfg, misuse("test", "expected one HOST:PORT, not %d arguments", len(args))
	case f.user == "":
		return cfg, misuse("test", "--user is missing")
	case f.startTLS && f.tls:
		return cfg, misuse("test", "--starttls and --tls exclude each other")
	case f.deliver != "" && f.lmtp != "":
		return cfg, misuse("test", "--deliver and --lmtp exclude each other")
	case f.settle <= 0 || f.slow <= 0 || f.timeout <= 0 || f.rounds <= 0:
		return cfg, misuse("test", "--settle, --slow, --timeout and --rounds must be above 0")
	}
	if err := checkHostPort(args[0]); err != nil {
		return cfg, misuse("test", "%s: %w", args[0], err)
	}
	cfg = tester.Config{
		Config: client.Config{Addr: args[0], User: f.user, Insecure: f.insecure, Timeout: f.timeout},
		Prefix: f.mailbox, Settle: f.settle, Slow: f.slow, Rounds: f.rounds, Deliver: f.deliver, LMTP: f.lmtp,
	}
	switch {
	case f.startTLS:
		cfg.TLS = client.StartTLS
	case f.tls:
		cfg.TLS = client.Implicit
	}
	if f.lmtp != "" {
		if err := checkHostPort(f.lmtp); err != nil {
			return cfg, misuse("test", "--lmtp %s: %w", f.lmtp, err)
		}
	}
	if err = f.choose(&cfg); err != nil {
		return cfg, err
	}
	cfg.Pass, err = f.password()
	return cfg, err
}

func checkHostPort(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err != nil || port == "" {
		return errors.New("expected HOST:PORT, such as 127.0.0.1:143 or [::1]:143")
	}
	return nil
}

// columnNames lists the columns as --only takes them.
func columnNames() string {
	var all []string
	for _, c := range oracle.Columns {
		all = append(all, string(c))
	}
	return strings.Join(append(all, scriptsColumn), ", ")
}

// choose decides what is tested. Who names scripts or stress wants these, who
// names nothing all but stress.
func (f *testFlags) choose(cfg *tester.Config) error {
	if len(f.only) == 0 && !f.scripts.named() && !f.stress.wanted() {
		f.scripts.wanted = true
		return nil
	}
	f.scripts.wanted = f.scripts.named()
	cfg.Only = []oracle.Column{}
	for _, name := range f.only {
		col := oracle.Column(strings.TrimSpace(name))
		switch {
		case string(col) == scriptsColumn:
			f.scripts.wanted = true
		case slices.Contains(oracle.Columns, col):
			cfg.Only = append(cfg.Only, col)
		default:
			return misuse("test", "--only: unknown column %q: expected %s", name, columnNames())
		}
	}
	return nil
}

func (f *testFlags) password() (string, error) {
	switch {
	case f.pass != "" && f.passFile != "":
		return "", misuse("test", "--pass and --pass-file exclude each other")
	case f.passFile != "":
		text, err := os.ReadFile(f.passFile)
		if err != nil {
			return "", fmt.Errorf("test: --pass-file: %w", err)
		}
		line, _, _ := strings.Cut(string(text), "\n")
		return strings.TrimSuffix(line, "\r"), nil
	case f.pass != "":
		return f.pass, nil
	}
	if pass, ok := os.LookupEnv(passEnv); ok {
		return pass, nil
	}
	return "", misuse("test", "the password is missing: --pass, --pass-file or %s", passEnv)
}

// statusOf returns the exit status. What could not be told weighs most, since it
// may hide anything.
func statusOf(s streams, r *tester.Result) int {
	status := good
	if len(r.Violations()) > 0 {
		status = finding
	}
	for _, v := range r.Verdicts {
		if v.Cell != oracle.Yes && v.Cell != oracle.Unknown && !v.Legal {
			status = finding
		}
	}
	if script.Count(r.Scripts).FailedGroups > 0 {
		status = finding
	}
	titles, why := untold(r)
	if len(titles) == 0 {
		return status
	}
	fmt.Fprintf(s.err, "imaporacle: test: could not tell %s: %q\n", strings.Join(titles, ", "), why)
	return couldNotRun
}

// untold names what could not be told, and the reason of the first.
func untold(r *tester.Result) (titles []string, why string) {
	for _, c := range r.Inconclusive() {
		titles = append(titles, c.Title())
		if notes := r.Verdicts[c].Notes; why == "" && len(notes) > 0 {
			why = notes[0]
		}
	}
	if r.ScriptsFailed != nil {
		titles = append(titles, "the scripts")
		why = cmp.Or(why, r.ScriptsFailed.Error())
	}
	switch {
	case r.StressFailed != nil:
		titles = append(titles, "the stress")
		why = cmp.Or(why, r.StressFailed.Error())
	case r.Stress != nil && r.Stress.EndedAll > 0:
		titles = append(titles, "all of the stress")
		why = cmp.Or(why, r.Stress.Ended[0].Session+" has ended: "+r.Stress.Ended[0].Reason)
	}
	return titles, why
}
