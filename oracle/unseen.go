package oracle

import "slices"

// unseen lists the faults that the tester does not see yet, by the reason. They
// are not part of a selftest, which says how many there are.
var unseen = []struct {
	why    string
	faults []string
}{
	{"no probe sends or holds what it acts on", []string{
		"expunge=original-numbers", "expunge=second-too-high", "status=stale-uidnext", "select=one-parameter", "vanished=malformed",
		"search=order-dependent", "search=server-bug", "search-charset=quoted-refused", "search-return=nothing", "search-return=ignored",
		"esearch=without-all", "esearch=uids-for-numbers", "esearch=count-total",
		"fetch-rfc822=dropped", "fetch-partial=crash",
		"bodystructure=disposition-string", "bodystructure=collapsed-multipart", "bodystructure=unescaped-quotes",
		"enable=unanswered", "list-return=nothing", "list-special-use=bad", "list=unquoted-names", "uid-expunge=bad",
		"bad=untagged", "code=unparsable", "connections=capped", "connections=refused", "tls=fails",
	}},
	{"sessions end, or are refused, before probes have their answers", []string{
		"select=needs-id", "login=unconnected", "namespace=hangs-up", "bye=endless", "bye=sudden", "limit=bye",
		"drop=after-octets", "drop=after-commands", "half-close=after-commands", "reset=in-literal",
	}},
	{"it spoils what probes rest on, so that their cells tell of other faults", []string{
		"exists=until-select", "uid=unstable", "fetch=beyond-exists", "fetch=wrong-uids", "fetch=zero", "fetch=closed-early",
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
