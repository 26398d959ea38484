package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"imaporacle/faults/profiles"
	"imaporacle/tester/report"
)

func profilesVerb() verb {
	return verb{
		name: "profiles", args: "[NAME]",
		brief: "list the servers that serve can imitate, or tell about one",
		about: `A profile is a server as others have met it: what it advertises, how it greets, and the faults that it has. The measured ones come first, as a table: what each showed in several sessions, and how many scripts and commands of the suite of that day failed; "?" was never measured. Those that are made of public reports gather what users of that server have reported over time; no server need ever have had all of it at once.

Use one with --profile of serve. Further --fault come after those of the profile.`,
		example: `imaporacle profiles
imaporacle profiles cyrus
imaporacle serve --profile yahoo`,
		setup: func(fs *pflag.FlagSet) action {
			var format string
			fs.StringVar(&format, "format", "table", "answer as `FORMAT`: table, markdown or json")
			return func(_ context.Context, s streams, args []string) (int, error) {
				f, err := report.ParseFormat(format, report.Plain)
				switch {
				case err != nil:
					return 0, misuse("profiles", "--format: %w", err)
				case len(args) > 1:
					return 0, misuse("profiles", "one profile at a time, not %q", args)
				}
				all, err := profilesNamed(args)
				if err != nil {
					return 0, fmt.Errorf("profiles: %w", err)
				}
				text, err := writeProfiles(all, f, len(args) > 0)
				if err != nil {
					return 0, err
				}
				_, err = s.out.Write(text)
				return good, err
			}
		},
	}
}

func profilesNamed(args []string) ([]profiles.Profile, error) {
	if len(args) == 0 {
		return profiles.All()
	}
	p, err := profiles.Get(args[0])
	return []profiles.Profile{p}, err
}

// profileFacts is what is told of a profile, as JSON has it.
type profileFacts struct {
	Profile      string            `json:"profile"`
	Title        string            `json:"title"`
	MadeOf       string            `json:"made_of"`
	Story        string            `json:"story"`
	Row          int               `json:"row"`      // of the table of measured servers; 0 otherwise
	Columns      map[string]string `json:"columns"`  // as measured; none otherwise
	Failures     map[string]string `json:"failures"` // "failed/total" of groups, base and extension, as measured
	GoesWrong    string            `json:"goes_wrong"`
	Findings     []string          `json:"findings"` // rules that a tester must report
	Greeting     string            `json:"greeting"`
	Capabilities []string          `json:"capabilities"`
	ID           []string          `json:"id"` // fields and values in turn
	Faults       []string          `json:"faults"`
}

func profileFactsOf(p profiles.Profile) profileFacts {
	f := profileFacts{
		Profile: p.Name, Title: p.Title, MadeOf: p.MadeOf, Story: p.Story, Greeting: p.Greeting,
		Row: p.Row, Columns: p.Columns, Failures: make(map[string]string), GoesWrong: p.GoesWrong,
		Findings: append([]string{}, p.Findings...), Capabilities: append([]string{}, p.Capabilities...), ID: append([]string{}, p.ID...),
		Faults: []string{},
	}
	if f.Columns == nil {
		f.Columns = make(map[string]string)
	}
	for _, s := range sharesOf(p) {
		if s.share != nil {
			f.Failures[s.name] = s.share.String()
		}
	}
	for _, fault := range p.Faults {
		f.Faults = append(f.Faults, fault.String())
	}
	return f
}

// writeProfiles writes the list, or with whole the story of each.
func writeProfiles(all []profiles.Profile, format report.Format, whole bool) ([]byte, error) {
	facts := make([]profileFacts, len(all))
	for i, p := range all {
		facts[i] = profileFactsOf(p)
	}
	var b strings.Builder
	switch {
	case format == report.JSON:
		return report.Indented(facts)
	case whole:
		for _, p := range facts {
			writeProfile(&b, p)
		}
	default:
		b.WriteString(renderProfiles(measuredTable(all), format) + "\n\n")
		b.WriteString(renderProfiles(reportedTable(facts), format) + "\n")
	}
	return []byte(b.String()), nil
}

// writeProfile tells all about one profile; a list of Markdown is as readable
// on a terminal.
func writeProfile(b *strings.Builder, p profileFacts) {
	item := func(name, value string) {
		if value != "" {
			wrap(b, fmt.Sprintf("- %s: ", name), "  ", value)
		}
	}
	fmt.Fprintf(b, "## %s: %s\n\n", p.Profile, p.Title)
	wrap(b, "", "", p.Story)
	b.WriteString("\n")
	item("made of", p.MadeOf)
	item("greeting", p.Greeting)
	item("capabilities", strings.Join(p.Capabilities, " "))
	for pair := range slices.Chunk(p.ID, 2) {
		item("ID", strings.Join(pair, ": "))
	}
	for _, column := range slices.Sorted(maps.Keys(p.Columns)) {
		item("column", column+"="+p.Columns[column])
	}
	for _, kind := range slices.Sorted(maps.Keys(p.Failures)) {
		item("failures", kind+" "+p.Failures[kind])
	}
	item("goes wrong", p.GoesWrong)
	for _, rule := range p.Findings {
		item("finding", rule)
	}
	for _, fault := range p.Faults {
		item("fault", "`"+fault+"`")
	}
	fmt.Fprintf(b, "- try: `imaporacle serve --profile %s`\n", p.Profile)
}
