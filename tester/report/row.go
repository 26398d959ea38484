package report

import (
	"fmt"

	"imaporacle/oracle"
	"imaporacle/tester"
)

// rowCell is a cell of the row of a server. Its grade is good, legal, bad or
// unknown.
type rowCell struct{ key, title, text, grade string }

// rowOf returns the cells of what was asked for, in the order of the table.
func rowOf(r *tester.Result) []rowCell {
	var row []rowCell
	for _, c := range asked(r) {
		v := r.Verdicts[c]
		row = append(row, rowCell{string(c), c.Title(), string(v.Cell), grade(v)})
	}
	if scripted(r) {
		for _, s := range shares {
			row = append(row, rowCell{s.key, s.title, s.cell(r), s.grade(r)})
		}
	}
	if stressed(r) {
		row = append(row, stressCell(r))
	}
	return row
}

// underStress is the column of stress, which is shown where there was some.
var underStress = heading{"stress", "Stress"}

// stressCell tells how many rules were broken under stress. That none was is known
// only if all was seen.
func stressCell(r *tester.Result) rowCell {
	broken := 0
	if r.Stress != nil {
		for _, id := range r.Stress.Rules() {
			if rule, _ := oracle.RuleByID(id); rule.Level != oracle.Legal {
				broken++
			}
		}
	}
	cell := rowCell{underStress.key, underStress.title, fmt.Sprintf("%d broken", broken), "bad"}
	switch {
	case broken > 0:
	case stressUntold(r) != "":
		cell.text, cell.grade = string(oracle.Unknown), "unknown"
	default:
		cell.grade = "good"
	}
	return cell
}
