package logs

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"imaporacle/oracle/judge"
)

// testerFormat is the JSON that "test --format json --verbose" writes, or the
// lines of its transcript alone, such as
//
//	12 A S: * 1 FETCH (BODY[] {5}"hello")
var testerFormat = format{
	name: "the JSON or transcript of the tester",
	fits: func(head []string) bool {
		return len(head) > 0 && (strings.TrimSpace(head[0]) == "{" || testerLine.MatchString(head[0]))
	},
	reader: func(_ string, emit func(judge.Event)) lineReader {
		return &testerReader{emit: emit}
	},
}

var (
	testerLine = regexp.MustCompile(`(?s)^([0-9]+) (\S+) ([CS-]): (.*)$`)
	// printed is a literal: its length, and its text or the beginning of it.
	printed = regexp.MustCompile(`\{([0-9]+)\+?\}("(?:[^"\\]|\\.)*")(\.\.\.\([0-9]+ octets\))?`)
	cut     = regexp.MustCompile(`\.\.\.\([0-9]+ octets more\)`)
)

type testerReader struct {
	emit   func(judge.Event)
	inJSON bool
	found  bool // the transcript has begun
}

func (r *testerReader) line(text string) error {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "{" && !r.inJSON && !r.found:
		r.inJSON = true
		return nil
	case r.inJSON && trimmed == `"transcript": [`:
		r.found = true
		return nil
	case r.inJSON && !r.found, trimmed == "":
		return nil
	case r.inJSON && strings.HasPrefix(trimmed, "]"):
		r.found = false
		return nil
	case r.inJSON:
		if err := json.Unmarshal([]byte(strings.TrimSuffix(trimmed, ",")), &text); err != nil {
			return fmt.Errorf("no JSON string: %w", err)
		}
	}
	m := testerLine.FindStringSubmatch(text)
	if m == nil {
		return errors.New("expected a number, a session, and who speaks")
	}
	r.found = true
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return err
	}
	e := judge.Event{N: n, Session: m[2]}
	said := m[4]
	switch m[3] {
	case "C":
		e.Kind, e.Bytes = judge.Client, octets(said)
	case "S":
		e.Kind, e.Bytes = judge.Server, octets(said)
	default:
		switch {
		case strings.HasPrefix(said, "(connected"):
			e.Kind = judge.Opened
		case said == "(closed)":
			e.Kind = judge.Closed
		case strings.HasPrefix(said, "(connection closed") && strings.Contains(said, "EOF"):
			e.Kind = judge.Lost
		case strings.HasPrefix(said, "(connection closed"):
			e.Kind = judge.Closed
		default:
			return nil // a remark
		}
	}
	if cut.MatchString(said) || strings.HasSuffix(said, "octets not kept)") {
		e.Kind, e.Bytes = judge.Missing, nil
	}
	r.emit(e)
	return nil
}

func (r *testerReader) end() {}

// octets makes what was sent of how it is printed. A literal that is abridged
// gets its length back.
func octets(said string) []byte {
	said = printed.ReplaceAllStringFunc(said, func(lit string) string {
		m := printed.FindStringSubmatch(lit)
		n, err := strconv.Atoi(m[1])
		text, err2 := strconv.Unquote(m[2])
		if err != nil || err2 != nil || len(text) > n {
			return lit
		}
		text += strings.Repeat("?", n-len(text))
		return lit[:strings.IndexByte(lit, '}')+1] + "\r\n" + text
	})
	return []byte(unescape(said) + "\r\n")
}
