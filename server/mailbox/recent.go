package mailbox

import "slices"

// recentSet holds the UIDs that a session sees as \Recent. They are met in
// ascending order but for what a fault leaves behind.
type recentSet struct{ uids []uint32 }

func (r *recentSet) len() int { return len(r.uids) }

func (r *recentSet) has(uid uint32) bool {
	_, ok := slices.BinarySearch(r.uids, uid)
	return ok
}

func (r *recentSet) add(uid uint32) {
	if n := len(r.uids); n == 0 || r.uids[n-1] < uid {
		r.uids = append(r.uids, uid)
		return
	}
	if i, ok := slices.BinarySearch(r.uids, uid); !ok {
		r.uids = slices.Insert(r.uids, i, uid)
	}
}

func (r *recentSet) remove(uid uint32) {
	if i, ok := slices.BinarySearch(r.uids, uid); ok {
		r.uids = slices.Delete(r.uids, i, i+1)
	}
}

// isUnclaimed reports whether no read-write session has been told of m yet.
// mu is held.
func (mb *Mailbox) isUnclaimed(m *Message) bool {
	_, again := mb.reexposed[m.UID]
	return again || m.UID >= mb.rec.FirstRecent
}

// unclaimed returns the messages that nobody has claimed. mu is held.
func (mb *Mailbox) unclaimed() []*Message {
	rest := mb.msgs[find(mb.msgs, mb.rec.FirstRecent):]
	if len(mb.reexposed) == 0 {
		return rest
	}
	var all []*Message
	for uid := range mb.reexposed {
		if i := find(mb.msgs, uid); i < len(mb.msgs) && mb.msgs[i].UID == uid {
			all = append(all, mb.msgs[i])
		}
	}
	slices.SortFunc(all, byUID)
	return append(all, rest...)
}

// look is called when messages are looked at without being claimed. mu is held.
func (mb *Mailbox) look(at Moment) {
	if len(mb.unclaimed()) > 0 && mb.registry.Behaviour().LookClaims(at) {
		mb.rec.FirstRecent = mb.rec.UIDNext
		clear(mb.reexposed)
	}
}

// meet is called when the session is first told of m, an unclaimed message.
// mu is held.
func (v *View) meet(m *Message) {
	shown, claims := v.mb.registry.Behaviour().Recent(v.moment(m.UID))
	if shown {
		v.recent.add(m.UID)
	}
	if v.readOnly {
		return // EXAMINE takes \Recent from nobody (RFC 3501 §6.3.2)
	}
	v.mb.rec.FirstRecent = max(v.mb.rec.FirstRecent, m.UID+1)
	if claims {
		delete(v.mb.reexposed, m.UID)
	} else {
		v.mb.reexposed[m.UID] = struct{}{}
	}
}
