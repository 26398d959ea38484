package report

import (
	"encoding/json"
	"fmt"
	"slices"

	"imaporacle/oracle"
	"imaporacle/tester"
)

// Saved is a result that was written as JSON, as far as it is compared with
// others.
type Saved struct {
	File    string            `json:"-"`
	Row     map[string]string `json:"row"`
	Server  tester.ServerInfo `json:"server"`
	Found   []found           `json:"findings"`
	Scripts *scripts          `json:"scripts"`
}

// ReadSaved reads what Write has written as JSON. The error names the file.
func ReadSaved(file string, data []byte) (*Saved, error) {
	s := &Saved{File: file}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(s.Row) == 0 {
		return nil, fmt.Errorf("%s: there is no row in it: it was not saved by the test verb", file)
	}
	return s, nil
}

// Title is what the server is called: its name and version, or its address.
func (s *Saved) Title() string {
	switch {
	case s.Server.Name == "":
		return s.Server.Addr
	case s.Server.Version == "":
		return s.Server.Name
	}
	return s.Server.Name + " " + s.Server.Version
}

// heading is a column of the table of servers.
type heading struct{ key, title string }

// headings are all columns, in the order of the table; that of stress if one of
// the results has it.
func headings(of ...*Saved) []heading {
	var all []heading
	for _, c := range oracle.Columns {
		all = append(all, heading{string(c), c.Title()})
	}
	for _, s := range shares {
		all = append(all, heading{s.key, s.title})
	}
	if slices.ContainsFunc(of, func(s *Saved) bool { return s.Row[underStress.key] != "" }) {
		all = append(all, underStress)
	}
	return all
}
