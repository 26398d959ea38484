package room

import (
	"math"
	"slices"

	"imaporacle/internal/told"
	"imaporacle/internal/wire"
	"imaporacle/server/mailbox"
)

// outlook is what a session has been told of its mailbox, by what was really
// sent, and what waits to be told. It is the told.Source of what it was told: the
// session's View knows which messages are behind new numbers.
type outlook struct {
	view     *mailbox.View
	user     string // the mailbox's owner
	mailbox  string
	readOnly bool

	told    *told.Mailbox
	lastUID uint32 // up to which the View's messages are told
	dropped bool   // something waits no more

	waiting []Waiting           // changes to be told, at most maxWaiting
	total   int                 // how many there are
	from    mailbox.Position    // of the log, up to where they are known
	own     map[uint32][]string // flags that the session has set in the command under way
}

// maxWaiting is how many changes are kept of those that wait.
const maxWaiting = 200

func newOutlook(view *mailbox.View) *outlook {
	o := &outlook{
		view: view, user: view.Mailbox().Owner(), mailbox: view.Mailbox().Name(), readOnly: view.ReadOnly(),
	}
	o.told = told.New(o)
	o.settle()
	return o
}

// hear takes in a response. It reports whether that changed anything.
func (o *outlook) hear(r *wire.Response) bool {
	if r.Kind == wire.Tagged {
		return o.settle()
	}
	o.dropped = false
	changed := o.told.Hear(r)
	return changed || o.dropped
}

// Added implements told.Source: the messages that the session shows and that
// have not been told yet.
func (o *outlook) Added(n int) []told.Row {
	p := o.view.PictureAfter(o.lastUID)
	if p == nil {
		return nil
	}
	var rows []told.Row
	for _, m := range p.Messages[:min(n, len(p.Messages))] {
		rows = append(rows, told.Row{UID: m.UID, Flags: m.Flags, Recent: m.Recent, Gone: m.Gone})
		o.lastUID = m.UID
	}
	return rows
}

// Told implements told.Source: what is told waits no more.
func (o *outlook) Told(uid uint32, what told.What) {
	switch what {
	case told.Added:
		o.drop(uid, mailbox.Appended)
	case told.Flags:
		delete(o.own, uid)
		o.drop(uid, mailbox.FlagsChanged)
	case told.Gone:
		o.drop(uid, anyChange)
	}
}

// settle is for the end of a command: what the server still has to tell is
// what waits, and what the session has set without being told is as it set it.
func (o *outlook) settle() bool {
	p := o.view.PictureAfter(math.MaxUint32)
	if p == nil {
		return false
	}
	for uid, flags := range o.own {
		if r, ok := o.told.Find(uid); ok {
			r.Flags = flags
			o.told.Change(r)
		}
	}
	o.own = nil
	o.from, o.total, o.waiting = p.End, len(p.Waiting), nil
	for _, w := range p.Waiting[:min(len(p.Waiting), maxWaiting)] {
		o.waiting = append(o.waiting, Waiting{What: whats[w.Kind], UID: w.UID, By: w.Conn})
	}
	return true
}

// knowsEnd reports whether a change is of no interest, as the session has been
// told that the message is gone.
func (o *outlook) knowsEnd(kind mailbox.Kind, uid uint32) bool {
	if kind != mailbox.FlagsChanged || uid > o.lastUID {
		return false
	}
	_, there := o.told.Find(uid)
	return !there
}

// anyChange stands for all kinds.
const anyChange mailbox.Kind = -1

// drop takes out what waits of a message.
func (o *outlook) drop(uid uint32, kind mailbox.Kind) {
	dropped := func(w Waiting) bool { return w.UID == uid && (kind == anyChange || w.What == whats[kind]) }
	if !slices.ContainsFunc(o.waiting, dropped) {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(o.waiting), dropped) // states have the old one
	o.total -= len(o.waiting) - len(kept)
	o.waiting, o.dropped = kept, true
}

// pass takes notice of a change of the mailbox, at a Position of its log. mine
// says that the session's own STORE made it. It reports whether that changed
// what is told or waits.
func (o *outlook) pass(at mailbox.Position, c mailbox.Change, mine bool) bool {
	if at < o.from {
		return false
	}
	w := Waiting{What: whats[c.Kind]}
	if c.Message != nil {
		w.UID = c.Message.UID
	}
	if c.By != nil {
		w.By = c.By.Conn
	}
	switch {
	case c.Kind == mailbox.FlagsChanged && mine:
		if o.own == nil {
			o.own = make(map[uint32][]string)
		}
		o.own[w.UID] = c.After.Names()
		return false
	case c.Kind == mailbox.Expunged:
		if r, ok := o.told.Find(w.UID); ok {
			r.Gone = true
			o.told.Change(r)
		}
	}
	if o.knowsEnd(c.Kind, w.UID) {
		return false
	}
	o.total++
	if len(o.waiting) < maxWaiting {
		o.waiting = append(slices.Clip(o.waiting), w) // states have the old one
	}
	return true
}
