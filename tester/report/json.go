package report

import (
	"bytes"
	"encoding/json"

	"imaporacle/oracle"
	"imaporacle/tester"
)

// document is the shape of the JSON.
type document struct {
	Row      columns[oracle.Cell]    `json:"row"`
	Verdicts columns[oracle.Verdict] `json:"verdicts"`
	Findings []found                 `json:"findings"`
	Server   tester.ServerInfo       `json:"server"`
	Seconds  float64                 `json:"seconds"`
	// Transcript is left out unless it is asked for.
	Transcript []string `json:"transcript,omitempty"`
}

// found is a finding together with its rule.
type found struct {
	oracle.Finding
	Section string       `json:"section"`
	Level   oracle.Level `json:"level"`
	Summary string       `json:"summary"`
	Cost    string       `json:"cost"`
}

// columns is an object with a member for each column that was tested, in the
// order of the table.
type columns[T any] struct {
	asked  []oracle.Column
	values map[oracle.Column]T
}

// MarshalJSON implements json.Marshaler.
func (c columns[T]) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, col := range c.asked {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(col)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(c.values[col])
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, key...), ':'), value...)
	}
	return append(b, '}'), nil
}

func asJSON(r *tester.Result, o Options) ([]byte, error) {
	cells := make(map[oracle.Column]oracle.Cell, len(r.Verdicts))
	for c, v := range r.Verdicts {
		cells[c] = v.Cell
	}
	doc := document{
		Row:      columns[oracle.Cell]{asked(r), cells},
		Verdicts: columns[oracle.Verdict]{asked(r), r.Verdicts},
		Findings: make([]found, 0, len(r.Findings)), // [] rather than null
		Server:   r.Server,
		Seconds:  r.Took.Seconds(),
	}
	if doc.Server.Capabilities == nil {
		doc.Server.Capabilities = []string{}
	}
	for _, f := range r.Findings {
		rule, _ := oracle.RuleByID(f.Rule)
		doc.Findings = append(doc.Findings, found{f, rule.Section, rule.Level, rule.Summary, rule.Cost})
	}
	if o.Transcript {
		doc.Transcript = transcript(r)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(doc)
	return b.Bytes(), err
}
