package page

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"time"

	"imaporacle/teach/room"
)

// exportForm is one form in which what was said can be taken along.
type exportForm struct {
	kind  string // content type
	file  string
	write func(d *desk, w io.Writer) error
}

var exportForms = map[string]exportForm{
	"html":   {"text/html; charset=utf-8", "session.html", (*desk).writeHTML},
	"script": {"text/plain; charset=utf-8", "session", func(d *desk, w io.Writer) error { return d.room().Script(w, "session") }},
	"go":     {"text/plain; charset=utf-8", "session_test.go", func(d *desk, w io.Writer) error { return d.room().GoTest(w, "session") }},
}

// export writes what was said, as a file.
func (d *desk) export(w http.ResponseWriter, r *http.Request) {
	form, ok := exportForms[r.PathValue("form")]
	if !ok {
		fail(w, r, http.StatusNotFound, fmt.Sprintf("There is no form %q: there are html, script and go.", r.PathValue("form")))
		return
	}
	var b bytes.Buffer
	if err := form.write(d, &b); err != nil {
		fail(w, r, http.StatusConflict, err.Error())
		return
	}
	w.Header().Set("Content-Type", form.kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": form.file}))
	_, _ = b.WriteTo(w) // who is gone reads nothing
}

// exported is what the template of an export shows.
type exported struct {
	Made   string
	Lanes  []string // names, in the order of their columns
	Rows   []exportedRow
	Boxes  []exportedBox
	Faults []kind
	Rules  []proven
}

type exportedRow struct {
	chosenLine
	Name   string // of the lane
	Column int    // from 1; 0 for what is about no lane
	Proof  bool   // it helps to prove a broken rule
}

type exportedBox struct {
	box
	Lanes []laneState
	Names []string
}

// writeHTML writes one page that needs nothing else: no network, no script.
func (d *desk) writeHTML(w io.Writer) error {
	r := d.room()
	d.mu.Lock()
	begins := d.begins
	d.mu.Unlock()
	names := make(map[int]string)
	for _, l := range r.Lanes() {
		names[l.ID] = l.Name
	}
	e := exported{Made: time.Now().Format("2006-01-02 15:04")}
	var columns []int
	proof := make(map[int]bool)
	seen := make(map[string]bool)
	lines, _ := r.Since(begins-1, r.Last())
	for _, l := range lines {
		row := exportedRow{chosenLine: chosenOf(r, l), Name: names[l.Lane]}
		row.State = nil
		if l.Lane != 0 {
			if row.Name == "" {
				row.Name = fmt.Sprintf("connection %d", l.Lane)
			}
			if row.Column = slices.Index(columns, l.Lane) + 1; row.Column == 0 {
				columns = append(columns, l.Lane)
				e.Lanes = append(e.Lanes, row.Name)
				row.Column = len(columns)
			}
		}
		for _, b := range row.Proves {
			proof[l.ID] = true
			if !seen[b.Rule] {
				seen[b.Rule] = true
				e.Rules = append(e.Rules, b)
			}
		}
		row.Proof = proof[l.ID]
		e.Rows = append(e.Rows, row)
	}
	e.boxes(r, names)
	for _, k := range kinds() {
		if slices.ContainsFunc(r.Armed(), func(a room.Armed) bool { return a.Fault.Kind() == k.Kind }) {
			e.Faults = append(e.Faults, k)
		}
	}
	return templates.ExecuteTemplate(w, "export.html", e)
}

// boxes adds the mailboxes as they are, beside what each lane has been told.
func (e *exported) boxes(r *room.Room, names map[int]string) {
	now := stateOf(r.State(0))
	for _, b := range now.Boxes {
		shown := exportedBox{box: b}
		for _, l := range now.Lanes {
			if l.User == b.User && l.Mailbox == b.Name {
				shown.Lanes = append(shown.Lanes, l)
				shown.Names = append(shown.Names, names[l.Lane])
			}
		}
		e.Boxes = append(e.Boxes, shown)
	}
}

// Told returns what a lane of the mailbox has been told of a message; nil if
// nothing.
func (b exportedBox) Told(lane int, uid uint32) *told {
	for _, t := range b.Lanes[lane].Told {
		if t.UID == uid {
			return &t
		}
	}
	return nil
}

// In reports whether the row is in the column of that index.
func (r exportedRow) In(column int) bool { return r.Column == column+1 }
