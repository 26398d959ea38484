package server

import (
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// specialUses are the uses that a client may give to a mailbox (RFC 6154 §2).
var specialUses = []string{`\All`, `\Archive`, `\Drafts`, `\Flagged`, `\Junk`, `\Sent`, `\Trash`}

// Create implements imapserver.Session.
func (s *session) Create(name string, o *imap.CreateOptions) error {
	attrs := make([]string, len(o.SpecialUse))
	for i, attr := range o.SpecialUse {
		attrs[i] = string(attr)
	}
	uses, err := knownUses(attrs)
	if err != nil {
		return forBase(err)
	}
	return forBase(s.account.Create(name, uses))
}

// knownUses returns the uses as they are told, or refuses one that does not
// exist (RFC 6154 §3).
func knownUses(attrs []string) ([]string, error) {
	var uses []string
	for _, attr := range attrs {
		i := slices.IndexFunc(specialUses, func(u string) bool { return strings.EqualFold(u, attr) })
		if i < 0 {
			return nil, front.No("USEATTR", "There is no special use %+.40q", attr)
		}
		uses = append(uses, specialUses[i])
	}
	return uses, nil
}

// Delete implements imapserver.Session. A session may delete the mailbox that
// it has selected; it has none then.
func (s *session) Delete(name string) error {
	if err := s.account.Delete(name); err != nil {
		return forBase(err)
	}
	if s.view != nil && s.account.NameOf(s.view.Mailbox()) == mailbox.CanonicalName(name) {
		s.deselect()
	}
	return nil
}

// Rename implements imapserver.Session.
func (s *session) Rename(from, to string, _ *imap.RenameOptions) error {
	return forBase(s.account.Rename(from, to))
}

// Subscribe implements imapserver.Session.
func (s *session) Subscribe(name string) error { return forBase(s.account.Subscribe(name)) }

// Unsubscribe implements imapserver.Session.
func (s *session) Unsubscribe(name string) error { return forBase(s.account.Unsubscribe(name)) }

// List implements imapserver.Session for LSUB.
func (s *session) List(w *imapserver.ListWriter, ref string, patterns []string, o *imap.ListOptions) error {
	if len(patterns) == 0 { // an empty pattern asks for the delimiter (RFC 9051 §6.3.9)
		return w.WriteList(&imap.ListData{Attrs: []imap.MailboxAttr{imap.MailboxAttrNoSelect}, Delim: '/'})
	}
	q := s.listQuery(o, ref, patterns...)
	q.lsub = true
	for i := range q.entries {
		d := q.answer(i)
		if d == nil {
			continue
		}
		if err := w.WriteList(d); err != nil {
			return err
		}
	}
	return nil
}

// listEntry is the LIST response that IMAP4rev2 wants in SELECT
// (RFC 9051 §6.3.2).
func (s *session) listEntry(name string) *imap.ListData {
	q := s.listQuery(&imap.ListOptions{ReturnChildren: true}, "", name)
	for i := range q.entries {
		if q.entries[i].Name == name {
			return q.answer(i)
		}
	}
	return nil
}
