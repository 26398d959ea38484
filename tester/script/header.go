package script

import (
	"slices"
	"strconv"
	"strings"
)

const (
	maxConnections = 100
	maxMessages    = 1_000_000
)

// header reads the "key: value" lines up to the first blank one.
func (p *parser) header() {
	seen := make(map[string]int)
	for {
		l, ok := p.scan()
		if !ok {
			return
		}
		text := l.text()
		if strings.TrimSpace(text) == "" {
			return
		}
		key, value, ok := strings.Cut(text, ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch {
		case !ok:
			p.fail(l.number, "expected \"key: value\" or the blank line that ends the header, found %.40q", text)
			return
		case seen[key] > 0:
			p.fail(l.number, "%s stands in line %d already", key, seen[key])
			continue
		}
		seen[key] = l.number
		p.headerField(l.number, key, value)
	}
}

func (p *parser) headerField(number int, key, value string) {
	switch key {
	case "capabilities":
		p.script.Capabilities = strings.Fields(value)
	case "connections":
		p.script.Connections = p.headerNumber(number, key, value, 1, maxConnections)
	case "messages":
		if strings.EqualFold(value, "all") {
			p.script.Messages = -1
			return
		}
		p.script.Messages = p.headerNumber(number, key, value, 0, maxMessages)
	case "state":
		i := slices.Index(stateNames, strings.ToLower(value))
		if i < 0 {
			p.fail(number, "unknown state %q: expected %s", value, strings.Join(stateNames, ", "))
			return
		}
		p.script.State = State(i)
	case "ignore_extra_untagged":
		switch strings.ToLower(value) {
		case "yes", "no":
			p.script.IgnoreExtra = strings.EqualFold(value, "yes")
		default:
			p.fail(number, "ignore_extra_untagged is yes or no, not %q", value)
		}
	default:
		p.headerUser(number, key, value)
	}
}

// headerUser reads "user N: name".
func (p *parser) headerUser(number int, key, value string) {
	word, rest, _ := strings.Cut(key, " ")
	if word != "user" {
		p.fail(number, "unknown key %q", key)
		return
	}
	n, err := strconv.Atoi(strings.TrimSpace(rest))
	switch {
	case err != nil || n < 1 || n > maxConnections:
		p.fail(number, "%q: expected \"user N\", with the number of a connection", key)
	case !isUserVariable(value):
		p.fail(number, "user %d is %q: expected $user, $user2 and so on", n, value)
	default:
		p.script.Users[n] = value
	}
}

// isUserVariable: $user, $user2, $user3 ...
func isUserVariable(value string) bool {
	rest, ok := strings.CutPrefix(value, "$user")
	if !ok || rest == "" {
		return ok
	}
	n, err := strconv.Atoi(rest)
	return err == nil && n >= 1
}

func (p *parser) headerNumber(number int, key, value string, least, most int) int {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		p.fail(number, "%s: expected a number from %d to %d, not %q", key, least, most, value)
		return least
	}
	return n
}
