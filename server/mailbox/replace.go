package mailbox

// Replace adds n to dest and expunges the message at the index, in one step,
// and returns when that is durable: the UID of n, and the UIDVALIDITY under
// which it holds (RFC 8508 §3.4).
func (v *View) Replace(index int, dest *Mailbox, n NewMessage) (validity, uid uint32, err error) {
	if err := v.mayChange(); err != nil {
		return 0, 0, err
	}
	if err := v.need(RightDeleted | RightExpunge); err != nil { // RFC 8508 §4.1
		return 0, 0, err
	}
	m := v.msgs[index]
	unlock := lockBoth(v.mb, dest)
	if m.Expunged() {
		unlock()
		return 0, 0, refuse("EXPUNGEISSUED", "The message has been expunged")
	}
	if err := v.mayExpunge(); err != nil {
		unlock()
		return 0, 0, err
	}
	uids, ops, err := dest.add([]NewMessage{n}, leaving{v.mb.quota, amountOf([]*Message{m})})
	if err != nil {
		unlock()
		return 0, 0, err
	}
	validity = dest.rec.UIDValidity
	ops = append(ops, v.mb.expunge([]*Message{m}, v)...)
	p := commit(v.mb.registry.store, ops, v.mb, dest)
	dest.trim()
	unlock()
	return validity, uids[0], p.wait()
}
