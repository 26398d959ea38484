package faults

import "slices"

// madeUp is the source of faults that no server on record has: each breaks a
// rule that no other fault breaks, so that it is known that the rule can be
// broken and is found out.
const madeUp = "made up to break the rule"

// madeUps are those faults, by what they are about.
var madeUps = slices.Concat(expungeMadeUps, selectMadeUps, namesMadeUps, searchMadeUps, fetchMadeUps, modSeqMadeUps, sessionMadeUps)

// breaks is a fault that was made up.
func breaks(rule, name, value, acts, story string, wire func(*wire) actions) Kind {
	return Kind{Name: name, Value: value, Story: story, Source: madeUp, Rule: rule, Acts: acts, wire: wire}
}

// leavesOut is a fault that drops untagged responses of a name during these
// commands.
func leavesOut(name string, commands ...string) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		if _, ok := untagged(resp, name); !ok || !slices.Contains(commands, w.talk.command()) || !w.acts() {
			return resp
		}
		return nil
	})
}
