package report

import (
	"encoding/xml"
	"fmt"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
)

// The elements of JUnit's XML, as CI systems read it. Times are in seconds.
type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Name    string       `xml:"name,attr"`
	Time    string       `xml:"time,attr"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr,omitempty"`
	Failure *junitMessage `xml:"failure"`
	Error   *junitMessage `xml:"error"`
	Skipped *junitMessage `xml:"skipped"`
	Output  string        `xml:"system-out,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// asJUnit makes a test case of each column and of each script. What could not
// be told is an error, what the RFCs allow is none.
func asJUnit(r *tester.Result) ([]byte, error) {
	doc := junitSuites{Name: printable(r.Server.Addr), Time: seconds(r.Took.Seconds())}
	cols, others := asked(r), columnText(r, oracle.AnySession)
	if len(cols) > 0 || others != "" {
		suite := junitSuite{Name: "behaviour"}
		for _, c := range cols {
			suite.add(columnCase(r, c))
		}
		if others != "" {
			suite.add(anySessionCase(r, others))
		}
		doc.Suites = append(doc.Suites, suite)
	}
	if scripted(r) {
		suite := junitSuite{Name: "scripts"}
		if r.ScriptsFailed != nil {
			suite.add(junitCase{Class: "scripts", Name: "run", Error: &junitMessage{Message: printable(r.ScriptsFailed.Error())}})
		}
		for _, one := range r.Scripts {
			suite.add(scriptCase(one))
		}
		doc.Suites = append(doc.Suites, suite)
	}
	if stressed(r) {
		suite := junitSuite{Name: "stress"}
		suite.add(stressCase(r))
		doc.Suites = append(doc.Suites, suite)
	}
	b, err := xml.MarshalIndent(doc, "", "  ")
	return append([]byte(xml.Header), append(b, '\n')...), err
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

func columnCase(r *tester.Result, col oracle.Column) junitCase {
	v := r.Verdicts[col]
	c := junitCase{Class: "behaviour", Name: string(col)}
	text := columnText(r, col)
	switch grade(v) {
	case "unknown":
		c.Error = &junitMessage{Message: "could not be told", Text: text}
	case "bad":
		c.Failure = &junitMessage{Message: string(v.Cell), Text: text}
	default:
		if violated(r, col) {
			c.Failure = &junitMessage{Message: string(v.Cell), Text: text}
		} else {
			c.Output = text
		}
	}
	return c
}

// anySessionCase is for what belongs to no column.
func anySessionCase(r *tester.Result, text string) junitCase {
	c := junitCase{Class: "behaviour", Name: oracle.AnySession.Title()}
	if violated(r, oracle.AnySession) {
		c.Failure = &junitMessage{Message: "a rule is broken", Text: text}
	} else {
		c.Output = text
	}
	return c
}

// stressCase is how the stress went, beside the rules that it saw broken.
func stressCase(r *tester.Result) junitCase {
	c := junitCase{Class: "stress", Name: "run"}
	if why := stressUntold(r); why != "" {
		c.Error = &junitMessage{Message: printable(why), Text: stressText(r)}
	} else {
		c.Output = stressText(r)
	}
	return c
}

func scriptCase(one script.Result) junitCase {
	c := junitCase{Class: "scripts", Name: printable(one.Script.Name), Time: seconds(one.Took.Seconds())}
	switch one.Outcome {
	case script.Skipped:
		c.Skipped = &junitMessage{Message: printable(one.Reason)}
	case script.Failed, script.Broken:
		message := plural(len(one.Failures()), "command") + " failed"
		if one.Reason != "" {
			message = printable(one.Reason)
		}
		c.Failure = &junitMessage{Message: message, Text: scriptText(one)}
	}
	return c
}
