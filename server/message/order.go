package message

import (
	"bytes"
	"strings"
	"time"
)

// Order is what SORT and THREAD compare of a message's header (RFC 5256),
// decoded and prepared by Casemap, so that strings are compared as octets.
type Order struct {
	Subject string // base subject, RFC 5256 §2.1
	Reply   bool   // the subject is that of a reply or forward
	// From, To and Cc are the addr-mailbox of the first address.
	From, To, Cc string
	// DisplayFrom and DisplayTo are the sort values of RFC 5957 §3.
	DisplayFrom, DisplayTo string

	Date  time.Time // sent date
	Dated bool      // it could be determined, RFC 5256 §2.2

	ID         string   // normalized Message-ID, "" if it has no valid one
	References []string // from the eldest on, from References or In-Reply-To
}

// OrderOf reads the header of raw. Of duplicate fields the first that is not
// empty counts.
func OrderOf(raw []byte) *Order {
	var o Order
	fields := firstFields(raw)
	if value, ok := fields["subject"]; ok {
		base, reply := BaseSubject(value)
		o.Subject, o.Reply = collated(base), reply
	}
	o.From, o.DisplayFrom = fields.address("from")
	o.To, o.DisplayTo = fields.address("to")
	o.Cc, _ = fields.address("cc")
	if value, ok := fields["date"]; ok {
		o.Date, o.Dated = parseDate(value)
	}
	if ids := messageIDs(fields["message-id"], 1); len(ids) > 0 {
		o.ID = ids[0]
	}
	o.References = messageIDs(fields["references"], maxReferences)
	if len(o.References) == 0 {
		o.References = messageIDs(fields["in-reply-to"], 1)
	}
	return &o
}

// maxCollated bounds a string that is compared, in octets, as it is kept with
// the message. Longer ones are equal if they begin alike.
const maxCollated = 8 << 10

// collated prepares s to be compared.
func collated(s string) string {
	s = Casemap(s)
	if len(s) <= maxCollated {
		return s
	}
	return strings.Clone(s[:maxCollated])
}

// orderFields are the values of the fields that Order is made of.
type orderFields map[string][]byte

// firstFields finds the first field of each name, but of the address fields
// the first with something in it, as ENVELOPE joins them.
func firstFields(raw []byte) orderFields {
	fields := make(orderFields, 8)
	for rest := raw; ; {
		f := nextField(rest)
		if len(f.all) == 0 {
			return fields
		}
		rest = rest[len(f.all):]
		switch name := string(bytes.ToLower(f.name)); name {
		case "from", "to", "cc", "subject", "date", "message-id", "references", "in-reply-to":
			if len(trimSpace(fields[name])) == 0 {
				fields[name] = f.value
			}
		}
	}
}

// address returns the sort values of the first address in a field: of its
// addr-mailbox (RFC 5256 §3) and of how it is shown (RFC 5957 §3).
func (f orderFields) address(name string) (mailbox, display string) {
	a, ok := firstAddress(f[name])
	if !ok {
		return "", ""
	}
	mailbox = collated(string(decodeValue(a.local)))
	if name := decodeValue(a.name); len(name) > 0 {
		return mailbox, collated(string(name))
	}
	if a.host == nil { // the name of a group
		return mailbox, mailbox
	}
	return mailbox, mailbox + "@" + collated(string(decodeValue(a.host)))
}
