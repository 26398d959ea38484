package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"imaporacle/faults/profiles"
	"imaporacle/oracle"
	"imaporacle/tester/report"
	"imaporacle/tester/selftest"
)

// selftestProfiles is selftest --profiles.
func selftestProfiles(ctx context.Context, s streams, parallel int, format report.Format) (int, error) {
	return prove(s,
		func(progress func(done, total int)) ([]selftest.Imitation, error) {
			return selftest.Profiles(ctx, parallel, progress)
		},
		func(all []selftest.Imitation) ([]byte, error) { return writeImitations(all, format) },
		func(all []selftest.Imitation) bool {
			return !slices.ContainsFunc(all, func(im selftest.Imitation) bool { return len(im.Problems) > 0 })
		})
}

// imitationFacts is a profile as JSON has it.
type imitationFacts struct {
	Profile  string                        `json:"profile"`
	OK       bool                          `json:"ok"`
	Seen     map[oracle.Column]oracle.Cell `json:"seen"`
	Failures map[string]string             `json:"failures"` // as seen, "failed/total"; none where no scripts were played
	Measured map[string]string             `json:"measured"`
	Problems []string                      `json:"problems"`
}

func imitationFactsOf(im selftest.Imitation) imitationFacts {
	f := imitationFacts{
		Profile: im.Profile.Name, OK: len(im.Problems) == 0, Problems: append([]string{}, im.Problems...),
		Seen: make(map[oracle.Column]oracle.Cell), Failures: make(map[string]string), Measured: make(map[string]string),
	}
	for _, c := range oracle.Columns {
		f.Seen[c] = im.Report.Verdicts[c].Cell
	}
	if !im.Profile.Measured() {
		return f
	}
	seen := im.Shares()
	for i, s := range sharesOf(im.Profile) {
		f.Failures[s.name] = seen[i].String()
		if s.share != nil {
			f.Measured[s.name] = s.share.String()
		}
	}
	return f
}

func writeImitations(all []selftest.Imitation, format report.Format) ([]byte, error) {
	if format == report.JSON {
		var facts []imitationFacts
		for _, im := range all {
			facts = append(facts, imitationFactsOf(im))
		}
		return report.Indented(facts)
	}
	var b strings.Builder
	b.WriteString(renderProfiles(imitationTable(all), format) + "\n")
	wrong := 0
	for _, im := range all {
		for _, p := range im.Problems {
			fmt.Fprintf(&b, "- %s: %s\n", im.Profile.Name, p)
		}
		if len(im.Problems) > 0 {
			wrong++
		}
	}
	fmt.Fprintf(&b, "\n%d profiles tested, %d not as they must be.\n", len(all), wrong)
	return []byte(b.String()), nil
}

func imitationTable(all []selftest.Imitation) table.Writer {
	t := table.NewWriter()
	head := table.Row{"Profile"}
	for _, c := range oracle.Columns {
		head = append(head, c.Title())
	}
	t.AppendHeader(append(head, "Failure groups", "Base fails", "Ext fails", "Agrees"))
	for _, im := range all {
		line := table.Row{im.Profile.Name}
		for _, c := range oracle.Columns {
			line = append(line, im.Report.Verdicts[c].Cell)
		}
		seen := im.Shares()
		for i, s := range sharesOf(im.Profile) {
			if !im.Profile.Measured() {
				line = append(line, "not played")
				continue
			}
			line = append(line, beside(seen[i], s.share))
		}
		agrees := "yes"
		if len(im.Problems) > 0 {
			agrees = "NO"
		}
		t.AppendRow(append(line, agrees))
	}
	return t
}

// beside shows a share, and the measured one in percent.
func beside(seen profiles.Share, measured *profiles.Share) string {
	text := fmt.Sprintf("%s %.1f %%", seen, seen.Percent())
	if measured != nil {
		text += fmt.Sprintf(" (%.1f)", measured.Percent())
	}
	return text
}
