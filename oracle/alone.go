package oracle

import "slices"

// ending are the faults that end or refuse sessions.
var ending = []string{
	"greeting=no", "select=needs-id", "login=unconnected", "namespace=hangs-up", "bye=endless", "bye=sudden", "limit=bye",
	"connections=capped", "connections=refused", "tls=fails",
	"drop=after-octets", "drop=after-commands", "half-close=after-commands", "reset=in-literal",
}

// alone lists the faults beside which nothing else can be told, by the reason:
// they are tested by themselves, and not in plans with others.
var alone = []struct {
	why    string
	faults []string
}{
	{"it ends or refuses sessions before others have had their occasion", ending},
	{"sessions log in so that nobody else can tell as whom, nor which of them share a mailbox", []string{"login=disabled-in-name"}},
	{"it refuses what the others act on", []string{"answer=bad", "answer=server-bug", "bad=untagged"}},
	{"what others refuse is no answer beside it", []string{"bad=as-error"}},
	{"what it says of messages contradicts all that is said besides", []string{
		"exists=until-select", "uid=unstable", "fetch=beyond-exists", "fetch=wrong-uids", "fetch=zero",
		"uidvalidity=changing", "uidvalidity=falling",
	}},
	{"it leaves the rest of a response unreadable", []string{
		"fetch=closed-early", "fetch-peek=no-data", "fetch-body=missing-value", "fetch-literal=short", "fetch-rfc822=bare",
	}},
	{"it is a matter of time, which others take too", []string{
		"idle=silent", "greeting=slow", "latency=added", "bandwidth=limited",
	}},
}

// Alone says why a fault is not combined with others; it is empty if it can be.
func Alone(fault string) string {
	for _, a := range alone {
		if slices.Contains(a.faults, fault) {
			return a.why
		}
	}
	return ""
}
