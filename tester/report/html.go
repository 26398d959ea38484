package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"imaporacle/internal/rfc"
	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"rfc": rfcLinks, "printable": printable, "plural": plural,
}).Parse(pageText))

// asHTML writes one page that needs nothing else: no network, no script.
func asHTML(r *tester.Result, o Options) ([]byte, error) {
	var b bytes.Buffer
	err := page.Execute(&b, pageOf(r, o))
	return b.Bytes(), err
}

// pageData is what the template shows.
type pageData struct {
	Server     tester.ServerInfo
	Seconds    string
	Row        []pageCell
	Columns    []pageColumn
	Findings   []pageFinding
	Counts     string
	Scripts    *pageScripts
	Stress     string // as text
	Transcript []string
}

// pageCell is a rowCell.
type pageCell struct{ Title, Text, Grade string }

type pageColumn struct {
	Key, Title, Cell, Grade, Meaning string
	Remarks                          []string
}

type pageFinding struct {
	Number int
	oracle.Finding
	Rule  oracle.Rule
	Title string // of the column
	Grade string
	Lanes lanes
}

type pageScripts struct {
	Tally   script.Tally
	Failed  string // why not all were played
	Unclean string // why mailboxes could not be removed
	Results []pageScript
}

type pageScript struct {
	Name, About, Outcome, Reason string
	Commands                     []pageCommand
	Failures                     int
}

type pageCommand struct {
	script.Command
	Lanes lanes
}

func pageOf(r *tester.Result, o Options) pageData {
	d := pageData{Server: r.Server, Seconds: fmt.Sprintf("%.1f", r.Took.Seconds()), Counts: counts(r)}
	for _, c := range rowOf(r) {
		d.Row = append(d.Row, pageCell{c.title, c.text, c.grade})
	}
	for _, c := range asked(r) {
		v := r.Verdicts[c]
		d.Columns = append(d.Columns, pageColumn{string(c), c.Title(), string(v.Cell), grade(v), c.Meaning(), remarks(v)})
	}
	for i, f := range r.Findings {
		rule, _ := oracle.RuleByID(f.Rule)
		g := "bad"
		if rule.Level == oracle.Legal {
			g = "legal"
		}
		d.Findings = append(d.Findings, pageFinding{i + 1, f, rule, f.Column.Title(), g, lanesOf(f.Lines, f.Seen)})
	}
	if scripted(r) {
		d.Scripts = pageScriptsOf(r)
	}
	if stressed(r) {
		d.Stress = stressText(r)
	}
	if o.Transcript {
		d.Transcript = transcript(r)
	}
	return d
}

func grade(v oracle.Verdict) string {
	switch {
	case v.Cell == oracle.Yes:
		return "good"
	case v.Cell == oracle.Unknown:
		return "unknown"
	case v.Legal:
		return "legal"
	}
	return "bad"
}

func (s share) grade(r *tester.Result) string {
	failed, _ := s.of(script.Count(r.Scripts))
	switch {
	case r.ScriptsFailed != nil:
		return "unknown"
	case failed > 0:
		return "bad"
	}
	return "good"
}

func pageScriptsOf(r *tester.Result) *pageScripts {
	d := &pageScripts{Tally: script.Count(r.Scripts)}
	if r.ScriptsFailed != nil {
		d.Failed = r.ScriptsFailed.Error()
	}
	if r.ScriptsUnclean != nil {
		d.Unclean = r.ScriptsUnclean.Error()
	}
	for _, one := range r.Scripts {
		s := pageScript{
			Name: one.Script.Name, About: strings.ReplaceAll(one.Script.About, "\n", " "), Outcome: outcomeClass(one.Outcome), Reason: one.Reason, Failures: len(one.Failures()),
		}
		for _, c := range one.Commands {
			var marks []string
			for _, p := range c.Problems {
				marks = append(marks, p.Seen)
			}
			s.Commands = append(s.Commands, pageCommand{c, lanesOf(c.Lines, marks...)})
		}
		d.Results = append(d.Results, s)
	}
	return d
}

// outcomeClass is what the filter of the page knows: a test that was broken
// off has failed.
func outcomeClass(o script.Outcome) string {
	if o == script.Broken {
		return script.Failed.String()
	}
	return o.String()
}

// rfcLinks makes a link of each citation in a text.
func rfcLinks(text string) template.HTML {
	var b strings.Builder
	end := 0
	for _, c := range rfc.Citations(text) {
		b.WriteString(template.HTMLEscapeString(text[end:c.Start]))
		fmt.Fprintf(&b, `<a href="%s">%s</a>`, c.URL(), template.HTMLEscapeString(text[c.Start:c.End]))
		end = c.End
	}
	b.WriteString(template.HTMLEscapeString(text[end:]))
	return template.HTML(b.String()) // each part was escaped above
}
