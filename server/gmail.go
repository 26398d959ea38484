package server

import (
	"strconv"

	"imaporacle/server/front"
)

// X-GM-EXT-1, Gmail's extension, has no RFC; Google describes it at
// https://developers.google.com/gmail/imap/imap-extensions. It is offered if
// Options.Gmail is set: without it this server knows none of its words.

func (s *session) speaksGmail() bool { return s.server.options.Gmail }

// gmailItems are the FETCH items.
var gmailItems = map[string]itemKind{
	"X-GM-MSGID": itemGmailMessage, "X-GM-THRID": itemGmailThread, "X-GM-LABELS": itemGmailLabels,
}

// refuseGmail refuses the items where the extension is not offered.
func (s *session) refuseGmail(items []fetchItem) error {
	for _, item := range items {
		if _, ok := gmailItems[item.label]; ok && !s.speaksGmail() {
			return front.Bad("Unknown FETCH item %s", item.label)
		}
	}
	return nil
}

// refuseGmail is the same for a search, and for the items of its updates.
func (q *query) refuseGmail(s *session) error {
	if q.gmail && !s.speaksGmail() {
		return front.Bad("Unknown search key X-GM-...")
	}
	return s.refuseGmail(q.returns.items)
}

// gmailKey reads what follows the search keys.
func (r *searchReader) gmailKey(word string) (key, error) {
	r.gmail = true
	if err := r.SP(); err != nil {
		return key{}, err
	}
	switch word {
	case "X-GM-MSGID":
		id, err := r.Uint64("a message ID")
		return key{match: func(c *candidate) bool { return c.m.Content == id }}, err
	case "X-GM-THRID":
		id, err := r.Uint64("a thread ID")
		return threadKey(id), err
	case "X-GM-LABELS":
		label, err := readLabel(r.Args)
		return key{match: func(c *candidate) bool { return c.m.Labels().Has(label) }}, err
	}
	raw, err := r.Astring("a Gmail query") // X-GM-RAW
	if err != nil {
		return key{}, err
	}
	text, err := r.decode(raw)
	if err != nil {
		return key{}, front.Bad("The query %+.40q is not in the charset given", raw)
	}
	return r.gmailQuery(text)
}

// appendGmailID appends X-GM-MSGID or X-GM-THRID: the number in the EMAILID or
// THREADID.
func appendGmailID(b []byte, name string, id uint64) []byte {
	return strconv.AppendUint(append(append(b, name...), ' '), id, 10)
}
