package main

import (
	"strings"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// faultFacts is what is told of a fault, as JSON has it.
type faultFacts struct {
	Fault      string       `json:"fault"`
	Story      string       `json:"story"`
	Source     string       `json:"source"`
	Acts       string       `json:"acts_on"`
	Legal      bool         `json:"legal"`
	Rule       ruleFacts    `json:"rule"`
	Parameters []paramFacts `json:"parameters"`
	Truth      truthFacts   `json:"truth"`
	Example    string       `json:"example"`
}

type ruleFacts struct {
	ID      string       `json:"id"`
	Section string       `json:"section"`
	Level   oracle.Level `json:"level"`
	Summary string       `json:"summary"`
	Cost    string       `json:"cost"`
}

type paramFacts struct {
	Name    string `json:"name"`
	Default string `json:"default"`
	Help    string `json:"help"`
}

// truthFacts is what the fault must look like from outside.
type truthFacts struct {
	Cells map[oracle.Column]oracle.Expect `json:"cells"` // those that are not Yes
	Rules []string                        `json:"rules"` // that must be reported
	May   []string                        `json:"may"`   // that may be reported besides
	Why   string                          `json:"why"`
	// With is under which parameters and scope it is so; empty for the defaults.
	With string `json:"with"`
	// MayBeUnknown are the columns that can be told or not.
	MayBeUnknown []oracle.Column `json:"may_be_unknown"`
}

func factsOf(k faults.Kind) faultFacts {
	rule, _ := oracle.RuleByID(k.Rule)
	truth, _ := oracle.TruthOf(k.String())
	f := faultFacts{
		Fault: k.String(), Story: k.Story, Source: k.Source, Acts: k.Acts, Legal: rule.Level == oracle.Legal,
		Rule:       ruleFacts(rule),
		Parameters: []paramFacts{},
		Truth: truthFacts{
			Cells: make(map[oracle.Column]oracle.Expect),
			Rules: truth.Rules, May: append([]string{}, truth.May...), Why: truth.Why,
			With:         truth.With,
			MayBeUnknown: append([]oracle.Column{}, truth.MayBeUnknown...),
		},
	}
	for c, e := range truth.Cells {
		f.Truth.Cells[c] = e
	}
	line := k.String()
	for _, p := range k.Params {
		f.Parameters = append(f.Parameters, paramFacts{p.Name, p.Default, p.Help})
		line += " " + p.Name + "=" + p.Default
	}
	f.Example = "imaporacle serve --fault '" + line + "'"
	return f
}

// cells says in one line what the fault must show.
func (f faultFacts) cells() string {
	var cells []string
	for _, c := range oracle.Columns {
		if cell, ok := f.Truth.Cells[c]; ok {
			text := c.Title() + ": " + string(cell.Cell)
			if cell.Detail != oracle.NoDetail {
				text += " (" + string(cell.Detail) + ")"
			}
			cells = append(cells, text)
		}
	}
	if len(cells) == 0 {
		return "all Yes"
	}
	return strings.Join(cells, ", ")
}

// verdict says whether the fault breaks a rule.
func (f faultFacts) verdict() string {
	if f.Legal {
		return "legal"
	}
	return "breaks a " + string(f.Rule.Level)
}
