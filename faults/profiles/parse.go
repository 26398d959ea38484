package profiles

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"imaporacle/faults"
)

// parse reads a file of lines "KEY: VALUE"; a line that begins with a space or
// tab goes on with the one before it, and # begins a remark. The error names
// the line.
func parse(text string) (Profile, error) {
	var p Profile
	var key, value string
	var begun int // the line of key, 0 before the first
	finish := func() error {
		if begun == 0 {
			return nil
		}
		if err := p.set(key, value); err != nil {
			return fmt.Errorf("line %d: %s: %w", begun, key, err)
		}
		return nil
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "", trimmed[0] == '#':
			continue
		case line[0] == ' ' || line[0] == '\t':
			value += " " + trimmed
			continue
		}
		if err := finish(); err != nil {
			return p, err
		}
		var ok bool
		if key, value, ok = strings.Cut(trimmed, ":"); !ok {
			return p, fmt.Errorf("line %d: expected KEY: VALUE", n)
		}
		value, begun = strings.TrimSpace(value), n
	}
	if err := finish(); err != nil {
		return p, err
	}
	if p.Title == "" || p.MadeOf == "" || p.Story == "" {
		return p, errors.New("title, made-of or story is missing")
	}
	return p, nil
}

// set takes one line.
func (p *Profile) set(key, value string) error {
	switch key {
	case "title":
		p.Title = value
	case "made-of":
		p.MadeOf = value
	case "story":
		p.Story = value
	case "greeting":
		p.Greeting = value
	case "capabilities":
		p.Capabilities = strings.Fields(value)
	case "id":
		field, is, ok := strings.Cut(value, "=")
		if !ok {
			return errors.New("expected FIELD=VALUE")
		}
		p.ID = append(p.ID, field, is)
	case "column":
		column, cell, ok := strings.Cut(value, "=")
		if !ok {
			return errors.New("expected COLUMN=CELL")
		}
		if p.Columns == nil {
			p.Columns = make(map[string]string)
		}
		p.Columns[column] = cell
	case "row":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return errors.New("expected a number from 1")
		}
		p.Row = n
	case "groups", "base", "extension":
		share, err := parseShare(value)
		if err != nil {
			return err
		}
		*map[string]**Share{"groups": &p.Groups, "base": &p.Base, "extension": &p.Extension}[key] = &share
	case "goes-wrong":
		p.GoesWrong = value
	case "finding":
		p.Findings = append(p.Findings, value)
	case "fault":
		f, err := faults.Parse(value)
		if err != nil {
			return err
		}
		p.Faults = append(p.Faults, f)
	default:
		return errors.New("there is no such key")
	}
	return nil
}

// parseShare reads "failed/total".
func parseShare(value string) (Share, error) {
	failed, total, _ := strings.Cut(value, "/")
	var s Share
	var err, err2 error
	s.Failed, err = strconv.Atoi(failed)
	s.Total, err2 = strconv.Atoi(total)
	if err != nil || err2 != nil || s.Failed < 0 || s.Failed > s.Total {
		return s, errors.New("expected FAILED/TOTAL")
	}
	return s, nil
}
