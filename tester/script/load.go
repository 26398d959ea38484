package script

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// defaultMbox is the mbox of the tests in a folder that have none of their own.
const defaultMbox = "default.mbox"

// Load reads all scripts of a folder and of those in it, in the order of their
// names. Files with a dot in their name are no scripts. dir is how errors call
// the folder. The error holds the mistakes of all scripts; those without any
// are returned beside it.
func Load(fsys fs.FS, dir string) ([]*Script, error) {
	var scripts []*Script
	var mistakes Errors
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || strings.Contains(path.Base(name), ".") {
			return nil
		}
		s, err := loadOne(fsys, dir, name)
		if list := Errors(nil); errors.As(err, &list) {
			mistakes = append(mistakes, list...)
			return nil
		}
		scripts = append(scripts, s)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case len(mistakes) > 0:
		return scripts, mistakes
	case len(scripts) == 0:
		return nil, fmt.Errorf("%s: there are no scripts", dir)
	}
	return scripts, nil
}

func loadOne(fsys fs.FS, dir, name string) (*Script, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	s, err := Parse(name, path.Join(dir, name), data)
	if err != nil {
		return nil, err
	}
	for _, mbox := range []string{name + ".mbox", path.Join(path.Dir(name), defaultMbox)} {
		data, err := fs.ReadFile(fsys, mbox)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if s.Mbox = ParseMbox(data); len(s.Mbox) == 0 {
			return nil, Errors{{path.Join(dir, mbox), 1, "the mbox has no message"}}
		}
		return s, nil
	}
	s.Mbox = generated()
	return s, nil
}
