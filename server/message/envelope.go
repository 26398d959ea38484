package message

// envelope holds the fields of a header that ENVELOPE is made of: the values of
// the first of each, nil if absent.
type envelope struct {
	date, subject, inReplyTo, messageID []byte
	addresses                           [addressFields]addressField
	scratch                             []byte
}

const (
	from = iota
	sender
	replyTo
	to
	cc
	bcc
	addressFields
)

var addressNames = [addressFields]string{"From", "Sender", "Reply-To", "To", "Cc", "Bcc"}

type addressField struct {
	first []byte
	count int
}

// AppendEnvelope appends the ENVELOPE (RFC 9051 §7.5.2) of the message raw,
// reading no more than its header. Strings are the original octets of the
// fields, unfolded: encoded words are left as they are. Of duplicate Date,
// Subject, In-Reply-To and Message-ID fields the first counts; the addresses of
// duplicate address fields are joined.
func AppendEnvelope(dst, raw []byte) []byte {
	e := envelope{scratch: make([]byte, 0, 256)}
	for rest := raw; ; {
		f := nextField(rest)
		if len(f.all) == 0 {
			break
		}
		e.note(f)
		rest = rest[len(f.all):]
	}
	dst = append(dst, '(')
	dst = appendText(dst, e.date)
	dst = append(dst, ' ')
	dst = appendText(dst, e.subject)
	fromStart := len(dst)
	dst = e.appendList(dst, raw, from)
	fromEnd := len(dst)
	for which := sender; which < addressFields; which++ {
		start := len(dst)
		dst = e.appendList(dst, raw, which)
		if (which == sender || which == replyTo) && string(dst[start:]) == " NIL" {
			dst = append(dst[:start], dst[fromStart:fromEnd]...)
		}
	}
	dst = append(dst, ' ')
	dst = appendText(dst, e.inReplyTo)
	dst = append(dst, ' ')
	dst = appendText(dst, e.messageID)
	return append(dst, ')')
}

// AppendEnvelope appends the ENVELOPE of the message p: the whole message, or
// one embedded in it.
func (p *Part) AppendEnvelope(dst, raw []byte) []byte {
	return AppendEnvelope(dst, p.header.of(raw))
}

func (e *envelope) note(f field) {
	first := func(value *[]byte) {
		if *value == nil {
			*value = f.value
		}
	}
	if len(f.name) == 0 {
		return
	}
	switch lower(f.name[0]) { // most fields are not of the envelope
	case 'd':
		if equalFold(f.name, "Date") {
			first(&e.date)
		}
	case 'i':
		if equalFold(f.name, "In-Reply-To") {
			first(&e.inReplyTo)
		}
	case 'm':
		if equalFold(f.name, "Message-ID") {
			first(&e.messageID)
		}
	case 's', 'f', 'r', 't', 'c', 'b':
		if equalFold(f.name, "Subject") {
			first(&e.subject)
			return
		}
		for which, name := range addressNames {
			if equalFold(f.name, name) {
				first(&e.addresses[which].first)
				e.addresses[which].count++
				return
			}
		}
	}
}

// appendList appends a space and the addresses of all fields of one name in a
// list, NIL if they hold none.
func (e *envelope) appendList(dst, header []byte, which int) []byte {
	start := len(dst)
	dst = append(dst, " ("...)
	if e.addresses[which].count <= 1 {
		dst = appendAddresses(dst, e.scratch, e.addresses[which].first)
	} else {
		name := addressNames[which]
		for {
			f := nextField(header)
			if len(f.all) == 0 {
				break
			}
			if equalFold(f.name, name) {
				dst = appendAddresses(dst, e.scratch, f.value)
			}
			header = header[len(f.all):]
		}
	}
	if len(dst) == start+len(" (") {
		return append(dst[:start], " NIL"...)
	}
	return append(dst, ')')
}

// appendText appends a field value as an nstring: NIL if absent, "" if empty.
func appendText(dst, value []byte) []byte {
	if value == nil {
		return append(dst, "NIL"...)
	}
	return appendUnfolded(dst, value)
}
