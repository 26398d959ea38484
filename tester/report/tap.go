package report

import (
	"bytes"
	"fmt"
	"strings"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
)

// asTAP writes the Test Anything Protocol, version 14: a test point for each
// column and each script.
func asTAP(r *tester.Result) []byte {
	var points bytes.Buffer
	n := 0
	point := func(ok bool, name, directive, details string) {
		n++
		word := "ok"
		if !ok {
			word = "not ok"
		}
		fmt.Fprintf(&points, "%s %d - %s%s\n", word, n, tapText(name), directive)
		for line := range strings.Lines(details) {
			fmt.Fprintf(&points, "# %s\n", strings.TrimSuffix(line, "\n"))
		}
	}
	for _, c := range asked(r) {
		g := grade(r.Verdicts[c])
		ok := (g == "good" || g == "legal") && !violated(r, c)
		point(ok, fmt.Sprintf("%s: %s", c, r.Verdicts[c].Cell), "", columnText(r, c))
	}
	if text := columnText(r, oracle.AnySession); text != "" {
		point(!violated(r, oracle.AnySession), oracle.AnySession.Title(), "", text)
	}
	if r.ScriptsFailed != nil {
		point(false, "scripts", "", printable(r.ScriptsFailed.Error()))
	}
	for _, one := range r.Scripts {
		name := "script " + one.Script.Name
		switch one.Outcome {
		case script.Skipped:
			point(true, name, " # SKIP "+tapText(one.Reason), "")
		case script.Passed:
			point(true, name, "", "")
		default:
			point(false, name, "", scriptText(one))
		}
	}
	if stressed(r) {
		point(stressUntold(r) == "", "stress", "", stressText(r))
	}
	return append(fmt.Appendf(nil, "TAP version 14\n1..%d\n", n), points.Bytes()...)
}

// tapText is a description: "#" would begin a directive.
func tapText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(printable(s))
}

// scriptText is what went wrong in a script.
func scriptText(r script.Result) string {
	var b bytes.Buffer
	writeScript(&b, r)
	return strings.TrimLeft(b.String(), "\n")
}
