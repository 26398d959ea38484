package client

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"imaporacle/internal/wire"
)

// maxTracked is up to which sequence number UIDs and flags are remembered: a
// hostile EXISTS must not cost memory.
const maxTracked = 1 << 20

// View is the selected mailbox as the server has told of it on one connection.
// It applies EXISTS, EXPUNGE, VANISHED and FETCH strictly in order and reports
// what cannot be.
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

	opening *Pending // the SELECT whose answers come
	sink    func(rule, what string, event int)
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

// report tells of an anomaly. While a mailbox is being opened there are none:
// without CLOSED nobody knows which of the two mailboxes a response is about.
func (v *View) report(rule, what string, event int) {
	if v.opening == nil {
		v.sink(rule, what, event)
	}
}

func (v *View) reset(p *Pending) { *v = View{sink: v.sink, opening: p} }

// apply takes an untagged response; inflight are the commands in progress, the
// oldest first.
func (v *View) apply(r *wire.Response, event int, inflight []*Pending) {
	if len(inflight) > 0 && inflight[0].selects() && v.opening != inflight[0] {
		v.reset(inflight[0])
	}
	if !v.Selected && v.opening == nil {
		return
	}
	if r.CodeIs("CLOSED") && v.opening != nil {
		// What came before was of the mailbox that was open (RFC 9051 §7.1).
		v.reset(v.opening)
	}
	v.codes(r, event)
	switch r.Name {
	case "EXISTS":
		v.exists(r.Number, event)
	case "RECENT":
		if v.Recent = r.Number; v.Recent > v.Exists {
			v.report(RecentBeyondExists, fmt.Sprintf("%d RECENT of %d EXISTS", v.Recent, v.Exists), event)
		}
	case "FLAGS":
		v.Flags, _ = wire.AsFlags(r)
	case "FETCH":
		v.fetch(r, event)
	case "EXPUNGE":
		v.mayExpunge("EXPUNGE", event, inflight)
		v.expunge(r.Number, event)
	case "VANISHED":
		if uids, earlier, ok := wire.AsVanished(r); ok && !earlier {
			v.mayExpunge("VANISHED", event, inflight)
			v.vanished(uids, event)
		}
	}
}

func (v *View) codes(r *wire.Response, event int) {
	if r.Code == nil {
		return
	}
	n, _ := r.Code.Number()
	switch r.Code.Name {
	case "PERMANENTFLAGS":
		v.PermanentFlags, _ = wire.AsFlags(r)
	case "UIDVALIDITY":
		if v.UIDValidity != 0 && uint64(v.UIDValidity) != n {
			v.report(UIDValidityChanged, fmt.Sprintf("from %d to %d", v.UIDValidity, n), event)
		}
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
func (v *View) finish(p *Pending, r *wire.Response, event int) {
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
		v.codes(r, event)
	case !p.uid && r.Status == wire.OK && slices.Contains([]string{"CLOSE", "UNSELECT", "LOGOUT", "UNAUTHENTICATE"}, p.verb):
		v.reset(nil)
	case v.Selected:
		v.codes(r, event)
	}
}

// mayExpunge: an EXPUNGE must not come when no command is in progress, nor
// while only FETCH, STORE or SEARCH are (RFC 9051 §7.5.1). With several in
// flight it is impossible only if each of them forbids it.
func (v *View) mayExpunge(name string, event int, inflight []*Pending) {
	var forbidding []string
	for _, p := range inflight {
		if !p.complete {
			continue // not in progress until received whole
		}
		if !p.forbidsExpunge() {
			return
		}
		forbidding = append(forbidding, p.Tag+" "+p.verb)
	}
	if len(forbidding) == 0 {
		v.report(ExpungeNoCommand, name, event)
		return
	}
	v.report(ExpungeDuringCommand, name+" during "+strings.Join(forbidding, ", "), event)
}

func (v *View) exists(n uint32, event int) {
	if n < v.Exists {
		v.report(ExistsShrank, fmt.Sprintf("from %d to %d", v.Exists, n), event)
	}
	v.Exists = n
	if v.opening != nil {
		v.uids, v.flags = nil, nil
	}
	if uint64(n) < uint64(len(v.uids)) {
		v.uids, v.flags = v.uids[:n], v.flags[:n]
	}
}

func (v *View) fetch(r *wire.Response, event int) {
	f, ok := wire.AsFetch(r)
	if !ok || f.Seq == 0 {
		return
	}
	if f.Seq > v.Exists {
		v.report(FetchBeyondExists, fmt.Sprintf("FETCH of %d, %d EXISTS", f.Seq, v.Exists), event)
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
		v.setUID(i, uid, event)
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

func (v *View) setUID(i int, uid uint32, event int) {
	if old := v.uids[i]; old != 0 && old != uid {
		v.report(UIDChanged, fmt.Sprintf("message %d: from %d to %d", i+1, old, uid), event)
	}
	v.uids[i] = uid
	before := i > 0 && v.uids[i-1] >= uid
	after := i+1 < len(v.uids) && v.uids[i+1] != 0 && v.uids[i+1] <= uid
	if before || after {
		v.report(UIDOrder, fmt.Sprintf("message %d: %d", i+1, uid), event)
	}
}

func (v *View) expunge(seq uint32, event int) {
	if seq == 0 || seq > v.Exists {
		v.report(ExpungeBeyondExists, fmt.Sprintf("EXPUNGE of %d, %d EXISTS", seq, v.Exists), event)
		return
	}
	v.Exists--
	if uint64(seq) <= uint64(len(v.uids)) {
		v.uids = slices.Delete(v.uids, int(seq)-1, int(seq))
		v.flags = slices.Delete(v.flags, int(seq)-1, int(seq))
	}
}
