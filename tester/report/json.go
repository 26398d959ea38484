package report

import (
	"bytes"
	"encoding/json"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
)

// document is the shape of the JSON.
type document struct {
	Row      columns[string]         `json:"row"`
	Verdicts columns[oracle.Verdict] `json:"verdicts"`
	Findings []found                 `json:"findings"`
	Scripts  *scripts                `json:"scripts,omitempty"`
	Stress   *stressJSON             `json:"stress,omitempty"`
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

func foundOf(f oracle.Finding) found {
	rule, _ := oracle.RuleByID(f.Rule)
	return found{f, rule.Section, rule.Level, rule.Summary, rule.Cost}
}

// scripts is how the scripted tests went.
type scripts struct {
	Failed  string         `json:"failed,omitempty"`  // why not all were played
	Unclean string         `json:"unclean,omitempty"` // why mailboxes could not be removed
	Skipped int            `json:"skipped"`
	Results []scriptResult `json:"results"`
}

type scriptResult struct {
	Name      string    `json:"name"`
	Extension bool      `json:"extension"`
	Outcome   string    `json:"outcome"`
	Reason    string    `json:"reason,omitempty"`
	Commands  []command `json:"commands"`
	Seconds   float64   `json:"seconds"`
}

// command is an individual command of a script.
type command struct {
	Line     int              `json:"line"`
	OK       bool             `json:"ok"`
	Command  string           `json:"command"`
	Problems []script.Problem `json:"problems,omitempty"`
	Lines    []string         `json:"lines,omitempty"`
}

func scriptsOf(r *tester.Result) *scripts {
	if !scripted(r) {
		return nil
	}
	s := &scripts{Skipped: script.Count(r.Scripts).Skipped, Results: []scriptResult{}}
	if r.ScriptsFailed != nil {
		s.Failed = r.ScriptsFailed.Error()
	}
	if r.ScriptsUnclean != nil {
		s.Unclean = r.ScriptsUnclean.Error()
	}
	for _, one := range r.Scripts {
		result := scriptResult{
			Name: one.Script.Name, Extension: one.Script.Extension(), Outcome: one.Outcome.String(), Reason: one.Reason,
			Commands: []command{}, Seconds: one.Took.Seconds(),
		}
		for _, c := range one.Commands {
			result.Commands = append(result.Commands, command{c.Line, !c.Failed(), c.Text, c.Problems, c.Lines})
		}
		s.Results = append(s.Results, result)
	}
	return s
}

// columns is an object with a member for each column that was tested, in the
// order of the table.
type columns[T any] struct {
	asked  []string
	values map[string]T
}

func (c *columns[T]) add(name string, value T) {
	c.asked = append(c.asked, name)
	c.values[name] = value
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
	verdicts := columns[oracle.Verdict]{values: make(map[string]oracle.Verdict)}
	for _, c := range asked(r) {
		verdicts.add(string(c), r.Verdicts[c])
	}
	row := columns[string]{values: make(map[string]string)}
	for _, c := range rowOf(r) {
		row.add(c.key, c.text)
	}
	doc := document{
		Row:      row,
		Verdicts: verdicts,
		Scripts:  scriptsOf(r),
		Stress:   stressOf(r),
		Findings: make([]found, 0, len(r.Findings)), // [] rather than null
		Server:   r.Server,
		Seconds:  r.Took.Seconds(),
	}
	if doc.Server.Capabilities == nil {
		doc.Server.Capabilities = []string{}
	}
	for _, f := range r.Findings {
		doc.Findings = append(doc.Findings, foundOf(f))
	}
	if o.Transcript {
		doc.Transcript = transcript(r)
	}
	return Indented(doc)
}

// Indented writes v as JSON for programs, and so that people can read it.
func Indented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
