package faults

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Fault is one line of the language.
type Fault struct {
	Name, Value string            // "expunge-store", "delayed"
	Params      map[string]string // the fault's own, as given
	Scope       Scope
}

// Kind returns name and value, under which the catalogue and the oracle know
// the fault: "expunge-store=delayed".
func (f Fault) Kind() string { return f.Name + "=" + f.Value }

// String prints the line. Parse returns the same Fault from it.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.Kind())
	for _, name := range slices.Sorted(maps.Keys(f.Params)) {
		writeField(&b, name, f.Params[name])
	}
	f.Scope.write(&b)
	return b.String()
}

func writeField(b *strings.Builder, name, value string) {
	if value == "" || strings.ContainsFunc(value, needsQuotes) {
		value = strconv.Quote(value)
	}
	fmt.Fprintf(b, " %s=%s", name, value)
}

func needsQuotes(r rune) bool { return r <= ' ' || r == '"' || r == 0x7f || r == '\\' }

// Parse reads one line. The error names the field that is wrong and its place,
// in octets from 1.
func Parse(line string) (Fault, error) {
	fields, err := split(line)
	if err != nil {
		return Fault{}, err
	}
	if len(fields) == 0 {
		return Fault{}, fmt.Errorf("fault %q: expected NAME=VALUE, as in expunge-store=delayed", line)
	}
	f := Fault{Name: fields[0].name, Value: fields[0].value}
	kind, ok := Lookup(f.Kind())
	if !ok {
		return f, fmt.Errorf("fault %q: octet 1: unknown fault %s%s", line, f.Kind(), suggest(f.Name))
	}
	seen := make(map[string]bool)
	for _, field := range fields[1:] {
		if seen[field.name] {
			return f, fmt.Errorf("fault %q: octet %d: %s is given twice", line, field.at, field.name)
		}
		seen[field.name] = true
		if err := f.set(kind, field); err != nil {
			return f, fmt.Errorf("fault %q: octet %d: %w", line, field.at, err)
		}
	}
	if err := f.Scope.check(); err != nil {
		return f, fmt.Errorf("fault %q: %w", line, err)
	}
	return f, nil
}

// set takes one field as parameter or scope.
func (f *Fault) set(kind Kind, field field) error {
	if known, err := f.Scope.set(field.name, field.value); known {
		return err
	}
	for _, p := range kind.Params {
		if p.Name != field.name {
			continue
		}
		if err := p.check(field.value); err != nil {
			return fmt.Errorf("%s=%s: %w", field.name, field.value, err)
		}
		if f.Params == nil {
			f.Params = make(map[string]string)
		}
		f.Params[field.name] = field.value
		return nil
	}
	return fmt.Errorf("%s has no parameter %s", f.Kind(), field.name)
}

// field is NAME=VALUE in a line.
type field struct {
	name, value string
	at          int // octet, from 1
}

// split cuts a line into fields, which spaces separate; a value may be quoted
// as in Go.
func split(line string) ([]field, error) {
	var fields []field
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		start := i
		name, rest, ok := strings.Cut(line[i:], "=")
		if !ok || name == "" || strings.ContainsFunc(name, needsQuotes) {
			return nil, fmt.Errorf("fault %q: octet %d: expected NAME=VALUE", line, start+1)
		}
		value := rest
		if quoted, err := strconv.QuotedPrefix(rest); err == nil && rest[0] == '"' {
			value = quoted
		} else if end := strings.IndexAny(rest, " \t"); end >= 0 {
			value = rest[:end]
		}
		i += len(name) + 1 + len(value)
		if i < len(line) && line[i] != ' ' && line[i] != '\t' {
			return nil, fmt.Errorf("fault %q: octet %d: expected a space after the quoted value", line, i+1)
		}
		if strings.HasPrefix(value, `"`) {
			unquoted, err := strconv.Unquote(value)
			if err != nil {
				return nil, fmt.Errorf("fault %q: octet %d: the quotes are not closed", line, start+len(name)+2)
			}
			value = unquoted
		} else if value == "" || strings.ContainsFunc(value, needsQuotes) {
			return nil, fmt.Errorf("fault %q: octet %d: %s needs a value, in quotes if it has spaces, quotes or controls", line, start+1, name)
		}
		fields = append(fields, field{name, value, start + 1})
	}
	return fields, nil
}

// suggest lists the values of a name that exists.
func suggest(name string) string {
	var values []string
	for _, k := range Catalogue() {
		if k.Name == name {
			values = append(values, k.Value)
		}
	}
	if len(values) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s can be %s", name, strings.Join(values, ", "))
}
