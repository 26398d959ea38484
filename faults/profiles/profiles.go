// Package profiles describes servers as others have met them: what they
// advertise, how they greet, and which faults they have. Each is a file of
// data, which this package reads.
package profiles

import (
	"cmp"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"imaporacle/faults"
)

// Profile is a server to be imitated.
type Profile struct {
	Name  string // under which it is asked for, such as "gmail"
	Title string
	// MadeOf says what the profile rests on: public reports, or a measured row
	// of the table.
	MadeOf string
	Story  string
	// Row is where the server stands in the table of those that were measured,
	// from 1; 0 if it was not.
	Row int
	// Columns are the cells of the table that the server was measured to show,
	// by the name of the column; none if it was not.
	Columns map[string]string
	// Groups, Base and Extension are how many scripts, and how many commands of
	// the base protocol and of extensions, failed in the suite of that day; nil
	// if that was not measured.
	Groups, Base, Extension *Share
	// GoesWrong is what was said in place of figures.
	GoesWrong string
	// Findings are the rules, by their ID, that a tester must report.
	Findings []string
	// Capabilities are those that it advertises after login; nil leaves them as
	// they are.
	Capabilities []string
	Greeting     string   // text of the greeting, empty to leave it
	ID           []string // fields and values of ID, nil to leave them
	Faults       []faults.Fault
}

// Share is how many of all have failed.
type Share struct{ Failed, Total int }

// String is "failed/total".
func (s Share) String() string { return fmt.Sprintf("%d/%d", s.Failed, s.Total) }

// Percent is the share in percent; 0 of nothing.
func (s Share) Percent() float64 {
	if s.Total == 0 {
		return 0
	}
	return 100 * float64(s.Failed) / float64(s.Total)
}

//go:embed *.txt
var files embed.FS

// All returns the profiles: the measured ones in the order of their table, then
// the others by name. The error is for a file that cannot be
// read, with file and line.
func All() ([]Profile, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var all []Profile
	for _, e := range entries {
		text, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, err
		}
		p, err := parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		p.Name = strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b Profile) int {
		// -1 makes the row 0 the largest
		return cmp.Compare(uint(a.Row-1), uint(b.Row-1))
	})
	return all, nil
}

// Get returns the profile of that name. The error lists those that there are.
func Get(name string) (Profile, error) {
	all, err := All()
	if err != nil {
		return Profile{}, err
	}
	var names []string
	for _, p := range all {
		names = append(names, p.Name)
	}
	i := slices.Index(names, name)
	if i < 0 {
		return Profile{}, fmt.Errorf("unknown profile %q: there are %s", name, strings.Join(names, ", "))
	}
	return all[i], nil
}

// Measured reports whether the server stands in the table of those that were.
func (p Profile) Measured() bool { return p.Row > 0 }

// Has reports whether the server advertises a capability.
func (p Profile) Has(capability string) bool { return slices.Contains(p.Capabilities, capability) }
