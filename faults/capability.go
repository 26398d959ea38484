package faults

import (
	"slices"
	"strings"

	"imaporacle/server/front"
)

// withoutCapabilities returns a response that lists capabilities without some,
// nil if it lists none of them.
func withoutCapabilities(resp []byte, names ...string) []byte {
	return withOther(resp, func(all []string) []string {
		return slices.DeleteFunc(all, func(name string) bool { return slices.Contains(names, name) })
	})
}

// withCapability returns a response that lists capabilities with one more, nil
// if it lists none or that one already.
func withCapability(resp []byte, name string) []byte {
	return withOther(resp, func(all []string) []string {
		if slices.Contains(all, name) {
			return all
		}
		return append(all, name)
	})
}

// withOther returns a response that lists capabilities with others, nil if it
// lists none or there are no others.
func withOther(resp []byte, change func([]string) []string) []byte {
	s, _ := parseStatus(resp)
	list, inCode := s.codeArg("CAPABILITY")
	if !inCode {
		rest, ok := untagged(resp, "CAPABILITY")
		if !ok {
			return nil
		}
		list = string(rest)
	}
	all := strings.Fields(list)
	others := change(slices.Clone(all))
	if len(others) == len(all) {
		return nil
	}
	if list = "CAPABILITY " + strings.Join(others, " "); inCode {
		s.code = list
		return s.bytes()
	}
	return []byte("* " + list + "\r\n")
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
