package server

import (
	"strings"
	"unicode"

	"imaporacle/server/front"
)

// A Gmail query, the argument of X-GM-RAW, is what users type into the search
// box: words, "phrases", operators such as from:ann, "-" for what must not be
// there, OR between two alternatives, ( ) for groups and { } for groups of
// alternatives. Nothing in it is wrong: what is no operator, or makes no sense
// as one, is looked for as text.

// queryReader reads a Gmail query.
type queryReader struct {
	r     *searchReader
	rest  string
	depth int
}

func (r *searchReader) gmailQuery(text string) (key, error) {
	q := queryReader{r: r, rest: text}
	return q.group("", 0)
}

// group reads terms up to a closing bracket, 0 for the end. Within one that
// follows an operator, field is the operator.
func (q *queryReader) group(field string, closing byte) (key, error) {
	var keys []key
	or := false // the last key is an alternative to the next
	for {
		q.rest = strings.TrimLeftFunc(q.rest, unicode.IsSpace)
		if q.rest == "" || q.accept(closing) {
			return joined(keys, closing == '}'), nil
		}
		if word := q.peekWord(); word == "OR" || word == "AND" {
			q.rest = q.rest[len(word):]
			or = word == "OR" && len(keys) > 0
			continue
		}
		k, err := q.term(field)
		if err != nil {
			return key{}, err
		}
		if or {
			last := len(keys) - 1
			k, keys = anyOf(keys[last], k), keys[:last]
		}
		keys, or = append(keys, k), false
	}
}

// joined makes one key of several; no keys match all.
func joined(keys []key, either bool) key {
	if len(keys) == 0 {
		return key{match: func(*candidate) bool { return true }}
	}
	if !either {
		return allOf(keys)
	}
	k := keys[0]
	for _, other := range keys[1:] {
		k = anyOf(k, other)
	}
	return k
}

// term reads a group, a phrase, or a word with or without an operator.
func (q *queryReader) term(field string) (key, error) {
	q.depth++
	defer func() { q.depth-- }()
	if q.depth > maxSearchDepth {
		return key{}, front.Bad("The Gmail query nests deeper than %d", maxSearchDepth)
	}
	switch {
	case q.accept('-'):
		if q.rest == "" || unicode.IsSpace(rune(q.rest[0])) {
			return joined(nil, false), nil // a dash between words
		}
		k, err := q.term(field)
		return not(k), err
	case q.accept('('):
		return q.group(field, ')')
	case q.accept('{'):
		return q.group(field, '}')
	case q.accept('"'):
		return q.r.operator(field, q.phrase()), nil
	}
	word := q.peekWord()
	if word == "" { // a closing bracket that closes nothing
		q.rest = q.rest[1:]
		return joined(nil, false), nil
	}
	q.rest = q.rest[len(word):]
	name, value, ok := strings.Cut(word, ":")
	name = strings.ToLower(name)
	switch {
	case !ok || field != "" || gmailOperators[name] == nil:
		return q.r.operator(field, word), nil
	case value != "":
		return q.r.operator(name, value), nil
	case q.accept('"'):
		return q.r.operator(name, q.phrase()), nil
	case q.accept('('):
		return q.group(name, ')')
	case q.accept('{'):
		return q.group(name, '}')
	}
	return q.r.operator("", word), nil
}

func (q *queryReader) accept(c byte) bool {
	if c == 0 || q.rest == "" || q.rest[0] != c {
		return false
	}
	q.rest = q.rest[1:]
	return true
}

// peekWord returns the next word, which a space, bracket or quote ends.
func (q *queryReader) peekWord() string {
	end := strings.IndexFunc(q.rest, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(`(){}"`, c) })
	if end < 0 {
		end = len(q.rest)
	}
	return q.rest[:end]
}

// phrase reads up to the closing quote, or to the end.
func (q *queryReader) phrase() string {
	text, rest, _ := strings.Cut(q.rest, `"`)
	q.rest = rest
	return text
}

// operator returns the key for an operator and its value; without operator, or
// if the value makes no sense, it looks for the text.
func (r *searchReader) operator(name, value string) key {
	if op := gmailOperators[name]; op != nil {
		if k, ok := op(r, value); ok {
			return k
		}
		value = name + ":" + value
	}
	return textKey("TEXT", "", r.matcher(value))
}
