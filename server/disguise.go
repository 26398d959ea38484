package server

import (
	"slices"
	"strings"
)

// disguise leaves out what is hidden and adds what is claimed.
func (o *Options) disguise(names []string, loggedIn bool) []string {
	shown := append(slices.DeleteFunc(names, o.hides), o.Claim...)
	if !loggedIn {
		return shown
	}
	for _, name := range o.Only {
		if !slices.ContainsFunc(shown, func(has string) bool { return lists([]string{name}, has) }) {
			shown = append(shown, name)
		}
	}
	return shown
}

// hides reports whether a capability of the server is not advertised.
func (o *Options) hides(name string) bool { return lists(o.Hide, name) || !o.may(name) }

// may reports whether Only lets a capability be advertised. What tells how the
// client can log in now is not for a list that was made beforehand.
func (o *Options) may(name string) bool {
	return len(o.Only) == 0 || lists(o.Only, name) || lists([]string{"STARTTLS", "LOGINDISABLED", "AUTH"}, name)
}

// lists reports whether a list has a capability, or what stands before its
// value.
func lists(list []string, name string) bool {
	stem, _, _ := strings.Cut(name, "=")
	return slices.ContainsFunc(list, func(l string) bool { return strings.EqualFold(l, name) || strings.EqualFold(l, stem) })
}
