package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/pflag"
)

func versionVerb() verb {
	return verb{
		name:    "version",
		brief:   "tell which version this is",
		about:   "Prints one line: version, revision if it was built from a repository, Go's version and the platform.",
		example: "imaporacle version",
		setup: func(*pflag.FlagSet) action {
			return func(_ context.Context, s streams, args []string) (int, error) {
				if len(args) > 0 {
					return 0, misuse("version", "unexpected argument %q", args[0])
				}
				_, err := fmt.Fprintf(s.out, "imaporacle %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
				return good, err
			}
		},
	}
}

// version returns what the build knows of where the source came from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	if text == "" {
		text = "(devel)"
	}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			text += " " + setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			text += " modified"
		}
	}
	return text
}
