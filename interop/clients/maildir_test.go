package clients

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// maildirFlags are the letters of the flags in a Maildir's file names.
var maildirFlags = map[rune]string{'D': `\Draft`, 'F': `\Flagged`, 'R': `\Answered`, 'S': `\Seen`, 'T': `\Deleted`}

// eachFile calls visit for each message of a Maildir.
func eachFile(t *testing.T, dir string, visit func(path, text string)) {
	t.Helper()
	for _, sub := range []string{"new", "cur"} {
		files, err := os.ReadDir(filepath.Join(dir, sub))
		must(t, err)
		for _, file := range files {
			path := filepath.Join(dir, sub, file.Name())
			text, err := os.ReadFile(path)
			must(t, err)
			visit(path, string(text))
		}
	}
}

// readMaildir reads a Maildir, whose lines end with LF.
func readMaildir(t *testing.T, dir string) box {
	t.Helper()
	found := make(box)
	eachFile(t, dir, func(path, text string) {
		var flags []string
		_, info, _ := strings.Cut(path, ":2,")
		for _, letter := range info {
			if flag := maildirFlags[letter]; flag != "" {
				flags = append(flags, flag)
			}
		}
		found.put(t, flags, strings.ReplaceAll(text, "\n", "\r\n"))
	})
	return found
}

// markMaildir gives the messages from first to last these letters.
func markMaildir(t *testing.T, dir, letters string, first, last int) {
	t.Helper()
	chosen := make(box)
	for n := first; n <= last; n++ {
		chosen[subject(n)] = message{}
	}
	eachFile(t, dir, func(path, text string) {
		if _, ok := chosen[subjectOf(text)]; ok {
			name, _, _ := strings.Cut(filepath.Base(path), ":2,")
			must(t, os.Rename(path, filepath.Join(dir, "cur", name+":2,"+letters)))
		}
	})
}

// makeMaildir makes an empty Maildir.
func makeMaildir(t *testing.T, dir string) {
	t.Helper()
	for _, sub := range []string{"new", "cur", "tmp"} {
		must(t, os.MkdirAll(filepath.Join(dir, sub), 0o700))
	}
}

// fillMaildir makes a Maildir with the messages from first to last, without
// flags.
func fillMaildir(t *testing.T, dir string, first, last int) {
	t.Helper()
	makeMaildir(t, dir)
	for n := first; n <= last; n++ {
		name := filepath.Join(dir, "cur", fmt.Sprintf("%d.%d.here:2,", 1644188400+n, n))
		write(t, name, strings.ReplaceAll(letter(n), "\r\n", "\n"))
	}
}
