package page

import (
	"context"
	"net/http"
	"sync"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// kind is an entry of the catalogue.
type kind struct {
	Kind   string  `json:"kind"`
	Story  string  `json:"story"`
	Source string  `json:"source"`
	Rule   string  `json:"rule"`
	Acts   string  `json:"acts"`
	Shows  string  `json:"shows,omitempty"` // in the table, "Expunge store: Delayed"
	Costs  []cost  `json:"costs"`
	Params []param `json:"params"`
}

type param struct {
	Name    string `json:"name"`
	Default string `json:"default"`
	Help    string `json:"help"`
}

// kinds is the catalogue for the page, which never changes.
var kinds = sync.OnceValue(func() []kind {
	var all []kind
	for _, k := range faults.Catalogue() {
		name := k.String()
		entry := kind{Kind: name, Story: k.Story, Source: k.Source, Rule: k.Rule, Acts: k.Acts, Costs: noNil(costsOf(name)), Params: []param{}}
		truth, _ := oracle.TruthOf(name)
		for _, column := range oracle.Columns {
			if cell, ok := truth.Cells[column]; ok && entry.Shows == "" {
				entry.Shows = column.Title() + ": " + string(cell.Cell)
			}
		}
		for _, p := range k.Params {
			entry.Params = append(entry.Params, param{p.Name, p.Default, p.Help})
		}
		all = append(all, entry)
	}
	return all
})

func catalogue(*http.Request) (any, error) { return kinds(), nil }

// postFault switches a fault on.
func (d *desk) postFault(r *http.Request) (any, error) {
	var in struct{ Line string }
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	f, err := faults.Parse(in.Line)
	if err != nil {
		return nil, wrong("%v", err)
	}
	return nil, d.do(r.Context(), func(_ context.Context, d *desk) error {
		_, err := d.room().Arm(f)
		return err
	})
}

// deleteFault switches a fault off. When it is done again, the fault has another
// number: it is found by its line.
func (d *desk) deleteFault(r *http.Request) (any, error) {
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	id := r.PathValue("fault")
	line := ""
	for _, a := range d.room().Armed() {
		if a.ID == id {
			line = a.Fault.String()
		}
	}
	if line == "" {
		return nil, missing("No fault %q is on.", id)
	}
	return nil, d.do(r.Context(), func(_ context.Context, d *desk) error { return d.disarm(line) })
}

// disarm switches off the fault of a line, if it is on.
func (d *desk) disarm(line string) error {
	for _, a := range d.room().Armed() {
		if a.Fault.String() == line {
			return d.room().Disarm(a.ID)
		}
	}
	return nil
}
