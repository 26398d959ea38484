package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"imaporacle/tester"
	"imaporacle/tester/expect"
	"imaporacle/tester/report"
)

// outputFlags are the flags of test that say what becomes of the result.
type outputFlags struct {
	formats []string
	files   []string
	save    string
	expect  string
	verbose bool
	noColor bool
}

func (f *outputFlags) define(fs *pflag.FlagSet) {
	fs.StringSliceVar(&f.formats, "format", nil, "report as `FORMAT`: "+report.NamesOf(report.Formats)+"; table by default")
	fs.StringSliceVarP(&f.files, "output", "o", nil, "report into `FILE`, in the format of its name or of --format; again for several, with a --format for each or none")
	fs.StringVar(&f.save, "save", "", "save the result to `FILE`, for the verbs table and diff")
	fs.StringVar(&f.expect, "expect", "", "read known failures from `FILE`, a line \"NAME REASON\" each; only others count")
	fs.BoolVar(&f.noColor, "no-color", false, "use no colour, as with the variable NO_COLOR; there is none but on a terminal")
	fs.BoolVar(&f.verbose, "verbose", false, "report all that was said on all connections")
}

// output is a report to be written; without a file to standard output.
type output struct {
	format report.Format
	file   string
}

// plan decides what is written where. What cannot be written is told before
// anything is tested.
func (f *outputFlags) plan() ([]output, error) {
	var outputs []output
	for i, name := range f.formats {
		format, err := report.ParseFormat(name, report.Formats)
		if err != nil {
			return nil, misuse("test", "--format: %w", err)
		}
		o := output{format: format}
		if len(f.files) == len(f.formats) {
			o.file = f.files[i]
		}
		outputs = append(outputs, o)
	}
	switch {
	case len(f.files) == 0 && len(outputs) == 0:
		outputs = []output{{format: report.Table}}
	case len(f.files) > 0 && len(f.formats) == 0:
		for _, file := range f.files {
			format, err := report.FormatOf(file)
			if err != nil {
				return nil, misuse("test", "--output: %w", err)
			}
			outputs = append(outputs, output{format, file})
		}
		outputs = append(outputs, output{format: report.Table})
	case len(f.files) > 0 && len(f.files) != len(f.formats):
		return nil, misuse("test", "%d --output and %d --format: give a format for each file, or none", len(f.files), len(f.formats))
	}
	if f.save != "" {
		outputs = append(outputs, output{report.JSON, f.save})
	}
	for _, o := range outputs {
		if o.file == "" {
			continue
		}
		if info, err := os.Stat(filepath.Dir(o.file)); err != nil || !info.IsDir() {
			return nil, misuse("test", "--output: %s: there is no folder %s", o.file, filepath.Dir(o.file))
		}
	}
	return outputs, nil
}

// write writes a result to all outputs.
func (f *outputFlags) write(w io.Writer, outputs []output, r *tester.Result) error {
	for _, o := range outputs {
		var b bytes.Buffer
		color := o.file == "" && !f.noColor && os.Getenv("NO_COLOR") == "" && isTerminal(w)
		if err := report.Write(&b, o.format, r, report.Options{Transcript: f.verbose, Color: color}); err != nil {
			return err
		}
		var err error
		if o.file == "" {
			_, err = w.Write(b.Bytes())
		} else {
			err = os.WriteFile(o.file, b.Bytes(), 0o644)
		}
		if err != nil {
			return fmt.Errorf("test: %w", err)
		}
	}
	return nil
}

// known reads the list of known failures; nil without one.
func (f *outputFlags) known() (expect.List, error) {
	if f.expect == "" {
		return nil, nil
	}
	data, err := os.ReadFile(f.expect)
	if err != nil {
		return nil, fmt.Errorf("test: --expect: %w", err)
	}
	list, err := expect.Parse(f.expect, data)
	if err != nil {
		return nil, fmt.Errorf("test: --expect: %w", err)
	}
	return list, nil
}

// hold tells what is not as listed, and returns the exit status.
func hold(s streams, list expect.List, r *tester.Result) int {
	o := list.Hold(r)
	for _, name := range o.Unexpected {
		fmt.Fprintf(s.err, "imaporacle: test: failed, and is not listed: %s\n", name)
	}
	for _, e := range o.Passed {
		fmt.Fprintf(s.err, "imaporacle: test: went well, but is listed: %s (%q)\n", e.Name, e.Reason)
	}
	fmt.Fprintf(s.err, "imaporacle: test: %d failed as listed, %d not listed, %d listed went well\n",
		len(o.Expected), len(o.Unexpected), len(o.Passed))
	if len(o.Unexpected)+len(o.Passed) > 0 {
		return finding
	}
	return good
}
