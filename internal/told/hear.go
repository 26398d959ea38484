package told

import (
	"slices"

	"imaporacle/internal/wire"
)

// exists makes the messages n (RFC 9051 §7.4.1).
func (m *Mailbox) exists(n int) bool {
	before := m.Exists
	switch {
	case n == before:
		return false
	case n < before: // only EXPUNGE may do that; a faulty server does
		m.own()
		last := m.placeOf(n)
		m.Exists = n
		m.forget(last)
		return true
	}
	m.Exists = n
	added := m.source.Added(n - before)
	for i, r := range added[:min(n-before, len(added))] {
		r.key, r.place = 0, m.placeOf(before+1+i)
		m.Change(r)
		m.source.Told(r.UID, Added)
	}
	return true
}

// forget drops all that lies behind a place.
func (m *Mailbox) forget(place uint64) {
	for r, ok := m.rows.Max(); ok && r.place > place; r, ok = m.rows.Max() {
		m.rows.PopMax()
		m.marks.Delete(mark{uid: r.key})
	}
	for gap, ok := m.gaps.Max(); ok && gap > place; gap, ok = m.gaps.Max() {
		m.gaps.PopMax()
	}
}

// expunge takes out the message of that number (RFC 9051 §7.5.1).
func (m *Mailbox) expunge(seq int) bool {
	if !m.has(seq) {
		return false
	}
	m.remove(m.At(seq))
	return true
}

func (m *Mailbox) remove(r Row) {
	m.own()
	m.rows.Delete(&r)
	m.marks.Delete(mark{uid: r.key})
	m.gaps.Set(r.place)
	m.Exists--
	m.source.Told(r.key, Gone)
}

// maxVanished bounds how many messages whose UIDs were never told one VANISHED
// takes out: it may name every UID that there can be.
const maxVanished = 1 << 16

// vanish takes out the messages of these UIDs (RFC 7162 §3.2.10). One whose UID
// was never told is the first of those that can be it: they all look the same.
func (m *Mailbox) vanish(uids wire.NumSet) bool {
	before := m.Exists
	budget := maxVanished
	for _, part := range uids {
		var known []mark
		m.marks.Ascend(mark{uid: part.Start}, func(at mark) bool {
			if at.uid <= part.Stop {
				known = append(known, at)
			}
			return at.uid <= part.Stop
		})
		next := uint64(part.Start)
		for _, at := range known {
			budget -= m.vanishUnknown(uint32(next), min(int(uint64(at.uid)-next), budget))
			m.expunge(m.numberOf(at.place))
			next = uint64(at.uid) + 1
		}
		if next <= uint64(part.Stop) {
			budget -= m.vanishUnknown(uint32(next), min(int(uint64(part.Stop)+1-next), budget))
		}
	}
	return m.Exists != before
}

// vanishUnknown takes out at most n messages of unknown UIDs that stand where
// that of uid would, and returns how many.
func (m *Mailbox) vanishUnknown(uid uint32, n int) int {
	first, room := m.around(uid)
	n = min(n, room)
	var gone []Row
	for _, r := range m.Range(first, first+n-1) {
		gone = append(gone, r)
	}
	for _, r := range gone {
		m.remove(r)
	}
	return n
}

// around returns where a message of a UID that is not known can stand: at the
// first of so many numbers.
func (m *Mailbox) around(uid uint32) (first, room int) {
	first, end := 1, m.Exists+1
	m.marks.Descend(mark{uid: uid}, func(at mark) bool {
		first = m.numberOf(at.place) + 1
		return false
	})
	m.marks.Ascend(mark{uid: uid}, func(at mark) bool {
		end = m.numberOf(at.place)
		return false
	})
	return first, max(0, end-first)
}

// uidFetch takes in a UIDFETCH. Who is told by UID alone needs no numbers: a
// message not told of before stands where one can (RFC 9586 §3).
func (m *Mailbox) uidFetch(f wire.Fetch) bool {
	r, known := m.Find(f.Seq)
	if !known {
		first, room := m.around(f.Seq)
		if room == 0 {
			return false
		}
		r = m.At(first)
		r.UID = f.Seq
	}
	return m.fetch(r, f) || !known
}

// fetch takes in UID and FLAGS.
func (m *Mailbox) fetch(before Row, f wire.Fetch) bool {
	after := before
	if uid, ok := f.UID(); ok {
		after.UID = uid
	}
	flags, ok := f.Flags()
	if ok {
		after.Recent = slices.Contains(flags, `\Recent`)
		after.Flags = slices.DeleteFunc(flags, func(f string) bool { return f == `\Recent` })
		m.source.Told(before.key, Flags)
	}
	if after.UID == before.UID && after.Recent == before.Recent && (!ok || before.Flags != nil && slices.Equal(after.Flags, before.Flags)) {
		return false
	}
	m.Change(after)
	return true
}
