package selftest

import (
	"encoding/json"
	"slices"

	"imaporacle/oracle"
)

// MarshalJSON writes rows, rates and sums. No list is null.
func (m *Matrix) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		OK      bool    `json:"ok"`
		Runs    int     `json:"runs"`
		Seed    uint64  `json:"seed"`
		Seconds float64 `json:"seconds"`
		Sums    Sums    `json:"sums"`
		Rows    []Row   `json:"rows"`
		Rates   []Rate  `json:"rates"`
	}{m.OK(), m.Runs, m.Seed, m.Took.Seconds(), m.Sums(), append([]Row{}, m.Rows...), append([]Rate{}, m.Rates...)})
}

// MarshalJSON writes what was expected and seen in each column, and the rules
// reported there. Runs count from 1.
func (r Row) MarshalJSON() ([]byte, error) {
	doc := struct {
		Fault    string                          `json:"fault"`
		Set      Set                             `json:"set"`
		Run      int                             `json:"run"`
		OK       bool                            `json:"ok"`
		Expected map[oracle.Column]oracle.Expect `json:"expected"`
		Seen     map[oracle.Column]oracle.Expect `json:"seen"`
		Rules    map[oracle.Column][]string      `json:"rules"`
		Firings  int                             `json:"firings"`
		Problems []string                        `json:"problems"`
	}{
		Fault: r.Fault, Run: r.Run + 1, OK: r.Outcome.OK(), Firings: r.Firings(), Set: r.Set,
		Expected: make(map[oracle.Column]oracle.Expect), Seen: make(map[oracle.Column]oracle.Expect),
		Rules: make(map[oracle.Column][]string), Problems: append([]string{}, r.Outcome.Problems()...),
	}
	for _, c := range oracle.Columns {
		got := r.Report.Verdicts[c]
		doc.Expected[c] = r.Truth.Expected(c)
		doc.Seen[c] = oracle.Expect{Cell: got.Cell, Detail: got.Detail, Legal: got.Legal}
	}
	for _, f := range r.Report.Findings {
		if !slices.Contains(doc.Rules[f.Column], f.Rule) {
			doc.Rules[f.Column] = append(doc.Rules[f.Column], f.Rule)
		}
	}
	return json.Marshal(doc)
}
