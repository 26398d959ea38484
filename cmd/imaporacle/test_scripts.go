package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"imaporacle/tester"
	"imaporacle/tester/script"
	"imaporacle/tester/suite"
)

// scriptsColumn is what --only calls the scripted tests, which fill three
// columns.
const scriptsColumn = "scripts"

// scriptFlags are the flags of test that concern scripts.
type scriptFlags struct {
	dir    string
	names  []string
	others []string
	jobs   int
	list   bool
	check  string

	wanted   bool
	mistakes script.Errors // in scripts that are left out for them
}

func (f *scriptFlags) define(fs *pflag.FlagSet) {
	fs.StringVar(&f.dir, "scripts", "", "play the scripts in `DIR` instead of those that are built in, and nothing else")
	fs.StringSliceVar(&f.names, "script", nil, "play only the scripts `NAME,...`, and nothing else")
	fs.StringArrayVar(&f.others, "other-user", nil, "`NAME:PASS` of the second user, whom some scripts and --users need; again for the third")
	fs.IntVarP(&f.jobs, "jobs", "j", 0, "play `N` scripts at a time, each in mailboxes of its own; those that are built in 2 by default, others 1")
	fs.BoolVar(&f.list, "list", false, "show the scripts and what they are about, and do nothing else")
	fs.StringVar(&f.check, "check", "", "read the scripts in `DIR`, report every mistake in them, and do nothing else")
}

// named says whether scripts were asked for by name.
func (f *scriptFlags) named() bool { return f.dir != "" || len(f.names) > 0 }

// apply has the tester play the scripts that are wanted.
func (f *scriptFlags) apply(cfg *tester.Config) (err error) {
	switch {
	case f.jobs < 0:
		return misuse("test", "--jobs must not be below 0")
	case f.jobs == 0 && f.dir == "":
		f.jobs = 2 // some servers allow no more than ten connections
	}
	cfg.Jobs = f.jobs
	for _, text := range f.others {
		name, pass, ok := strings.Cut(text, ":")
		if !ok || name == "" {
			return misuse("test", "--other-user: expected NAME:PASS")
		}
		cfg.Others = append(cfg.Others, script.Login{User: name, Pass: pass})
	}
	if f.wanted {
		cfg.Scripts, err = f.load()
	}
	return err
}

// load reads the scripts that were asked for.
func (f *scriptFlags) load() ([]*script.Script, error) {
	all, err := loadScripts(f.dir)
	if errors.As(err, &f.mistakes) && len(all) > 0 {
		err = nil // the others are played
	}
	if err != nil {
		return nil, fmt.Errorf("test: %w", err)
	}
	if len(f.names) == 0 {
		return all, nil
	}
	var chosen []*script.Script
	for _, name := range f.names {
		i := slices.IndexFunc(all, func(s *script.Script) bool { return s.Name == name })
		if i < 0 && len(f.mistakes) > 0 {
			return nil, fmt.Errorf("test: --script: %q is not among the scripts without mistakes; those with mistakes:\n%w", name, f.mistakes)
		}
		if i < 0 {
			return nil, misuse("test", "--script: there is no script %q; --list shows them", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// loadScripts reads a folder, or what is built in.
func loadScripts(dir string) ([]*script.Script, error) {
	if dir == "" {
		return suite.Scripts()
	}
	if info, err := os.Stat(dir); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder", dir)
	}
	return script.Load(os.DirFS(dir), dir)
}

// show carries out --list and --check.
func (f *scriptFlags) show(s streams, args []string) (int, error) {
	switch {
	case len(args) > 0:
		return 0, misuse("test", "--list and --check need no server, but found %q", args[0])
	case f.check != "":
		return f.report(s)
	}
	scripts, err := f.load()
	if err != nil {
		return 0, err
	}
	for _, one := range scripts {
		about, _, _ := strings.Cut(one.About, "\n")
		if _, err := fmt.Fprintf(s.out, "%-36s %3d  %s\n", one.Name, one.Commands(), about); err != nil {
			return 0, err
		}
	}
	return good, nil
}

// report tells every mistake in the scripts of a folder.
func (f *scriptFlags) report(s streams) (int, error) {
	scripts, err := loadScripts(f.check)
	var mistakes script.Errors
	switch {
	case errors.As(err, &mistakes):
		if _, err := fmt.Fprintln(s.out, mistakes); err != nil {
			return 0, err
		}
		return finding, nil
	case err != nil:
		return 0, fmt.Errorf("test: %w", err)
	}
	_, err = fmt.Fprintf(s.out, "%d scripts, no mistakes\n", len(scripts))
	return good, err
}
