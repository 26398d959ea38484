package oracle

import "slices"

// unseen lists the faults that the tester does not see yet, by the reason. They
// are not part of a selftest, which says how many there are.
var unseen = []struct {
	why    string
	faults []string
}{
	{"no probe sends or holds what it acts on", []string{
		"bad=untagged", "code=unparsable", "connections=capped", "connections=refused", "tls=fails",
	}},
	{"it is seen, but the judge calls it by another rule, or by none", []string{
		"vanished=malformed", "uid-expunge=bad", "bodystructure=unescaped-quotes", "list=unquoted-names",
	}},
	{"sessions end, or are refused, before probes have their answers", []string{
		"select=needs-id", "login=unconnected", "namespace=hangs-up", "bye=endless", "bye=sudden", "limit=bye",
		"drop=after-octets", "drop=after-commands", "half-close=after-commands", "reset=in-literal",
	}},
	{"it spoils what probes rest on, so that their cells tell of other faults", []string{
		"answer=bad", "answer=server-bug", "exists=until-select", "uid=unstable", "fetch=beyond-exists", "fetch=wrong-uids", "fetch=zero", "fetch=closed-early",
		"fetch-peek=no-data", "fetch-body=missing-value", "fetch-literal=short",
	}},
	{"nothing that is said shows it: the judge has no clock", []string{
		"idle=silent", "greeting=slow", "latency=added", "bandwidth=limited",
	}},
}

// Unseen says why the tester does not see a fault yet; it is empty if it does.
func Unseen(fault string) string {
	for _, u := range unseen {
		if slices.Contains(u.faults, fault) {
			return u.why
		}
	}
	return ""
}
