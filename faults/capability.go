package faults

import (
	"bytes"
	"slices"
	"strings"

	"imaporacle/server/front"
)

// withoutCapabilities returns a response that lists capabilities without some,
// nil if it lists none of them.
func withoutCapabilities(resp []byte, names ...string) []byte {
	if rest, ok := untagged(resp, "CAPABILITY"); ok {
		kept, changed := leaveOut(string(bytes.TrimSuffix(rest, crlf)), names)
		if !changed {
			return nil
		}
		return []byte("* CAPABILITY " + kept + "\r\n")
	}
	s, _ := parseStatus(resp)
	list, ok := s.codeArg("CAPABILITY")
	if !ok {
		return nil
	}
	kept, changed := leaveOut(list, names)
	if !changed {
		return nil
	}
	s.code = "CAPABILITY " + kept
	return s.bytes()
}

func leaveOut(list string, names []string) (kept string, changed bool) {
	all := strings.Fields(list)
	left := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(names, name) })
	return strings.Join(left, " "), len(left) < len(all)
}

// answersBad makes a fault that does not know some commands.
func answersBad(unknown func(*front.Command) bool) func(*wire) actions {
	return intercepts(func(w *wire, c *front.Command) error {
		if !unknown(c) || !w.acts() {
			return nil
		}
		return front.Bad("Command unknown or arguments invalid")
	})
}
