package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"imaporacle/faults"
	"imaporacle/tester/report"
)

func faultsVerb() verb {
	return verb{
		name: "faults", args: "[NAME | NAME=VALUE]",
		brief: "list the faults that serve can have, or tell all about one",
		about: `Without an argument, lists every fault: what happens, the rule that it breaks or the liberty that it takes, and the cells of the table that it must show. With the name of a fault, tells the whole story of each of its values; with NAME=VALUE, of that one.

A fault is written on one line, for --fault of serve: first NAME=VALUE, then its parameters, then when it acts. Without the latter it acts always.`,
		example: `imaporacle faults
imaporacle faults expunge-store=delayed
imaporacle faults recent --format markdown`,
		setup: func(fs *pflag.FlagSet) action {
			var format string
			fs.StringVar(&format, "format", "table", "answer as `FORMAT`: table, markdown or json")
			return func(_ context.Context, s streams, args []string) (int, error) {
				f, err := report.ParseFormat(format, report.Plain)
				if err != nil {
					return 0, misuse("faults", "--format: %w", err)
				}
				kinds, err := kindsNamed(args)
				if err != nil {
					return 0, err
				}
				text, err := writeFaults(kinds, f, len(args) > 0)
				if err != nil {
					return 0, err
				}
				_, err = s.out.Write(text)
				return good, err
			}
		},
	}
}

// kindsNamed returns the faults that the arguments name; all without any.
func kindsNamed(args []string) ([]faults.Kind, error) {
	all := faults.Catalogue()
	if len(args) == 0 {
		return all, nil
	}
	if len(args) > 1 {
		return nil, misuse("faults", "one fault at a time, not %q", args)
	}
	named := slices.DeleteFunc(all, func(k faults.Kind) bool { return k.Name != args[0] && k.String() != args[0] })
	if len(named) > 0 {
		return named, nil
	}
	name, _, _ := strings.Cut(args[0], "=")
	var values, others []string
	for _, k := range faults.Catalogue() {
		switch {
		case k.Name == name:
			values = append(values, k.Value)
		case !slices.Contains(others, k.Name):
			others = append(others, k.Name)
		}
	}
	if len(values) > 0 {
		return nil, fmt.Errorf("faults: unknown fault %q: %s can be %s", args[0], name, strings.Join(values, ", "))
	}
	return nil, fmt.Errorf("faults: unknown fault %q: there are %s", args[0], strings.Join(others, ", "))
}
