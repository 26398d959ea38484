package lesson

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/teach/room"
)

// draw draws one of the faults, nil if there are none.
func draw(all []faults.Fault, seed uint64) *faults.Fault {
	if len(all) == 0 {
		return nil
	}
	return slow(all[rand.New(rand.NewPCG(seed, 0)).IntN(len(all))])
}

// slow gives a fault that needs two commands at once the time in which people
// can send them.
func slow(f faults.Fault) *faults.Fault {
	if f.Kind() == "atomic=race" {
		f.Params = map[string]string{"window": "1s"}
	}
	return &f
}

// Grade tells how a guess was, and what the hidden fault is.
type Grade struct {
	Column oracle.Column // as it was named
	Cell   oracle.Cell
	Right  bool
	Near   bool // the column is right, its cell is not

	Kind   faults.Kind   // the fault, with its story
	Truth  oracle.Truth  // what it must look like
	Broken []room.Broken // rules that the judge has found broken meanwhile
}

// Name takes the cell of the table that the hidden fault makes something other
// than Yes, which ends the search. It grades by the oracle's truth; a fault that
// shows in two columns may be named by either. The first word counts.
func (r *Run) Name(column oracle.Column, cell oracle.Cell) (Grade, error) {
	part, _, ok := r.Current()
	if !ok || part.Kind != Find {
		return Grade{}, ErrNotHere
	}
	if !slices.Contains(oracle.Vocabulary[column], cell) {
		return Grade{}, fmt.Errorf("%s is never %q", column.Title(), cell)
	}
	g := gradeOf(*r.hidden, column, cell)
	g.Broken = r.Room().Broken()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.grade == nil {
		r.grade = &g
	}
	return *r.grade, nil
}

// gradeOf holds a guess against the oracle's truth, which has every fault that can
// be hidden: setHidden took it from there.
func gradeOf(f faults.Fault, column oracle.Column, cell oracle.Cell) Grade {
	g := Grade{Column: column, Cell: cell}
	g.Kind, _ = faults.Lookup(f.Kind())
	g.Truth, _ = oracle.TruthOf(f.Kind())
	if expect, shown := g.Truth.Cells[column]; shown && expect.Cell != oracle.Yes {
		g.Right = expect.Cell == cell
		g.Near = !g.Right
	}
	return g
}

// ParseCell reads a cell of the table as people write it, such as "expunge store
// delayed": the column, then the cell.
func ParseCell(text string) (oracle.Column, oracle.Cell, error) {
	said := plainWords(text)
	for _, column := range oracle.Columns {
		rest, ok := strings.CutPrefix(said, plainWords(column.Title()))
		if !ok {
			continue
		}
		var words []string
		for _, cell := range oracle.Vocabulary[column] {
			if plainWords(string(cell)) == strings.TrimSpace(rest) {
				return column, cell, nil
			}
			words = append(words, string(cell))
		}
		return "", "", fmt.Errorf("%s is one of: %s", column.Title(), strings.Join(words, ", "))
	}
	var titles []string
	for _, column := range oracle.Columns {
		titles = append(titles, column.Title())
	}
	return "", "", fmt.Errorf("a cell begins with its column: %s", strings.Join(titles, ", "))
}

// plainWords is text in lower case without signs.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }), " ")
}
