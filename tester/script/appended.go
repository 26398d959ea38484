package script

import "strings"

// appended returns the messages that an APPEND or REPLACE has as literals (RFC
// 9051 §6.3.12, RFC 3502 §6.3.11, RFC 8508 §3.2), as the script has them. Of one
// that CATENATE puts together (RFC 4469 §3) it is the text that begins it. args
// is what follows the name up to the first literal.
func (c command) appended(name, args string) []string {
	var least int // words that stand before a literal which is not the mailbox
	switch name {
	case "APPEND":
		least = 1
	case "REPLACE", "UID REPLACE":
		least = 2
	default:
		return nil
	}
	named := len(strings.Fields(args)) >= least
	var messages []string
	catenated, begins := false, true
	for _, s := range c.parts.segments {
		switch text := strings.ToUpper(s.text); {
		case !s.literal:
			catenated = catenated || strings.Contains(text, "CATENATE (")
			begins = !catenated || strings.HasSuffix(strings.TrimRight(text, " "), "(TEXT")
		case !named:
			named = true
		case begins:
			messages = append(messages, s.text)
		}
	}
	return messages
}
