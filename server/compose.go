package server

import (
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/imapurl"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// compose makes messages of drafts. Their sum is bounded like the literals of
// a command: URLs make much out of little. They have those of their flags that
// the user may set where they go (RFC 4314 §4).
func (s *session) compose(drafts []draft, dest *mailbox.Mailbox) ([]mailbox.NewMessage, error) {
	rights := dest.Rights(s.actor.User)
	left := s.server.options.Limits.Literal
	msgs := make([]mailbox.NewMessage, 0, len(drafts))
	for _, d := range drafts {
		var body []byte
		if d.whole {
			body = s.conn.Keep(d.parts[0].text)
		} else {
			var err error
			if body, err = s.catenate(d.parts, left); err != nil {
				return nil, err
			}
		}
		left -= int64(len(body))
		if len(body) == 0 {
			// RFC 3502 §6.3.11: it is also how a client cancels.
			return nil, front.No("", "The message is empty")
		}
		msgs = append(msgs, mailbox.NewMessage{Flags: rights.Flags(d.flags), Date: d.date, Body: body, By: &s.actor})
	}
	return msgs, nil
}

// catenate joins the parts of a message (RFC 4469 §3), to at most limit octets.
func (s *session) catenate(parts []draftPart, limit int64) ([]byte, error) {
	var body []byte
	for _, part := range parts {
		text := part.text
		if part.isURL {
			var err error
			if text, err = s.urlText(part.url); err != nil {
				return nil, err
			}
		}
		if int64(len(body))+int64(len(text)) > limit {
			return nil, front.No("TOOBIG", "The message is larger than %d octets", limit) // RFC 4469 §4.2
		}
		body = append(body, text...)
	}
	return body, nil
}

// urlText returns what a URL in CATENATE stands for. Only references within
// this session's own mailboxes are meant (RFC 4469 §3).
func (s *session) urlText(url string) ([]byte, error) {
	u, err := imapurl.Parse(url)
	var reason string
	switch {
	case err != nil:
		reason = err.Error()
	case u.Absolute, u.Access != "":
		reason = "only URLs within this server, without authorization, can be catenated"
	default:
		var text []byte
		if text, reason = readURL(s.account, u); reason == "" {
			return text, nil
		}
	}
	return nil, front.No("BADURL "+urlInCode(url), "CATENATE failed: %s", reason)
}

// readURL returns what u stands for in the mailboxes of an account, or the
// reason why it stands for nothing. The octets are those of FETCH BODY
// (RFC 4469 §3); \Seen is not set.
func readURL(account *mailbox.Account, u imapurl.URL) (text []byte, reason string) {
	mb, err := account.Lookup(u.Mailbox, mailbox.RightRead)
	if err != nil {
		return nil, "there is no such mailbox"
	}
	if u.UIDValidity != 0 && u.UIDValidity != mb.UIDValidity() {
		return nil, "the UIDVALIDITY is another"
	}
	section, ok := urlSection(u.Section)
	if !ok {
		return nil, "the section is malformed"
	}
	m := mb.Message(u.UID)
	if m == nil {
		return nil, "there is no such message"
	}
	raw, err := mb.Body(m, nil)
	if err != nil {
		return nil, "the message cannot be read" // it may have gone meanwhile
	}
	if len(section.Path) == 0 {
		text, ok = message.TopSection(nil, raw, section)
	} else {
		text, ok = message.Parse(raw).Section(nil, raw, section)
	}
	if !ok {
		return nil, "the message has no such part"
	}
	return u.Partial.Of(text), ""
}

// urlSection reads the section-spec of a URL (RFC 5092 §11, enc-section).
func urlSection(text string) (message.Section, bool) {
	if text == "" {
		return message.Section{}, true
	}
	var item fetchItem
	a := front.NewArgs([]byte(text))
	_, err := sectionSpec(a, &item)
	return item.section, err == nil && a.End() == nil
}

// urlInCode returns the URL in the form in which a response code can hold it
// (RFC 4469 §5, url-resp-text).
func urlInCode(url string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := 0; i < len(url); i++ {
		if c := url[i]; c > ' ' && c < 0x7f && c != ']' && c != '\\' {
			out.WriteByte(c)
		} else {
			out.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	if out.Len() == 0 {
		return `""`
	}
	return out.String()
}
