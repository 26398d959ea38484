package selftest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"imaporacle/faults"
	"imaporacle/faults/profiles"
	"imaporacle/oracle"
	"imaporacle/server"
	"imaporacle/tester"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
	"imaporacle/tester/suite"
)

// Imitation is how the server with a profile was reported.
type Imitation struct {
	Profile  profiles.Profile
	Report   oracle.Report
	Tally    script.Tally // of a measured one, with which scripts are played
	Problems []string     // where the report is not what the table and the truth have
	Took     time.Duration
}

// within is how far a share of failures may lie from the measured one, in
// percentage points: the suite is another one.
const within = 2

// Profiles tests the server with each profile, at most parallel at once: by
// probes, and the measured ones, of which it is known which commands failed, by
// scripts. The error is for what concerns no profile.
func Profiles(ctx context.Context, parallel int, progress func(done, total int)) ([]Imitation, error) {
	all, err := profiles.All()
	if err != nil {
		return nil, err
	}
	scripts, err := suite.Scripts()
	if err != nil {
		return nil, err
	}
	imitations := make([]Imitation, len(all))
	errs := make([]error, len(all))
	err = inParallel(ctx, len(all), max(1, parallel), progress, func(i int) {
		imitations[i], errs[i] = imitate(ctx, all[i], scripts)
	})
	if err != nil {
		return nil, err
	}
	return imitations, errors.Join(errs...)
}

// imitate tests the server with one profile.
func imitate(ctx context.Context, p profiles.Profile, scripts []*script.Script) (im Imitation, err error) {
	plan, err := faults.NewPlan(p.Faults...)
	if err != nil {
		return im, fmt.Errorf("%s: %w", p.Name, err)
	}
	s := server.New(server.Options{
		Only: p.Capabilities, Greeting: p.Greeting, ID: p.ID, Behaviour: plan.Behaviour(), Filters: plan.Filters,
	})
	if err := s.Start(); err != nil {
		return im, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	config := tester.Config{Config: client.Config{Addr: s.Addr(), User: user, Pass: "pass"}, Settle: settle}
	if p.Measured() {
		config.Scripts = scripts
	}
	result, err := tester.Run(ctx, config)
	if err != nil {
		return im, err
	}
	im = Imitation{Profile: p, Report: result.Report, Tally: script.Count(result.Scripts), Took: result.Took}
	im.scoreFindings()
	if !p.Measured() {
		im.scoreReported(plan.Journal())
		return im, nil
	}
	if result.ScriptsFailed != nil {
		im.problem("scripts: %v", result.ScriptsFailed)
	}
	im.scoreCells()
	im.scoreShares()
	return im, im.scoreScripts(result.Scripts)
}

func (im *Imitation) problem(format string, args ...any) {
	im.Problems = append(im.Problems, fmt.Sprintf(format, args...))
}

// scoreCells holds the cells against the table, and where that has none against
// the truth of the faults.
func (im *Imitation) scoreCells() {
	var kinds []string
	for _, f := range im.Profile.Faults {
		// What hides columns by itself is narrowed to what probes do not say.
		if truth, _ := oracle.TruthOf(f.Kind()); !truth.Blind() {
			kinds = append(kinds, f.Kind())
		}
	}
	truth, ok := oracle.Combined(kinds...)
	if !ok {
		im.problem("a fault has no truth")
		return
	}
	for _, c := range oracle.Columns {
		want, got := truth.Expected(c), im.Report.Verdicts[c]
		if measured, ok := im.Profile.Columns[string(c)]; ok && measured != string(want.Cell) {
			im.problem("%s: the faults show %s, and %s was measured", c.Title(), want.Cell, measured)
		}
		if seen := (oracle.Expect{Cell: got.Cell, Detail: got.Detail, Legal: got.Legal}); seen != want {
			im.problem("%s is %s, seen as %s", c.Title(), want, seen)
		}
	}
}

// scoreReported holds the report against the truth of the faults, as that of a
// plan: they are those of public reports, and nothing else was measured.
func (im *Imitation) scoreReported(journal *faults.Journal) {
	var parts []oracle.Part
	fired := make(map[string]int)
	for _, f := range im.Profile.Faults {
		part := oracle.Part{Fault: f.Kind(), When: oracle.Sometimes}
		if kind, ok := faults.Lookup(f.Kind()); ok && f.String() == armed(kind).String() {
			part.When = oracle.Always
		}
		parts = append(parts, part)
		fired[f.Kind()] = journal.Count(f.Kind())
	}
	_, outcome := oracle.ScorePlan(parts, im.Report, fired)
	im.Problems = append(im.Problems, outcome.Problems()...)
}

// scoreFindings asks for the findings that the profile names.
func (im *Imitation) scoreFindings() {
	for _, rule := range im.Profile.Findings {
		if !slices.ContainsFunc(im.Report.Findings, func(f oracle.Finding) bool { return f.Rule == rule }) {
			im.problem("rule %s is not reported", rule)
		}
	}
}

// Shares returns how many groups, commands of the base protocol and commands of
// extensions failed.
func (im *Imitation) Shares() [3]profiles.Share {
	t := im.Tally
	return [3]profiles.Share{{Failed: t.FailedGroups, Total: t.Groups}, {Failed: t.FailedBase, Total: t.Base},
		{Failed: t.FailedExtension, Total: t.Extension}}
}

// scoreShares compares how many of the scripts and commands fail.
func (im *Imitation) scoreShares() {
	p, seen := im.Profile, im.Shares()
	for i, measured := range []*profiles.Share{p.Groups, p.Base, p.Extension} {
		what := []string{"groups", "base", "extension"}[i]
		switch {
		case measured == nil:
		case (measured.Total == 0) != (seen[i].Total == 0), math.Abs(measured.Percent()-seen[i].Percent()) > within:
			im.problem("%s: %s fail (%.1f %%), measured were %s (%.1f %%)",
				what, seen[i], seen[i].Percent(), measured, measured.Percent())
		}
	}
}

// scoreScripts compares the commands that failed, name by name.
func (im *Imitation) scoreScripts(results []script.Result) error {
	var played []*script.Script
	var failed []string
	for _, r := range results {
		switch r.Outcome {
		case script.Skipped:
			continue
		case script.Broken:
			im.problem("%s broke off: %s", r.Script.Name, r.Reason)
		}
		played = append(played, r.Script)
		for _, c := range r.Failures() {
			failed = append(failed, name(r.Script, c.Line))
		}
	}
	must, err := mustFail(played, im.Profile.Faults)
	if err != nil {
		return err
	}
	for _, n := range must {
		if !slices.Contains(failed, n) {
			im.problem("%s must fail, and has not", n)
		}
	}
	for _, n := range failed {
		if !slices.Contains(must, n) {
			im.problem("%s must not fail, and has", n)
		}
	}
	return nil
}
