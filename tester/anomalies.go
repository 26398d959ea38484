package tester

import (
	"fmt"
	"strings"

	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// noteAnomalies keeps what a session of the trial has seen that cannot be.
func (t *trial) noteAnomalies(s *session) {
	t.impossible = append(t.impossible, s.Anomalies()...)
}

// reportAnomalies turns them into findings. EXPUNGE where it is forbidden is
// the matter of the probes, which know what they asked.
func (t *trial) reportAnomalies() {
	for _, a := range t.impossible {
		rule := "response/sequence"
		switch {
		case strings.HasPrefix(a.Rule, "syntax/"):
			rule = "response/syntax"
		case a.Rule == client.ExpungeDuringCommand:
			rule = forbiddenExpunge(a.What)
		}
		t.findAt(rule, a)
	}
}

// forbiddenExpunge names the rule by the command during which EXPUNGE came.
func forbiddenExpunge(what string) string {
	if strings.Contains(what, "STORE") {
		return "expunge/not-during-store"
	}
	return "expunge/not-during-fetch"
}

// contextLines is how many lines before an anomaly are shown with it.
const contextLines = 6

func (t *trial) findAt(rule string, a client.Anomaly) {
	r, _ := oracle.RuleByID(rule)
	for _, f := range t.result.Findings {
		if f.Rule == rule && f.Column == t.column {
			return
		}
	}
	t.result.Findings = append(t.result.Findings, oracle.Finding{
		Rule: rule, Column: t.column, Expected: r.Summary,
		Seen:  fmt.Sprintf("%s: %s", a.Rule, a.What),
		Lines: t.result.Transcript.Lines(max(1, a.Event-contextLines), a.Event),
	})
}
