package server

import (
	"errors"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// The session as the base sees it.
var (
	_ imapserver.SessionIMAP4rev2      = (*session)(nil)
	_ imapserver.SessionSASL           = (*session)(nil)
	_ imapserver.SessionUnauthenticate = (*session)(nil)
	_ imapserver.SessionAppendLimit    = (*session)(nil)
)

// no returns a NO for the base to send.
func no(code, text string) error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCode(code), Text: text}
}

// forBase turns our errors into the base's.
func forBase(err error) error {
	var refusal *mailbox.Refusal
	var status *front.Status
	switch {
	case errors.As(err, &refusal):
		return no(refusal.Code, refusal.Text)
	case errors.As(err, &status):
		return &imap.Error{
			Type: imap.StatusResponseType(status.Type), Code: imap.ResponseCode(status.Code), Text: status.Text,
		}
	}
	return err
}

// Close implements imapserver.Session; the front ends the session.
func (s *session) Close() error { return nil }

// Select implements imapserver.Session for SELECT and EXAMINE.
func (s *session) Select(name string, o *imap.SelectOptions) (*imap.SelectData, error) {
	mb, err := s.account.Lookup(name, mailbox.RightRead)
	if err != nil {
		return nil, forBase(err)
	}
	view, opening, err := mb.Open(&s.actor, o.ReadOnly)
	if err != nil {
		return nil, forBase(err)
	}
	s.view = view
	s.shown.Store(view)
	s.notifySelected()
	d := &imap.SelectData{
		NumMessages: uint32(opening.Messages), NumRecent: uint32(opening.Recent),
		FirstUnseenSeqNum: uint32(opening.FirstUnseen),
		UIDNext:           imap.UID(opening.UIDNext), UIDValidity: opening.UIDValidity,
	}
	for _, f := range knownFlags(opening.Keywords) {
		d.Flags = append(d.Flags, imap.Flag(f))
	}
	for _, f := range s.permanentFlags(opening.Keywords) {
		d.PermanentFlags = append(d.PermanentFlags, imap.Flag(f))
	}
	if s.uidOnly {
		d.FirstUnseenSeqNum = 0 // RFC 9586 §3: no UNSEEN
	}
	if s.rev2 {
		d.List = s.listEntry(s.account.NameOf(mb))
	}
	return d, nil
}

// Unselect implements imapserver.Session for UNSELECT, CLOSE and SELECT.
func (s *session) Unselect() error {
	s.deselect()
	return nil
}

// Expunge implements imapserver.Session for EXPUNGE, UID EXPUNGE and CLOSE.
// What went is told with the updates; after CLOSE it is not told.
func (s *session) Expunge(_ *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	var wanted func(uint32) bool
	switch {
	case s.actor.Command == "CLOSE" && (s.view.ReadOnly() || !s.view.Rights().Has(mailbox.RightExpunge)):
		return nil // RFC 9051 §6.4.1, RFC 4314 §4: no messages are removed, and no error
	case uids != nil && imap.IsSearchRes(*uids):
		wanted = func(uid uint32) bool { return contains(s.saved, uid) }
	case uids != nil:
		wanted = uidSet(*uids).Resolve(s.largestUID()).Contains
	}
	return forBase(s.view.Expunge(wanted))
}

// Copy implements imapserver.Session for COPY and UID COPY.
func (s *session) Copy(set imap.NumSet, name string) (*imap.CopyData, error) {
	indexes, dest, err := s.copyTarget(set, name)
	if err != nil || len(indexes) == 0 {
		return nil, err
	}
	copied, err := s.view.Copy(indexes, dest)
	if err != nil {
		return nil, forBase(err)
	}
	return copyData(copied), nil
}

// Move implements imapserver.SessionMove for MOVE and UID MOVE.
func (s *session) Move(w *imapserver.MoveWriter, set imap.NumSet, name string) error {
	indexes, dest, err := s.copyTarget(set, name)
	if err != nil || len(indexes) == 0 {
		return err
	}
	copied, err := s.view.Move(indexes, dest)
	if err != nil || len(copied.To) == 0 {
		return forBase(err)
	}
	return w.WriteCopyData(copyData(copied))
}

// copyTarget finds the messages and the mailbox to which they go.
func (s *session) copyTarget(set imap.NumSet, name string) ([]int, *mailbox.Mailbox, error) {
	var indexes []int
	var err error
	switch set := set.(type) {
	case imap.SeqSet:
		indexes, err = s.resolve(seqSet(set), false)
	case imap.UIDSet:
		indexes, err = s.resolve(uidSet(set), true)
	}
	if err != nil {
		return nil, nil, forBase(err)
	}
	dest, err := s.destination(name)
	return indexes, dest, forBase(err)
}

func copyData(c mailbox.Copied) *imap.CopyData {
	d := &imap.CopyData{UIDValidity: c.UIDValidity}
	for i := range c.To {
		d.SourceUIDs.AddNum(imap.UID(c.From[i]))
		d.DestUIDs.AddNum(imap.UID(c.To[i]))
	}
	return d
}

// Namespace implements imapserver.SessionNamespace (RFC 9051 §6.3.10).
func (s *session) Namespace() (*imap.NamespaceData, error) {
	below := func(prefix string) []imap.NamespaceDescriptor {
		return []imap.NamespaceDescriptor{{Prefix: prefix, Delim: rune(mailbox.Delimiter[0])}}
	}
	return &imap.NamespaceData{
		Personal: below(""),
		Other:    below(mailbox.OtherUsers + mailbox.Delimiter),
		Shared:   below(mailbox.Shared + mailbox.Delimiter),
	}, nil
}

// AppendLimit implements imapserver.SessionAppendLimit (RFC 7889), in octets.
func (s *session) AppendLimit() uint32 { return uint32(s.server.options.Limits.Literal) }

// Poll implements imapserver.Session. The front tells the updates.
func (s *session) Poll(*imapserver.UpdateWriter, bool) error { return nil }

// errNotBase would be the answer to a command that never reaches the base.
var errNotBase = no("SERVERBUG", "The base does not answer this command")

// Append is not called: see the dispatch table.
func (s *session) Append(string, imap.LiteralReader, *imap.AppendOptions) (*imap.AppendData, error) {
	return nil, errNotBase
}

// Idle is not called: see the dispatch table.
func (s *session) Idle(*imapserver.UpdateWriter, <-chan struct{}) error { return errNotBase }

// Status is not called: see the dispatch table.
func (s *session) Status(string, *imap.StatusOptions) (*imap.StatusData, error) {
	return nil, errNotBase
}

// Search is not called: see the dispatch table.
func (s *session) Search(imapserver.NumKind, *imap.SearchCriteria, *imap.SearchOptions) (*imap.SearchData, error) {
	return nil, errNotBase
}

// Fetch is not called: see the dispatch table.
func (s *session) Fetch(*imapserver.FetchWriter, imap.NumSet, *imap.FetchOptions) error {
	return errNotBase
}

// Store is not called: see the dispatch table.
func (s *session) Store(*imapserver.FetchWriter, imap.NumSet, *imap.StoreFlags, *imap.StoreOptions) error {
	return errNotBase
}
