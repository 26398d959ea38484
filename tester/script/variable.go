package script

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// variableKind is what a "$" in a script means.
type variableKind uint8

const (
	namedVar   variableKind = iota
	messageVar              // $3: a message, followed through EXPUNGEs
	modSeqVar               // $modseq3
	caseVar                 // ${case:text}
	dollarVar               // $$
	anyVar                  // $ alone
)

type variable struct {
	kind variableKind
	name string // or number, or text
}

// cutVariable reads the variable that begins s, which begins with "$", and
// returns how long it is; 0 if "${" is not closed.
func cutVariable(s string) (variable, int) {
	switch {
	case len(s) > 1 && s[1] == '$':
		return variable{kind: dollarVar}, 2
	case len(s) > 1 && s[1] == '{':
		end := strings.IndexByte(s, '}')
		if end <= 2 {
			return variable{}, 0
		}
		name := s[2:end]
		if len(name) >= 5 && strings.EqualFold(name[:5], "case:") {
			return variable{caseVar, name[5:]}, end + 1
		}
		return named(name), end + 1
	}
	end := 1
	for end < len(s) && isNameOctet(s[end]) {
		end++
	}
	if end == 1 {
		return variable{kind: anyVar}, 1
	}
	return named(s[1:end]), end
}

func isNameOctet(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

func named(name string) variable {
	lower := strings.ToLower(name)
	if isDigits(lower) {
		return variable{messageVar, lower}
	}
	if n, ok := strings.CutPrefix(lower, "modseq"); ok && isDigits(n) {
		return variable{modSeqVar, n}
	}
	return variable{namedVar, lower}
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// piece is a part of a text: one that is fixed, or a variable.
type piece struct {
	text string // as it stands there
	of   *variable
}

// pieces divides a text at its variables.
func pieces(text string) []piece {
	var list []piece
	for text != "" {
		i := strings.IndexByte(text, '$')
		if i != 0 {
			if i < 0 {
				i = len(text)
			}
			list = append(list, piece{text: text[:i]})
			text = text[i:]
			continue
		}
		v, n := cutVariable(text)
		if n == 0 {
			return append(list, piece{text: text})
		}
		list = append(list, piece{text: text[:n], of: &v})
		text = text[n:]
	}
	return list
}

// variables are those of one run of a script.
type variables struct {
	values  map[string]string
	modSeqs map[uint64]uint64
	gone    []uint32 // sequence numbers of the EXPUNGEs since the group began
}

func newVariables(values map[string]string) *variables {
	return &variables{values: maps.Clone(values), modSeqs: make(map[uint64]uint64)}
}

// get returns the value of a variable; false if it has none yet.
func (v *variables) get(of variable) (string, bool) {
	switch of.kind {
	case namedVar:
		value, ok := v.values[of.name]
		return value, ok
	case modSeqVar:
		n, _ := strconv.ParseUint(of.name, 10, 64)
		value, ok := v.modSeqs[n]
		return strconv.FormatUint(value, 10), ok
	case messageVar:
		return v.message(of.name), true
	case dollarVar:
		return "$", true
	}
	return of.name, true
}

// message is where a message stands now: 0 if it is gone.
func (v *variables) message(name string) string {
	n, err := strconv.ParseUint(name, 10, 32)
	if err != nil {
		return name
	}
	seq := uint32(n)
	for _, gone := range v.gone {
		switch {
		case gone == seq:
			return "0"
		case gone < seq:
			seq--
		}
	}
	return strconv.FormatUint(uint64(seq), 10)
}

// set gives a variable a value; false if it cannot have that.
func (v *variables) set(of variable, value string) bool {
	if of.kind == namedVar {
		v.values[of.name] = value
		return true
	}
	index, _ := strconv.ParseUint(of.name, 10, 64)
	n, err := strconv.ParseUint(value, 10, 64)
	if err != nil || n < v.leastModSeq(index) {
		return false
	}
	v.modSeqs[index] = n
	return true
}

// leastModSeq: each mod-sequence is above those with a lower index, by at least
// the distance of the indexes.
func (v *variables) leastModSeq(index uint64) uint64 {
	least := uint64(0)
	for i, n := range v.modSeqs {
		if i < index {
			least = max(least, n+index-i)
		}
	}
	return least
}

// expand replaces the variables in a command. One without a value is an error.
func (v *variables) expand(text string) (string, error) {
	if !strings.Contains(text, "$") {
		return text, nil
	}
	var b strings.Builder
	for _, p := range pieces(text) {
		switch {
		case p.of == nil:
			b.WriteString(p.text)
		case p.of.kind == anyVar:
			b.WriteByte('$')
		default:
			value, ok := v.get(*p.of)
			if !ok {
				return "", fmt.Errorf("the variable %s has no value", p.text)
			}
			b.WriteString(value)
		}
	}
	return b.String(), nil
}

// show replaces the variables that have a value in what is expected, for
// people to read.
func (v *variables) show(text string) string {
	var b strings.Builder
	for _, p := range pieces(text) {
		text := p.text
		if p.of != nil && p.of.kind <= modSeqVar {
			if value, ok := v.get(*p.of); ok {
				text = value
			}
		}
		b.WriteString(text)
	}
	return b.String()
}

func (v *variables) unset(of variable) {
	if of.kind == namedVar {
		delete(v.values, of.name)
		return
	}
	n, _ := strconv.ParseUint(of.name, 10, 64)
	delete(v.modSeqs, n)
}
