package page

import (
	"imaporacle/oracle"
	"imaporacle/teach/lesson"
)

// progress is what a learner has done in the part of a lesson under way.
type progress struct {
	part   int // index; -1 before the first
	choice int // of a prediction, -1 for none
	solved []lesson.Say
	grade  *lesson.Grade // of a fault that was named
}

// part is a lesson.Part for the page, with what has become of it.
type part struct {
	Index   int          `json:"index"`
	Of      int          `json:"of"`
	Over    bool         `json:"over"` // the lesson has ended; nothing else is set
	Section string       `json:"section"`
	Kind    lesson.Kind  `json:"kind,omitempty"`
	Text    lesson.Prose `json:"text"`
	Ready   bool         `json:"ready"`

	Lines   []say    `json:"lines,omitempty"`   // of a play, with what has been sent
	Choices []choice `json:"choices,omitempty"` // of a prediction
	Marks   []marked `json:"marks,omitempty"`   // of a task
	Solved  []say    `json:"solved,omitempty"`  // how the lesson has done the task
	Left    *int     `json:"left,omitempty"`    // commands that may still be sent
	Grade   *grade   `json:"grade,omitempty"`
}

type say struct {
	Lane     string `json:"lane"` // empty for a delivery
	Text     string `json:"text"`
	Together bool   `json:"together,omitempty"`
	Sent     bool   `json:"sent,omitempty"`
}

// choice is one of a prediction. What is right is told after the answer only.
type choice struct {
	Text  lesson.Prose `json:"text"`
	Taken bool         `json:"taken,omitempty"`
	Right *bool        `json:"right,omitempty"`
	Why   lesson.Prose `json:"why,omitempty"`
}

type marked struct {
	Text    string `json:"text"`
	Met     bool   `json:"met"`
	Missing string `json:"missing,omitempty"`
}

// grade tells what the hidden fault is, once it was named.
type grade struct {
	Named  string `json:"named"` // "Expunge store: Delayed"
	Right  bool   `json:"right"`
	Near   bool   `json:"near"`
	Kind   string `json:"kind"`
	Story  string `json:"story"`
	Source string `json:"source"`
	Why    string `json:"why"`
	Cells  []cell `json:"cells"` // that are not Yes
	Costs  []cost `json:"costs"`
}

type cell struct {
	Column string `json:"column"`
	Cell   string `json:"cell"`
}

// part tells how far the lesson is.
func (d *desk) part() part {
	p, index, ok := d.run.Current()
	v := part{Index: index, Of: len(d.run.Lesson().Parts), Over: !ok, Text: p.Text}
	if !ok {
		return v
	}
	did := d.progressIn(index)
	v.Section, v.Kind, v.Ready = p.Section, p.Kind, d.run.Ready()
	switch p.Kind {
	case lesson.Play:
		sent := len(p.Lines) - len(d.run.Waiting())
		v.Lines = saysOf(p.Lines)
		for i := range sent {
			v.Lines[i].Sent = true
		}
	case lesson.Predict:
		for i, c := range p.Choices {
			one := choice{Text: c.Text, Taken: i == did.choice}
			if did.choice >= 0 {
				one.Right, one.Why = &c.Right, c.Why
			}
			v.Choices = append(v.Choices, one)
		}
	case lesson.Task:
		for _, m := range d.run.Mark() {
			v.Marks = append(v.Marks, marked{m.Condition.Text, m.Met, m.Missing})
		}
		v.Solved = saysOf(did.solved)
	case lesson.Find:
		if left, limited := d.run.Left(); limited {
			v.Left = &left
		}
		v.Grade = gradeOf(did.grade)
	}
	return v
}

// progressIn returns what was done in the part of that index.
func (d *desk) progressIn(index int) progress {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.progress.part != index {
		d.progress = progress{part: index, choice: -1}
	}
	return d.progress
}

// did notes what was done in the part under way.
func (d *desk) did(note func(p *progress)) {
	_, index, _ := d.run.Current()
	d.progressIn(index)
	d.mu.Lock()
	defer d.mu.Unlock()
	note(&d.progress)
}

func saysOf(all []lesson.Say) []say {
	var shown []say
	for _, s := range all {
		shown = append(shown, say{Lane: s.Lane, Text: s.Text, Together: s.Together})
	}
	return shown
}

func gradeOf(g *lesson.Grade) *grade {
	if g == nil {
		return nil
	}
	v := &grade{
		Named: g.Column.Title() + ": " + string(g.Cell), Right: g.Right, Near: g.Near,
		Kind: g.Kind.String(), Story: g.Kind.Story, Source: g.Kind.Source, Why: g.Truth.Why,
		Cells: []cell{}, Costs: noNil(costsOf(g.Kind.String())),
	}
	for _, column := range oracle.Columns {
		if expect, ok := g.Truth.Cells[column]; ok {
			v.Cells = append(v.Cells, cell{column.Title(), string(expect.Cell)})
		}
	}
	return v
}
