package message

// maxReferences bounds what is kept of a References field: the last ones, as
// the nearest ancestors are what links a message.
const maxReferences = 200

// maxMessageID bounds a Message ID, in octets; a line of mail has at most 998
// (RFC 5322 §2.1.1).
const maxMessageID = 998

// messageIDs returns the valid Message IDs in a field value, at most the last
// limit of them, or the first if that is 1. They are normalized as RFC 5256 §3
// asks: without angle brackets, quotes, comments and white space. What is no
// Message ID is passed over.
func messageIDs(value []byte, limit int) []string {
	var ids []string
	l := lexer{in: value}
	for {
		l.skipCFWS()
		switch {
		case l.end():
			return ids[max(0, len(ids)-limit):]
		case l.peek() == '"': // a phrase of RFC 822's In-Reply-To
			l.quoted(nil)
		case l.peek() != '<':
			l.pos++
		default:
			id, ok := l.messageID()
			if !ok || len(id) > maxMessageID {
				continue
			}
			if limit == 1 {
				return []string{id}
			}
			ids = append(ids, id)
			if len(ids) == 2*limit {
				ids = append(ids[:0], ids[limit:]...)
			}
		}
	}
}

// messageID reads a msg-id (RFC 5322 §3.6.4, with the obsolete forms of
// §4.5.4) at its "<".
func (l *lexer) messageID() (id string, ok bool) {
	l.pos++
	var text []byte
	at := -1 // where "@" stands in text
	for {
		l.skipCFWS()
		if l.end() {
			return "", false
		}
		switch c := l.peek(); c {
		case '<': // another begins: this was none
			return "", false
		case '>':
			l.pos++
			return string(text), at > 0 && at < len(text)-1
		case '@':
			if at < 0 {
				at = len(text)
			}
			text = append(text, c)
			l.pos++
		case '"':
			text = append(text, l.quoted(nil)...)
		default:
			text = append(text, l.token(`<>@"`)...)
		}
	}
}
