package learn

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"imaporacle/oracle"
	"imaporacle/teach/lesson"
)

// find has the learner search for the hidden fault and name it.
func (t *teacher) find(ctx context.Context) error {
	for {
		left, _ := t.run.Left()
		line, err := t.ask(fmt.Sprintf("%d commands left", left))
		if err != nil {
			return err
		}
		if firstWord(line) != "name" {
			if line == "" {
				t.line("Type commands, or `name` and the cell when you know it.")
				continue
			}
			if _, err := t.do(ctx, line); err != nil {
				return err
			}
			continue
		}
		_, cell, _ := strings.Cut(line, " ")
		column, word, err := lesson.ParseCell(cell)
		if err == nil {
			var g lesson.Grade
			if g, err = t.run.Name(column, word); err == nil {
				t.story(g)
				return nil
			}
		}
		t.line("%v.", err)
	}
}

// story tells what the fault was.
func (t *teacher) story(g lesson.Grade) {
	t.gap()
	switch {
	case g.Right:
		t.strong("Right.")
	case g.Near:
		t.strong("Nearly: the column is right, its cell is not.")
	default:
		t.strong("No, it is another.")
	}
	t.line("The fault is `%s`.", g.Kind)
	for _, c := range oracle.Columns {
		if e, ok := g.Truth.Cells[c]; ok && e.Cell != oracle.Yes {
			t.line("The table says of this server: %s: %s.", c.Title(), e.Cell)
		}
	}
	t.line("%s", g.Kind.Story)
	t.line("Why: %s.", g.Truth.Why)
	for _, id := range g.Truth.Rules {
		if rule, ok := oracle.RuleByID(id); ok {
			t.line("The rule is %s (%s): %s. If a server does otherwise: %s.", rule.ID, rule.Section, rule.Summary, rule.Cost)
		}
	}
	var seen []string
	for _, b := range g.Broken {
		if !slices.Contains(seen, b.Rule) {
			seen = append(seen, b.Rule)
			t.line("The judge saw in your commands: %s: %s.", b.Rule, b.Why)
		}
	}
}
