package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"imaporacle/docs/lessons"
	"imaporacle/teach/learn"
	"imaporacle/teach/lesson"
)

// learnFlags are the flags of the verb.
type learnFlags struct {
	dir     string
	list    bool
	check   bool
	plain   bool
	noColor bool
	width   int
	seed    uint64
}

func learnVerb() verb {
	return verb{
		name: "learn", args: "[LESSON]",
		brief: "learn IMAP in a terminal, lesson by lesson",
		about: `Leads through lessons about what several sessions see of one mailbox. Each has a server of its own, which needs no network: you read, say what you expect, watch what is said, and do a task. No knowledge of IMAP is needed. Without LESSON it lists them and begins with the first; LESSON is a name or a number of the list.

Enter goes on. At any time you can type a command for one of the sessions, such as "bob noop", or "help".

A lesson is a Markdown file. With --lessons you use your own; --check plays files to their end and says whether they hold what they promise. docs/lessons/README.md tells how to write one.

Exit status: 0 if all is good, 1 if --check found a mistake, 2 if a lesson could not be read.`,
		example: `imaporacle learn
imaporacle learn uidvalidity
imaporacle learn find-the-fault --plain
imaporacle learn --check my-lessons/*.md`,
		setup: func(fs *pflag.FlagSet) action {
			var f learnFlags
			fs.StringVar(&f.dir, "lessons", "", "take the lessons from the files NAME.md in `DIR`")
			fs.BoolVar(&f.list, "list", false, "list the lessons and end")
			fs.BoolVar(&f.check, "check", false, "play the files that are given, or all lessons, and tell what is wrong with them")
			fs.BoolVar(&f.plain, "plain", false, "draw nothing: for screen readers")
			fs.BoolVar(&f.noColor, "no-color", false, "use no colour, as with the variable NO_COLOR; there is none but on a terminal")
			fs.IntVar(&f.width, "width", 0, "write lines of at most `N` columns (default: those of the terminal, 80 at most)")
			fs.Uint64Var(&f.seed, "seed", 0, "hide the fault that belongs to `SEED`; 0 draws one")
			return func(ctx context.Context, s streams, args []string) (int, error) {
				if f.check && len(args) > 0 {
					return checkFiles(ctx, s, args)
				}
				all, err := loadLessons("learn", f.dir)
				if err != nil {
					return 0, err
				}
				if f.check {
					return checkLessons(ctx, s, all)
				}
				return f.learn(ctx, s, all, args)
			}
		},
	}
}

// loadLessons reads the lessons of a folder, or those that are built in.
func loadLessons(verb, dir string) ([]*lesson.Lesson, error) {
	var files fs.FS = lessons.Files
	if dir != "" {
		files = os.DirFS(dir)
	}
	all, err := lesson.Load(files)
	if err != nil && dir != "" {
		return nil, fmt.Errorf("%s: --lessons %s: %w", verb, dir, err)
	}
	return all, err
}

// learn begins with the lesson that is wanted.
func (f learnFlags) learn(ctx context.Context, s streams, all []*lesson.Lesson, args []string) (int, error) {
	if len(args) > 1 {
		return 0, misuse("learn", "one lesson at a time, not %q", args)
	}
	first := 0
	if len(args) == 1 {
		var err error
		if first, err = lesson.Lookup(all, args[0]); err != nil {
			return 0, misuse("learn", "%w", err)
		}
	} else {
		listLessons(s.out, all)
	}
	if f.list {
		return good, nil
	}
	o := learn.Options{
		In: s.in, Out: s.out, Plain: f.plain, Seed: f.seed, Width: f.columns(s.out), Echo: !isTerminal(s.in),
		Colour: !f.noColor && !f.plain && os.Getenv("NO_COLOR") == "" && isTerminal(s.out),
	}
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	return good, learn.Run(ctx, o, all, first)
}

// columns is the width of the lines: what is read is best read in 80 columns.
func (f learnFlags) columns(out io.Writer) int {
	if f.width > 0 {
		return f.width
	}
	if file, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return min(width, helpWidth)
		}
	}
	return helpWidth
}

func listLessons(w io.Writer, all []*lesson.Lesson) {
	fmt.Fprintln(w, "Lessons:")
	for i, l := range all {
		fmt.Fprintf(w, "%3d  %-26s %s\n", i+1, l.Name, l.Title)
	}
}

// checkFiles checks lessons that are given as files.
func checkFiles(ctx context.Context, s streams, files []string) (int, error) {
	var all []*lesson.Lesson
	var errs []error
	for _, file := range files {
		text, err := os.ReadFile(filepath.Clean(file))
		if err != nil {
			return 0, err
		}
		l, err := lesson.Parse(file, text)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, l)
	}
	if err := errors.Join(errs...); err != nil {
		return 0, err
	}
	return checkLessons(ctx, s, all)
}

// checkLessons plays lessons to their end.
func checkLessons(ctx context.Context, s streams, all []*lesson.Lesson) (int, error) {
	status := good
	for _, l := range all {
		err := lesson.Check(ctx, l)
		switch {
		case ctx.Err() != nil:
			return 0, context.Cause(ctx)
		case err != nil:
			status = finding
			fmt.Fprintln(s.out, err)
		default:
			fmt.Fprintf(s.out, "%s: good\n", l.File)
		}
	}
	return status, nil
}
