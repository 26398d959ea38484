package client

import (
	"math"
	"slices"

	"imaporacle/internal/wire"
)

// maxTracked is up to which sequence number UIDs and flags are remembered: a
// hostile EXISTS must not cost memory.
const maxTracked = 1 << 20

// View is the selected mailbox as the server has told of it on one connection.
// It applies EXISTS, EXPUNGE, VANISHED and FETCH strictly in order. What cannot be
// it takes as it can; to tell of it is for the judge, who hears all that a Recorder
// does.
type View struct {
	Selected       bool
	Mailbox        string // argument of SELECT or EXAMINE, as sent
	ReadOnly       bool
	Exists         uint32
	Recent         uint32
	Flags          []string
	PermanentFlags []string
	UIDValidity    uint32
	UIDNext        uint32
	HighestModSeq  uint64

	opening *Pending       // the SELECT whose answers come
	uids    []uint32       // by sequence number - 1; 0: not known
	flags   [][]wire.Value // the same; nil: not known
}

// UID returns the UID of a sequence number, if it was told.
func (v *View) UID(seq uint32) (uint32, bool) {
	if seq == 0 || uint64(seq) > uint64(len(v.uids)) {
		return 0, false
	}
	uid := v.uids[seq-1]
	return uid, uid != 0
}

// Seq returns the sequence number of a UID, if it was told.
func (v *View) Seq(uid uint32) (uint32, bool) {
	i := slices.Index(v.uids, uid)
	return uint32(i + 1), i >= 0 && uid != 0
}

// FlagsOf returns the flags of a sequence number as last told.
func (v *View) FlagsOf(seq uint32) ([]string, bool) {
	if seq == 0 || uint64(seq) > uint64(len(v.flags)) || v.flags[seq-1] == nil {
		return nil, false
	}
	out := make([]string, len(v.flags[seq-1]))
	for i, f := range v.flags[seq-1] {
		out[i] = string(f.Bytes)
	}
	return out, true
}

func (v *View) reset(p *Pending) { *v = View{opening: p} }

// apply takes an untagged response; oldest is the oldest command in progress, nil
// if there is none.
func (v *View) apply(r *wire.Response, oldest *Pending) {
	if oldest != nil && oldest.selects() && v.opening != oldest {
		v.reset(oldest)
	}
	if !v.Selected && v.opening == nil {
		return
	}
	if r.CodeIs("CLOSED") && v.opening != nil {
		// What came before was of the mailbox that was open (RFC 9051 §7.1).
		v.reset(v.opening)
	}
	v.codes(r)
	switch r.Name {
	case "EXISTS":
		v.exists(r.Number)
	case "RECENT":
		v.Recent = r.Number
	case "FLAGS":
		v.Flags, _ = wire.AsFlags(r)
	case "FETCH":
		v.fetch(r)
	case "EXPUNGE":
		v.expunge(r.Number)
	case "VANISHED":
		if uids, earlier, ok := wire.AsVanished(r); ok && !earlier {
			v.vanished(uids)
		}
	}
}

func (v *View) codes(r *wire.Response) {
	if r.Code == nil {
		return
	}
	n, _ := r.Code.Number()
	switch r.Code.Name {
	case "PERMANENTFLAGS":
		v.PermanentFlags, _ = wire.AsFlags(r)
	case "UIDVALIDITY":
		v.UIDValidity = number32(n)
	case "UIDNEXT":
		v.UIDNext = number32(n)
	case "HIGHESTMODSEQ":
		v.HighestModSeq = n
	case "READ-ONLY":
		v.ReadOnly = true
	case "READ-WRITE":
		v.ReadOnly = false
	}
}

// number32 returns 0, which is no valid value, for what does not fit.
func number32(n uint64) uint32 {
	if n > math.MaxUint32 {
		return 0
	}
	return uint32(n)
}

// finish takes the tagged response to a command.
func (v *View) finish(p *Pending, r *wire.Response) {
	switch {
	case p.selects():
		if v.opening != p {
			v.reset(p)
		}
		v.opening = nil
		if r.Status != wire.OK {
			v.reset(nil)
			return
		}
		v.Selected, v.Mailbox = true, p.mailbox
		v.ReadOnly = p.verb == "EXAMINE"
		v.codes(r)
	case !p.uid && r.Status == wire.OK && slices.Contains([]string{"CLOSE", "UNSELECT", "LOGOUT", "UNAUTHENTICATE"}, p.verb):
		v.reset(nil)
	case v.Selected:
		v.codes(r)
	}
}

func (v *View) exists(n uint32) {
	v.Exists = n
	if v.opening != nil {
		v.uids, v.flags = nil, nil
	}
	if uint64(n) < uint64(len(v.uids)) {
		v.uids, v.flags = v.uids[:n], v.flags[:n]
	}
}

func (v *View) fetch(r *wire.Response) {
	f, ok := wire.AsFetch(r)
	if !ok || f.Seq == 0 || f.Seq > v.Exists {
		return
	}
	uid, hasUID := f.UID()
	flags, hasFlags := f.FlagValues()
	if f.Seq > maxTracked || !hasUID && !hasFlags {
		return
	}
	v.grow(int(f.Seq))
	i := int(f.Seq) - 1
	if hasUID {
		v.uids[i] = uid
	}
	if hasFlags {
		if flags == nil {
			flags = []wire.Value{}
		}
		v.flags[i] = flags
	}
}

func (v *View) grow(n int) {
	if more := n - len(v.uids); more > 0 {
		v.uids = append(v.uids, make([]uint32, more)...)
		v.flags = append(v.flags, make([][]wire.Value, more)...)
	}
}

func (v *View) expunge(seq uint32) {
	if seq == 0 || seq > v.Exists {
		return
	}
	v.Exists--
	if uint64(seq) <= uint64(len(v.uids)) {
		v.uids = slices.Delete(v.uids, int(seq)-1, int(seq))
		v.flags = slices.Delete(v.flags, int(seq)-1, int(seq))
	}
}
