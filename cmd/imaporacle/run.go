package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"
)

// The exit statuses.
const (
	good        = 0
	finding     = 1
	couldNotRun = 2
)

// verb is a subcommand.
type verb struct {
	name    string
	args    string // what follows the flags, for the synopsis
	brief   string
	about   string // paragraphs for the help
	example string
	// setup declares the flags and returns what runs once they are read.
	setup func(*pflag.FlagSet) action
}

// action runs a verb and returns the exit status. With an error, which is
// printed, the status is couldNotRun.
type action func(ctx context.Context, s streams, args []string) (status int, err error)

// streams are those of the process. Only learn asks anything.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// verbs returns the verbs in the order of the help.
func verbs() []verb {
	return []verb{
		serveVerb(), proxyVerb(), testVerb(), tableVerb(), diffVerb(), judgeVerb(), selftestVerb(), faultsVerb(),
		profilesVerb(), learnVerb(), versionVerb(), helpVerb(),
	}
}

func verbNamed(name string) (verb, error) {
	all := verbs()
	i := slices.IndexFunc(all, func(v verb) bool { return v.name == name })
	if i < 0 {
		return verb{}, fmt.Errorf("unknown verb %q (see imaporacle help)", name)
	}
	return all[i], nil
}

// run is the program without its process.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	status, err := dispatch(ctx, streams{stdin, stdout, stderr}, args)
	if err != nil {
		fmt.Fprintf(stderr, "imaporacle: %v\n", err)
		return couldNotRun
	}
	return status
}

func dispatch(ctx context.Context, s streams, args []string) (int, error) {
	if len(args) == 0 {
		return 0, errors.New("a verb is missing (see imaporacle help)")
	}
	name, args := args[0], args[1:]
	switch name {
	case "-h", "--help":
		name = "help"
	case "--version":
		name = "version"
	}
	v, err := verbNamed(name)
	if err != nil {
		return 0, err
	}
	flags := pflag.NewFlagSet(v.name, pflag.ContinueOnError)
	flags.SortFlags = false
	flags.Usage = func() {}
	act := v.setup(flags)
	err = flags.Parse(args)
	if errors.Is(err, pflag.ErrHelp) {
		return good, printHelp(s.out, v)
	}
	if err != nil {
		return 0, misuse(v.name, "%v", err)
	}
	return act(ctx, s, flags.Args())
}

// misuse is an error in the command line; it says where help is.
func misuse(verb, format string, args ...any) error {
	return fmt.Errorf("%s: %w (see imaporacle help %s)", verb, fmt.Errorf(format, args...), verb)
}
