package room

import (
	"slices"

	"imaporacle/server/mailbox"
)

// window is how many messages are shown from each end of a mailbox.
const window = 100

// watched is a mailbox that lanes have selected. The Room's mu guards it.
type watched struct {
	mb    *mailbox.Mailbox
	seats int
	log   *mailbox.Follower
	shown *Box
	kept  map[uint32]*kept // the messages of shown
}

// kept is a message as it was shown.
type kept struct {
	flags   *mailbox.FlagSet
	message *Message
}

// watch begins to follow a mailbox, for one seat more.
func (r *Room) watch(mb *mailbox.Mailbox) {
	w := r.watched[mb]
	if w == nil {
		w = &watched{mb: mb, log: mb.Follow(r.pings)}
		w.look()
		r.watched[mb] = w
	}
	w.seats++
}

func (r *Room) unwatch(mb *mailbox.Mailbox) {
	w := r.watched[mb]
	if w.seats--; w.seats == 0 {
		w.log.Stop()
		delete(r.watched, mb)
	}
}

// pass takes notice of what has happened in the mailboxes. mu is held.
func (r *Room) pass() {
	for mb, w := range r.watched {
		changes, end := w.log.Next()
		if len(changes) == 0 {
			continue
		}
		first := end - mailbox.Position(len(changes))
		for _, s := range r.order {
			if s.outlook == nil || s.view.Mailbox() != mb {
				continue
			}
			for i, c := range changes {
				s.outlook.pass(first+mailbox.Position(i), c, c.Origin == s.view)
			}
		}
		w.look()
		r.stale = true
		if slices.ContainsFunc(changes, func(c mailbox.Change) bool { return c.By == nil }) {
			r.unsaid++
			close(r.news)
			r.news = make(chan struct{})
		}
	}
}

// listen takes notice of what happens in the mailboxes while nothing is said,
// until the Room is closed.
func (r *Room) listen() {
	for {
		select {
		case <-r.pings:
			r.mu.Lock()
			r.pass()
			r.mu.Unlock()
		case <-r.over:
			return
		}
	}
}

// Unsaid counts the changes that no session has made, of which no line need tell.
// changed is closed at the next.
func (r *Room) Unsaid() (n int, changed <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.unsaid, r.news
}

// look takes the mailbox as it is. Messages that are as they were are shared
// with what was shown before.
func (w *watched) look() {
	o := w.mb.Outline(window)
	b := &Box{
		User: w.mb.Owner(), Name: o.Name, UIDValidity: o.UIDValidity, UIDNext: o.UIDNext,
		HighestModSeq: o.HighestModSeq, Total: o.Total,
	}
	now := make(map[uint32]*kept, len(o.First)+len(o.Last))
	for _, m := range slices.Concat(o.First, o.Last) {
		k := w.kept[m.UID]
		flags, modSeq := m.Marks()
		if k == nil || k.flags != flags || k.message.ModSeq != modSeq {
			subject := ""
			if k != nil {
				subject = k.message.Subject
			} else {
				subject = subjectOf(w.mb, m)
			}
			k = &kept{flags, &Message{UID: m.UID, Flags: flags.Names(), Subject: subject, ModSeq: modSeq}}
		}
		now[m.UID] = k
		b.Messages = append(b.Messages, k.message)
	}
	w.kept, w.shown = now, b
}
