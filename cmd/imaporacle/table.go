package main

import (
	"context"
	"os"

	"github.com/spf13/pflag"

	"imaporacle/tester/report"
)

// tableFormats are those in which the table of servers can be written.
var tableFormats = []report.Format{report.Table, report.Markdown, report.HTML}

func tableVerb() verb {
	return verb{
		name: "table", args: "FILE...",
		brief: "put the rows of several servers into one table",
		about: `Reads results that the test verb has saved, and writes the table of the servers, in the order of the files. A column that was not tested is "?". How many rules were broken under stress is a column if one of them was put under it.`,
		example: `imaporacle table dovecot.json cyrus.json
imaporacle table --format html *.json > servers.html`,
		setup: func(fs *pflag.FlagSet) action {
			var name string
			fs.StringVar(&name, "format", "markdown", "write as `FORMAT`: "+report.NamesOf(tableFormats))
			return func(_ context.Context, s streams, args []string) (int, error) {
				format, err := report.ParseFormat(name, tableFormats)
				if err != nil {
					return 0, misuse("table", "--format: %w", err)
				}
				if len(args) == 0 {
					return 0, misuse("table", "expected files that test --save has written")
				}
				saved, err := readSaved(args)
				if err != nil {
					return 0, err
				}
				text, err := report.Servers(format, saved)
				if err == nil {
					_, err = s.out.Write(text)
				}
				return good, err
			}
		},
	}
}

// readSaved reads results.
func readSaved(files []string) ([]*report.Saved, error) {
	var all []*report.Saved
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		s, err := report.ReadSaved(file, data)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}
