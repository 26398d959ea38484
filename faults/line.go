package faults

import (
	"errors"
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

// String prints the line. Parse returns the same Fault from it, if NewPlan
// takes it.
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
	f, at, err := parse(line)
	if err != nil {
		return Fault{}, fmt.Errorf("fault %q: octet %d: %w", line, at, err)
	}
	return f, nil
}

// parse returns with an error the octet, from 1, at which it stands.
func parse(line string) (f Fault, at int, err error) {
	fields, at, err := split(line)
	if err != nil {
		return f, at, err
	}
	if len(fields) == 0 {
		return f, 1, errNoField
	}
	f.Name, f.Value = fields[0].name, fields[0].value
	kind, ok := Lookup(f.Kind())
	if !ok {
		return f, fields[0].at, fmt.Errorf("unknown fault %s%s", f.Kind(), suggest(f.Name))
	}
	places := make(map[string]int)
	for _, field := range fields[1:] {
		if places[field.name] > 0 {
			return f, field.at, fmt.Errorf("%s is given twice", field.name)
		}
		places[field.name] = field.at
		if err := f.set(kind, field); err != nil {
			return f, field.at, err
		}
	}
	if name, err := f.Scope.check(); err != nil {
		return f, places[name], err
	}
	return f, 0, nil
}

// set takes one field as parameter or scope.
func (f *Fault) set(kind Kind, field field) error {
	known, err := f.Scope.set(field.name, field.value)
	if !known {
		p, ok := kind.param(field.name)
		if !ok {
			return fmt.Errorf("%s has no parameter %s", f.Kind(), field.name)
		}
		if f.Params == nil {
			f.Params = make(map[string]string)
		}
		f.Params[field.name] = field.value
		err = p.check(field.value)
	}
	if err != nil {
		return fmt.Errorf("%s=%s: %w", field.name, field.value, err)
	}
	return nil
}

// check is what Parse asks of a line, for a Fault that was made otherwise.
func (f Fault) check(kind Kind) error {
	for _, name := range slices.Sorted(maps.Keys(f.Params)) {
		p, ok := kind.param(name)
		if !ok {
			return fmt.Errorf("%s has no parameter %s", f.Kind(), name)
		}
		if err := p.check(f.Params[name]); err != nil {
			return fmt.Errorf("%s=%s: %w", name, f.Params[name], err)
		}
	}
	_, err := f.Scope.check()
	return err
}

// field is NAME=VALUE in a line.
type field struct {
	name, value string
	at          int // octet, from 1
}

var (
	errNoField   = errors.New("expected NAME=VALUE, as in expunge-store=delayed")
	errNotClosed = errors.New("the quotes are not closed, or hold what Go's quotes may not")
	errNoSpace   = errors.New("expected a space after the quoted value")
)

// split cuts a line into fields, which spaces or tabs separate; a value may be
// quoted as in Go. With an error it returns the octet, from 1.
func split(line string) (fields []field, at int, err error) {
	for i := 0; i < len(line); {
		if isSpace(line[i]) {
			i++
			continue
		}
		f := field{at: i + 1}
		var rest string
		var ok bool
		f.name, rest, ok = strings.Cut(line[i:], "=")
		if !ok || f.name == "" || strings.ContainsFunc(f.name, needsQuotes) {
			return nil, f.at, errNoField
		}
		i += len(f.name) + 1
		n := 0
		if f.value, n, err = cutValue(f.name, rest); err != nil {
			return nil, i + 1, err
		}
		if i += n; i < len(line) && !isSpace(line[i]) {
			return nil, i + 1, errNoSpace
		}
		fields = append(fields, f)
	}
	return fields, 0, nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

// cutValue returns the value with which s begins and how many octets it takes.
func cutValue(name, s string) (value string, n int, err error) {
	if strings.HasPrefix(s, `"`) {
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			return "", 0, errNotClosed
		}
		value, err = strconv.Unquote(quoted)
		return value, len(quoted), err
	}
	if n = strings.IndexAny(s, " \t"); n < 0 {
		n = len(s)
	}
	value = s[:n]
	if value == "" || strings.ContainsFunc(value, needsQuotes) {
		return "", 0, fmt.Errorf("%s needs a value, in quotes if it has spaces, quotes, backslashes or controls", name)
	}
	return value, n, nil
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
