package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/tester"
	"imaporacle/tester/stress"
)

// stressed says whether stress was asked for.
func stressed(r *tester.Result) bool { return r.Stress != nil || r.StressFailed != nil }

// stressJSON is how the stress went, for programs.
type stressJSON struct {
	Failed     string                `json:"failed,omitempty"` // why it did not come to its end
	Seed       uint64                `json:"seed"`
	Users      int                   `json:"users"`
	Sessions   int                   `json:"sessions"`
	Rounds     int                   `json:"rounds"`
	Seconds    float64               `json:"seconds"`
	Throughput float64               `json:"commands_per_second"`
	Total      stress.CommandStats   `json:"total"`
	Commands   []stress.CommandStats `json:"commands"`
	Violations map[string]int        `json:"violations"` // how often, by rule
	Flags      stress.FlagStats      `json:"flags"`
	Ended      []stress.Ended        `json:"ended"`
	EndedAll   int                   `json:"ended_all"`
	Unclean    string                `json:"unclean,omitempty"`
	Shrunk     *shrunkJSON           `json:"shrunk,omitempty"`
}

type shrunkJSON struct {
	Rule     string `json:"rule"`
	Commands int    `json:"commands"`
	Of       int    `json:"of"`
	Reason   string `json:"reason,omitempty"`
	Script   string `json:"script,omitempty"`
	AtOnce   bool   `json:"at_once,omitempty"` // it takes the commands that are marked at once
	Broken   int    `json:"broken,omitempty"`  // how often then
	Played   int    `json:"played,omitempty"`  // of so many times
}

func stressOf(r *tester.Result) *stressJSON {
	if !stressed(r) {
		return nil
	}
	out := &stressJSON{Commands: []stress.CommandStats{}, Ended: []stress.Ended{}, Violations: map[string]int{}}
	if r.StressFailed != nil {
		out.Failed = r.StressFailed.Error()
	}
	s := r.Stress
	if s == nil {
		return out
	}
	out.Seed, out.Users, out.Sessions, out.Rounds = s.Seed, s.Users, s.Sessions, s.Rounds
	out.Seconds, out.Throughput, out.Total = s.Took.Seconds(), s.Throughput(), s.Total
	out.Commands, out.Ended = append(out.Commands, s.Commands...), append(out.Ended, s.Ended...)
	out.EndedAll, out.Flags, out.Violations = s.EndedAll, s.Flags, s.Counts
	if s.Unclean != nil {
		out.Unclean = s.Unclean.Error()
	}
	if h := s.Shrunk; h != nil {
		out.Shrunk = &shrunkJSON{h.Rule, h.Commands, h.Of, h.Reason, string(h.Script), h.AtOnce, h.Broken, h.Played}
	}
	return out
}

// writeStress tells how the stress went.
func writeStress(b *bytes.Buffer, r *tester.Result) {
	if !stressed(r) {
		return
	}
	b.WriteString("\n")
	if r.StressFailed != nil {
		fmt.Fprintf(b, "Stress: not to the end: %s\n", printable(r.StressFailed.Error()))
	}
	s := r.Stress
	if s == nil {
		return
	}
	fmt.Fprintf(b, "Stress: %s of %s, seed %d, %s in %.1f s: %d commands, %.0f a second\n",
		plural(s.Sessions, "session"), plural(s.Users, "user"), s.Seed, plural(s.Rounds, "round"), s.Took.Seconds(), s.Total.Count, s.Throughput())
	fmt.Fprintf(b, "%s\n", latencies(s).Render())
	fmt.Fprintf(b, "Flag histories: %d, of which %d cannot be and %d took too long to check\n", s.Flags.Histories, s.Flags.Broken, s.Flags.Unknown)
	for _, rule := range s.Rules() {
		fmt.Fprintf(b, "Broken: %s, %s\n", rule, times(s.Counts[rule]))
	}
	for _, e := range s.Ended {
		fmt.Fprintf(b, "Session %s has ended: %s\n", e.Session, printable(e.Reason))
	}
	if more := s.EndedAll - len(s.Ended); more > 0 {
		fmt.Fprintf(b, "and %d more\n", more)
	}
	if s.Unclean != nil {
		fmt.Fprintf(b, "Mailboxes could not be removed: %s\n", printable(s.Unclean.Error()))
	}
	writeShrunk(b, s.Shrunk)
}

func writeShrunk(b *bytes.Buffer, s *stress.Shrunk) {
	switch {
	case s == nil:
		return
	case s.Script == nil:
		fmt.Fprintf(b, "\nNo script breaks %s: %s\n", s.Rule, s.Reason)
		return
	}
	if s.AtOnce {
		fmt.Fprintf(b, "\nThe fewest commands that were found to break %s: %d of %d, which did so %d of %d times\n", s.Rule, s.Commands, s.Of, s.Broken, s.Played)
		b.WriteString("Those marked are sent at once, on several connections. No script can say that: played as one, this keeps the rule.\n")
	} else {
		fmt.Fprintf(b, "\nThe shortest script that was found to break %s: %d of %d commands\n", s.Rule, s.Commands, s.Of)
	}
	if s.Reason != "" {
		fmt.Fprintf(b, "%s\n", s.Reason)
	}
	for line := range strings.Lines(string(s.Script)) {
		fmt.Fprintf(b, "    %s\n", printable(strings.TrimSuffix(line, "\n")))
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// latencies is the table of commands.
func latencies(s *stress.Result) table.Writer {
	t := table.NewWriter()
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"Command", "Count", "OK", "NO", "BAD", "p50 ms", "p95 ms", "p99 ms", "max ms"})
	for _, c := range append(s.Commands, s.Total) {
		ms := func(f float64) string { return fmt.Sprintf("%.2f", f) }
		t.AppendRow(table.Row{c.Name, c.Count, c.OK, c.NO, c.BAD, ms(c.P50), ms(c.P95), ms(c.P99), ms(c.Max)})
	}
	return t
}

// stressText is the same by itself.
func stressText(r *tester.Result) string {
	var b bytes.Buffer
	writeStress(&b, r)
	return strings.TrimLeft(b.String(), "\n")
}

// stressUntold says why not all could be seen; "" if it could.
func stressUntold(r *tester.Result) string {
	switch {
	case r.StressFailed != nil:
		return r.StressFailed.Error()
	case r.Stress != nil && r.Stress.EndedAll > 0:
		return plural(r.Stress.EndedAll, "session") + " could not go on"
	}
	return ""
}
