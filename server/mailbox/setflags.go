package mailbox

import "imaporacle/server/store"

// FlagUpdate is the news of one message's flags, under the sequence number
// that it has in the session to be told.
type FlagUpdate struct {
	Seq     uint32
	Message *Message
	ModSeq  uint64 // not newer than Flags
	Flags   *FlagSet
	// Reflagged reports that a change of labels was one of flags.
	Reflagged bool
}

// Stored is the outcome of a STORE.
type Stored struct {
	// Updates holds the flags of each message of the set after the change,
	// as this session sees them.
	Updates []FlagUpdate
	// Gone reports that the set named expunged messages, which a tagged NO
	// must tell (RFC 2180 §4.2).
	Gone bool
	// TellExpunges reports that EXPUNGE is to be sent inside the STORE.
	TellExpunges bool
	// Modified holds the indexes of the messages that have changed since the
	// mod-sequence of a conditional STORE, and were left alone.
	Modified []int
}

// Unconditional is greater than any mod-sequence: these have 63 bits.
const Unconditional = 1<<64 - 1

// SetFlags carries out a STORE on the messages at these indexes (sequence
// number less one) and returns when it is durable (RFC 9051 §6.4.6).
func (v *View) SetFlags(indexes []int, op FlagOp, names []string) (Stored, error) {
	return v.SetFlagsUnchanged(indexes, op, names, Unconditional)
}

// SetFlagsUnchanged is SetFlags for the messages whose mod-sequence is at most
// since (RFC 7162 §3.1.3).
func (v *View) SetFlagsUnchanged(indexes []int, op FlagOp, names []string, since uint64) (Stored, error) {
	if err := v.mayChange(); err != nil {
		return Stored{}, err
	}
	rights := v.Rights()
	allowed := rights.Flags(names)
	if !rights.Any(flagRights) || len(names) > 0 && len(allowed) == 0 {
		return Stored{}, ErrNoPermission
	}
	behaviour := v.mb.registry.Behaviour()
	answer := StoreShared
	if v.anyExpunged(indexes) {
		answer = behaviour.StoreExpunged(v.moment(0))
	}
	switch answer {
	case StoreRefused:
		return Stored{Gone: true}, nil
	case StoreNothing:
		return Stored{Updates: v.flagUpdates(indexes)}, nil
	}
	passed, modified, err := v.change(indexes, flagChange{op, allowed, rights}, answer, since)
	if err != nil {
		return Stored{}, err
	}
	return Stored{
		Updates:      v.flagUpdates(passed),
		Modified:     modified,
		Gone:         answer == StoreLiveRefused,
		TellExpunges: answer == StoreExpunge,
	}, nil
}

// change applies op to each message that has not changed since, and waits until
// that is durable.
func (v *View) change(indexes []int, change flagChange, answer StoreAnswer, since uint64) (passed, modified []int, err error) {
	mb := v.mb
	base, pause := mb.registry.Behaviour().FlagBase(v.moment(0))
	var stale map[*Message]*FlagSet
	if base == BaseStale {
		stale = v.snapshotFlags(indexes)
		pause()
	}
	mb.mu.Lock()
	if err := mb.usable(); err != nil {
		mb.mu.Unlock()
		return nil, nil, err
	}
	passed, modified = v.unchanged(indexes, since)
	if len(passed) == 0 {
		mb.mu.Unlock()
		return passed, modified, nil
	}
	known := len(mb.rec.Keywords)
	if err := mb.addKeywords(change.names); err != nil {
		mb.mu.Unlock()
		return nil, nil, err
	}
	var ops []store.Op
	var modSeq uint64
	results := make(map[*FlagSet]*FlagSet) // old set to new: most messages share a few
	for _, i := range passed {
		m := v.msgs[i]
		if m.Expunged() && answer == StoreLiveRefused {
			continue
		}
		old := v.baseFlags(m, base, stale)
		flags, ok := results[old]
		if !ok {
			flags = change.apply(old)
			results[old] = flags
		}
		if answer == StorePrivateAll || answer == StorePrivate && m.Expunged() {
			v.setPrivate(m, flags)
			continue
		}
		if flags.Equal(m.Flags()) {
			continue
		}
		if modSeq == 0 {
			modSeq = mb.nextModSeq()
		}
		ops = append(ops, mb.setFlags(m, flags, modSeq, v)...)
	}
	// Also without an op: a mod-sequence that the client is told, be it for an
	// expunged message, must not come again after a crash.
	if modSeq != 0 || known != len(mb.rec.Keywords) {
		ops = append(ops, store.PutMailbox{Mailbox: mb.rec})
	}
	p := commit(mb.registry.store, ops, mb)
	mb.mu.Unlock()
	return passed, modified, p.wait()
}

// unchanged divides messages by whether their mod-sequence is at most since.
// mu is held.
func (v *View) unchanged(indexes []int, since uint64) (passed, modified []int) {
	if since == Unconditional {
		return indexes, nil
	}
	for _, i := range indexes {
		if v.msgs[i].ModSeq() <= since {
			passed = append(passed, i)
		} else {
			modified = append(modified, i)
		}
	}
	return passed, modified
}

// baseFlags returns the flags to which a change is applied. mu is held.
func (v *View) baseFlags(m *Message, base FlagBase, stale map[*Message]*FlagSet) *FlagSet {
	if private, ok := v.private[m]; ok {
		return private
	}
	switch base {
	case BaseStale:
		return stale[m]
	case BaseTold:
		return v.flagsAt(m, v.cursor)
	}
	return m.Flags()
}

func (v *View) snapshotFlags(indexes []int) map[*Message]*FlagSet {
	flags := make(map[*Message]*FlagSet, len(indexes))
	for _, i := range indexes {
		flags[v.msgs[i]] = v.msgs[i].Flags()
	}
	return flags
}

func (v *View) setPrivate(m *Message, flags *FlagSet) {
	if v.private == nil {
		v.private = make(map[*Message]*FlagSet)
	}
	v.private[m] = flags
}

func (v *View) anyExpunged(indexes []int) bool {
	for _, i := range indexes {
		if v.msgs[i].Expunged() {
			return true
		}
	}
	return false
}

func (v *View) flagUpdates(indexes []int) []FlagUpdate {
	updates := make([]FlagUpdate, len(indexes))
	for k, i := range indexes {
		flags, modSeq := v.Marks(v.msgs[i])
		updates[k] = FlagUpdate{Seq: uint32(i) + 1, Message: v.msgs[i], ModSeq: modSeq, Flags: flags}
	}
	return updates
}
