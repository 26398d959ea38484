package main

import (
	"context"
	"io"

	"github.com/spf13/pflag"

	"imaporacle/tester/report"
)

func diffVerb() verb {
	return verb{
		name: "diff", args: "FILE FILE",
		brief: "show what is different between two results",
		about: `Reads two results that the test verb has saved, of two servers or of one at two times, and writes a line for each cell, finding and script that differs.

Exit status: 0 if nothing differs, 1 if something does, 2 if a file could not be read.`,
		example: `imaporacle diff before.json after.json`,
		setup: func(*pflag.FlagSet) action {
			return func(_ context.Context, s streams, args []string) (int, error) {
				if len(args) != 2 {
					return 0, misuse("diff", "expected two files that test --save has written, not %d", len(args))
				}
				saved, err := readSaved(args)
				if err != nil {
					return 0, err
				}
				text := report.Diff(saved[0], saved[1])
				if text == "" {
					return good, nil
				}
				_, err = io.WriteString(s.out, text)
				return finding, err
			}
		},
	}
}
