package client

import "imaporacle/internal/wire"

// maxSingle is up to how many UIDs of a VANISHED are looked up one by one.
const maxSingle = 256

// vanished applies VANISHED without EARLIER: each UID is a message that is gone
// (RFC 7162 §3.2.10.2). The set may be hostile: its cost is that of the
// messages known, not of the numbers it covers.
func (v *View) vanished(uids wire.NumSet) {
	n := uids.Count()
	if n > uint64(v.Exists) {
		n = uint64(v.Exists)
	} else if n <= maxSingle {
		v.vanishedSingly(uids)
		return
	}
	before := v.Exists
	if len(uids) > maxSingle {
		v.uids, v.flags = nil, nil
	} else {
		v.dropKnown(uids)
	}
	if rest := n - uint64(before-v.Exists); rest > 0 {
		// Which of the messages not known are gone cannot be told.
		v.uids, v.flags = nil, nil
		v.Exists -= uint32(rest)
	}
}

func (v *View) vanishedSingly(uids wire.NumSet) {
	for _, r := range uids {
		for uid := uint64(r.Start); uid <= uint64(r.Stop); uid++ {
			v.dropUID(uint32(uid))
		}
	}
}

// dropKnown removes the messages whose UIDs are known and in the set.
func (v *View) dropKnown(uids wire.NumSet) {
	kept := 0
	for i, uid := range v.uids {
		if uid != 0 && uids.Contains(uid) {
			v.Exists--
			continue
		}
		v.uids[kept], v.flags[kept] = uid, v.flags[i]
		kept++
	}
	clear(v.flags[kept:])
	v.uids, v.flags = v.uids[:kept], v.flags[:kept]
}

// dropUID removes one message. If its sequence number was not told, it is one of
// those not known between the neighbours of its UID; which, nobody can say, so
// that their flags are forgotten. Nothing happens if there
// is no room for it.
func (v *View) dropUID(uid uint32) {
	next := len(v.uids) // first known UID that is not below
	for i, u := range v.uids {
		if u >= uid {
			next = i
			break
		}
	}
	if next < len(v.uids) && v.uids[next] == uid {
		v.remove(next)
		return
	}
	first := next // of the gap before it
	for first > 0 && v.uids[first-1] == 0 {
		first--
	}
	clear(v.flags[first:next])
	if first < next {
		v.remove(next - 1)
		return
	}
	if next == len(v.uids) && uint64(v.Exists) > uint64(len(v.uids)) {
		v.Exists--
		return
	}
}

func (v *View) remove(i int) {
	v.Exists--
	v.uids = append(v.uids[:i], v.uids[i+1:]...)
	v.flags = append(v.flags[:i], v.flags[i+1:]...)
}
