package stress

import (
	"fmt"
	"slices"
	"strings"

	"imaporacle/oracle"
)

// failure is what can be shrunk: a rule, and the commands of the user in whose
// sessions it was broken.
type failure struct {
	rule  string
	user  int
	base  string // of the names of mailboxes
	steps []step
}

// maxFailures is how many are kept to be shrunk: what is seen in one of them
// only while commands are in progress at once, another may show one by one.
const maxFailures = 8

// failures returns what a round has found: each rule once for each user, as it
// was first seen, but for what the RFCs allow.
func (rd *round) failures(c checked) []failure {
	var all []failure
	add := func(rule string, user int) {
		if known, _ := oracle.RuleByID(rule); known.Level == oracle.Legal {
			return
		}
		if !slices.ContainsFunc(all, func(f failure) bool { return f.rule == rule && f.user == user }) {
			all = append(all, failure{rule, user, rd.bases[user], rd.log.of(user)})
		}
	}
	for _, v := range rd.judge.Violations() {
		add(v.Rule, rd.userOf(v.Session))
	}
	for i, f := range c.findings {
		add(f.Rule, c.reads[i].box.user)
	}
	return all
}

// userOf tells from the name of a connection whose it is.
func (rd *round) userOf(conn string) int {
	for user := range rd.bases {
		if strings.HasPrefix(conn, fmt.Sprintf("u%d-", user+1)) {
			return user
		}
	}
	return 0
}
