package server

import (
	"sort"
	"strings"

	"github.com/emersion/go-imap/v2"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// listQuery is a LIST or LSUB being answered.
type listQuery struct {
	entries  []mailbox.Entry // sorted by name
	patterns []front.Pattern
	options  *imap.ListOptions
	lsub     bool
}

// listQuery begins the answer to patterns below a reference name
// (RFC 9051 §6.3.9).
func (s *session) listQuery(o *imap.ListOptions, reference string, patterns ...string) listQuery {
	q := listQuery{entries: s.account.Entries(), options: o}
	for _, p := range patterns {
		q.patterns = append(q.patterns, front.CompilePattern(reference+p, mailbox.Delimiter[0]))
	}
	return q
}

// answer returns what is told of the entry, nil if nothing is.
func (q *listQuery) answer(i int) *imap.ListData {
	e := q.entries[i]
	if !q.matches(e.Name) {
		return nil
	}
	d := &imap.ListData{Mailbox: e.Name, Delim: rune(mailbox.Delimiter[0])}
	below := q.below(i)
	switch {
	case q.lsub && !e.Subscribed:
		// RFC 3501 §6.3.9: a name above a subscribed one that the pattern
		// does not reach, as with %, is listed with \Noselect.
		if !below.hidden {
			return nil
		}
		d.Attrs = append(d.Attrs, imap.MailboxAttrNoSelect)
		return d
	case q.options.SelectSubscribed && !e.Subscribed:
		// RFC 5258 §3.5: the name alone is told only where it stands for
		// a child that is not.
		if !q.options.SelectRecursiveMatch || !below.hidden {
			return nil
		}
	case q.options.SelectSpecialUse && len(e.SpecialUse) == 0:
		return nil
	case !q.options.SelectSubscribed && !e.Exists && !below.exists:
		return nil // only subscribed to
	}
	if q.options.SelectRecursiveMatch && below.subscribed {
		d.ChildInfo = &imap.ListDataChildInfo{Subscribed: true} // RFC 5258 §3.5
	}
	d.Attrs = q.attributes(e, below)
	return d
}

// selected reports whether an entry that is told is a mailbox that meets the
// selection options itself, not only by what is below it (RFC 5819 §2).
func (q *listQuery) selected(i int) bool {
	e := q.entries[i]
	return e.Exists && (e.Subscribed || !q.options.SelectSubscribed) &&
		(len(e.SpecialUse) > 0 || !q.options.SelectSpecialUse)
}

func (q *listQuery) matches(name string) bool {
	for _, p := range q.patterns {
		if p.Match(name) {
			return true
		}
	}
	return false
}

// family is what stands below a name. A hidden one is subscribed to and not
// matched by the patterns.
type family struct{ exists, subscribed, hidden bool }

// below looks at the names under the entry. They follow it in the order, but
// not at once: "a b" sorts between "a" and "a/b".
func (q *listQuery) below(i int) family {
	var f family
	prefix := q.entries[i].Name + mailbox.Delimiter
	start := sort.Search(len(q.entries), func(k int) bool { return q.entries[k].Name >= prefix })
	for _, e := range q.entries[start:] {
		if !strings.HasPrefix(e.Name, prefix) {
			break
		}
		f.exists = f.exists || e.Exists
		f.subscribed = f.subscribed || e.Subscribed
		f.hidden = f.hidden || e.Subscribed && !q.matches(e.Name)
	}
	return f
}

func (q *listQuery) attributes(e mailbox.Entry, below family) []imap.MailboxAttr {
	var attrs []imap.MailboxAttr
	if !e.Exists {
		attrs = append(attrs, imap.MailboxAttrNonExistent)
		if q.lsub {
			attrs = []imap.MailboxAttr{imap.MailboxAttrNoSelect}
		}
	}
	if e.Subscribed && (q.options.ReturnSubscribed || q.options.SelectSubscribed && !q.lsub) {
		attrs = append(attrs, imap.MailboxAttrSubscribed)
	}
	if !q.lsub {
		if below.exists {
			attrs = append(attrs, imap.MailboxAttrHasChildren)
		} else {
			attrs = append(attrs, imap.MailboxAttrHasNoChildren)
		}
	}
	for _, use := range e.SpecialUse {
		attrs = append(attrs, imap.MailboxAttr(use))
	}
	return attrs
}
