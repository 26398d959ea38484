package script

import (
	"slices"
	"strconv"
	"strings"
)

// TellsRecent reports whether a step demands that a message be \Recent: by a
// flag, by a count above 0, or by what a search for recent, new or old messages
// finds (RFC 3501 §2.3.2).
func (s *Script) TellsRecent(line int) bool {
	i := slices.IndexFunc(s.groups, func(g group) bool { return g.line == line })
	if i < 0 {
		return false
	}
	g := s.groups[i]
	for _, x := range g.expected {
		if x.mark == must && (tellsRecent(x.args) || slices.ContainsFunc(g.commands, func(c command) bool { return searchesRecent(c, x.args) })) {
			return true
		}
	}
	return false
}

// tellsRecent looks for "N RECENT", and in lists for \Recent and "RECENT N".
func tellsRecent(args []arg) bool {
	if len(args) == 2 && strings.EqualFold(args[1].text, "recent") && above0(args[0]) {
		return true
	}
	return slices.ContainsFunc(args, func(a arg) bool { return listsRecent(a.list) })
}

func listsRecent(list []arg) bool {
	for i, a := range list {
		switch {
		case strings.EqualFold(a.text, `\recent`), listsRecent(a.list):
			return true
		case strings.EqualFold(a.text, "recent") && i+1 < len(list) && above0(list[i+1]):
			return true
		}
	}
	return false
}

func above0(a arg) bool {
	n, err := strconv.Atoi(a.text)
	return err == nil && n > 0
}

// searchesRecent reports whether the result of a search is another one where no
// message is recent: something is found that is, or nothing that is not.
func searchesRecent(c command, result []arg) bool {
	ask := c.ask()
	if ask.Name != "SEARCH" && ask.Name != "UID SEARCH" || !strings.EqualFold(result[0].text, "search") {
		return false
	}
	keys := " " + strings.ToUpper(ask.Args) + " "
	found := len(result) > 1
	switch {
	case strings.Contains(keys, " OLD "), strings.Contains(keys, " NOT RECENT "):
		return !found
	case strings.Contains(keys, " RECENT "), strings.Contains(keys, " NEW "):
		return found
	}
	return false
}
