package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

func helpVerb() verb {
	return verb{
		name: "help", args: "[VERB]",
		brief:   "tell what there is, or all about one verb",
		about:   "Without a verb, lists the verbs. `imaporacle VERB --help` does the same as `imaporacle help VERB`.",
		example: "imaporacle help serve",
		setup: func(*pflag.FlagSet) action {
			return func(_ context.Context, s streams, args []string) (int, error) {
				switch len(args) {
				case 0:
					return good, printOverview(s.out)
				case 1:
					v, err := verbNamed(args[0])
					if err != nil {
						return 0, err
					}
					return good, printHelp(s.out, v)
				}
				return 0, misuse("help", "one verb at a time, not %q", args)
			}
		},
	}
}

// helpWidth is the width for which help is written.
const helpWidth = 80

const overview = `imaporacle is an IMAP server that can misbehave on purpose, a tester that finds
out from outside how a server behaves when several sessions share a mailbox, and
the proof that the tester is right.

Usage: imaporacle VERB [FLAGS] [ARGUMENTS]

Verbs:
`

const overviewEnd = `
Exit status: 0 all is good, 1 something was found, 2 could not run or tell.

Examples:
  imaporacle selftest
  imaporacle serve --fault expunge-store=delayed
  imaporacle test 127.0.0.1:1143 --user user --pass pass

"imaporacle help VERB" tells all about a verb.
`

func printOverview(w io.Writer) error {
	var b strings.Builder
	b.WriteString(overview)
	for _, v := range verbs() {
		fmt.Fprintf(&b, "  %-10s%s\n", v.name, v.brief)
	}
	b.WriteString(overviewEnd)
	_, err := io.WriteString(w, b.String())
	return err
}

func printHelp(w io.Writer, v verb) error {
	flags := pflag.NewFlagSet(v.name, pflag.ContinueOnError)
	flags.SortFlags = false
	v.setup(flags)

	var b strings.Builder
	fmt.Fprintf(&b, "imaporacle %s: %s\n\nUsage: imaporacle %s", v.name, v.brief, v.name)
	if flags.HasFlags() {
		b.WriteString(" [FLAGS]")
	}
	if v.args != "" {
		b.WriteString(" " + v.args)
	}
	b.WriteString("\n")
	for _, paragraph := range strings.Split(v.about, "\n\n") {
		b.WriteString("\n")
		wrap(&b, "", "", paragraph)
	}
	if flags.HasFlags() {
		b.WriteString("\nFlags:\n")
		flags.VisitAll(func(f *pflag.Flag) { printFlag(&b, f) })
	}
	b.WriteString("\nExamples:\n")
	for line := range strings.Lines(v.example) {
		b.WriteString("  " + line)
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// printFlag prints a flag, and below it what it does: pflag's own form leaves
// little room beside a long name.
func printFlag(b *strings.Builder, f *pflag.Flag) {
	value, usage := pflag.UnquoteUsage(f)
	b.WriteString("  --" + f.Name)
	if f.Value.Type() != "bool" {
		b.WriteString(" " + value)
	}
	b.WriteString("\n")
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" {
		usage += fmt.Sprintf(" (default %s)", f.DefValue)
	}
	wrap(b, "      ", "      ", usage)
}

// wrap writes text in lines of at most helpWidth columns.
func wrap(b *strings.Builder, first, rest, text string) {
	line := first
	begun := false
	for _, word := range strings.Fields(text) {
		if begun && len(line)+1+len(word) > helpWidth {
			b.WriteString(line + "\n")
			line, begun = rest, false
		}
		if begun {
			line += " "
		}
		line += word
		begun = true
	}
	b.WriteString(line + "\n")
}
