package lesson

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Load reads all lessons of a folder: each file NAME.md but README.md, in the
// order of the names. The error holds those of all files.
func Load(fsys fs.FS) ([]*Lesson, error) {
	files, err := fs.Glob(fsys, "*.md")
	if err != nil {
		return nil, err
	}
	var all []*Lesson
	var errs []error
	named := make(map[string]string) // file by name
	for _, file := range files {
		if path.Base(file) == "README.md" {
			continue
		}
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		l, err := Parse(file, text)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if other, taken := named[l.Name]; taken {
			errs = append(errs, fmt.Errorf("%s:1: %s is a lesson of the same name, %s", file, other, l.Name))
		}
		named[l.Name] = file
		all = append(all, l)
	}
	for _, l := range all {
		for _, name := range l.Needs {
			if named[name] == "" && len(errs) == 0 {
				errs = append(errs, fmt.Errorf("%s:1: needs: there is no lesson %q", l.File, name))
			}
		}
	}
	if len(all)+len(errs) == 0 {
		errs = append(errs, errors.New("there are no lessons (files NAME.md)"))
	}
	return all, errors.Join(errs...)
}

// Lookup finds a lesson by its name, the beginning of it, or its number in the
// list from 1, and returns its index.
func Lookup(all []*Lesson, name string) (int, error) {
	if n, err := strconv.Atoi(name); err == nil {
		if n < 1 || n > len(all) {
			return 0, fmt.Errorf("lesson %d: there are %d lessons", n, len(all))
		}
		return n - 1, nil
	}
	var begin []int
	for i, l := range all {
		if l.Name == name {
			return i, nil
		}
		if strings.HasPrefix(l.Name, name) {
			begin = append(begin, i)
		}
	}
	if len(begin) == 1 {
		return begin[0], nil
	}
	var names []string
	for _, l := range all {
		names = append(names, l.Name)
	}
	slices.Sort(names)
	return 0, fmt.Errorf("no lesson %q: there are %s", name, strings.Join(names, ", "))
}
