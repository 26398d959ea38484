package mailbox

import (
	"slices"

	"imaporacle/server/store"
)

// View is one session's picture of a mailbox. Its methods are called by that
// session alone, one at a time.
type View struct {
	mb       *Mailbox
	actor    *Actor
	readOnly bool

	// msgs holds the messages behind the sequence numbers, from 1. Until
	// the first change it is the mailbox's own array.
	msgs  []*Message
	owned bool
	// cursor is how much of the log the session has been told, but for the
	// expunges in owed, which it must not be told during FETCH, STORE and
	// SEARCH (RFC 9051 §7.5.1).
	cursor    Position
	owed      []*Message
	owedSince uint64 // mod-sequence of the first of them
	uidNext   uint32 // as far as the session has been told
	recent    recentSet
	private   map[*Message]*FlagSet // flags that a fault keeps in this session
	keywords  int                   // how many keywords the session knows
	// keyResets is how many resets of the access key the session knows of.
	keyResets uint64
	tracks    bool // see TrackTouched
	news      News
	missed    missedFlags
	searched  Position // up to which ownEnd has looked
	// rights are those of which the session has been told in PERMANENTFLAGS.
	rights  Rights
	unbound bool // not a client's: rights are no matter
}

// Opening is what SELECT and EXAMINE tell (RFC 9051 §6.3.2, RFC 3501 §6.3.1).
type Opening struct {
	Messages      int
	Recent        int
	FirstUnseen   int // sequence number, 0 if none
	UIDNext       uint32
	UIDValidity   uint32
	HighestModSeq uint64
	Keywords      []string
}

// Open selects the mailbox for the session of actor. A View that is not
// read-only claims what is \Recent. Without any right to change something it is
// read-only (RFC 4314 §5.2).
func (mb *Mailbox) Open(actor *Actor, readOnly bool) (*View, Opening, error) {
	mb.mu.Lock()
	if mb.removed.Load() {
		mb.mu.Unlock()
		return nil, Opening{}, errDeleted
	}
	rights := mb.Rights(actor.User)
	readOnly = readOnly || !rights.Any(changingRights)
	v := &View{
		mb: mb, rights: rights, actor: actor, readOnly: readOnly,
		msgs: slices.Clip(mb.msgs), cursor: mb.log.end(), keywords: len(mb.rec.Keywords),
		uidNext:   mb.rec.UIDNext,
		keyResets: mb.keyResets.Load(),
	}
	mb.views[v] = struct{}{}
	for _, m := range mb.unclaimed() {
		v.meet(m)
	}
	if readOnly {
		mb.look(v.moment(0))
	}
	o := Opening{
		Messages: len(v.msgs), Recent: v.recent.len(), FirstUnseen: mb.firstUnseen(),
		UIDNext: mb.rec.UIDNext, UIDValidity: mb.rec.UIDValidity,
		HighestModSeq: mb.rec.HighestModSeq, Keywords: mb.rec.Keywords,
	}
	if v.recent.len() > 0 && !readOnly {
		// Nobody waits for this: a \Recent shown twice after a crash is
		// what RFC 3501 §2.3.2 allows when the server cannot tell.
		mb.registry.store.Commit([]store.Op{store.PutMailbox{Mailbox: mb.rec}}, mb.failed)
	}
	mb.mu.Unlock()
	if err := mb.settle(); err != nil {
		v.Close()
		return nil, Opening{}, err
	}
	return v, o, nil
}

// firstUnseen returns the sequence number of the first message without \Seen.
func (mb *Mailbox) firstUnseen() int {
	if mb.unseen == 0 {
		return 0
	}
	return 1 + slices.IndexFunc(mb.msgs, func(m *Message) bool { return !m.Flags().seen() })
}

// Close ends the session's interest in the mailbox.
func (v *View) Close() {
	v.mb.mu.Lock()
	defer v.mb.mu.Unlock()
	gone := v.owed
	for _, c := range v.mb.log.slice(v.cursor, v.mb.log.end()) {
		if c.Kind == Expunged {
			gone = append(gone, c.Message)
		}
	}
	v.mb.told(gone)
	delete(v.mb.views, v)
	v.mb.trim()
}

// trim forgets the part of the log that every View and Follower has passed. mu
// is held.
func (mb *Mailbox) trim() {
	if len(mb.log.entries) < mb.trimAt {
		return // a walk over the Views each time would cost more than it frees
	}
	slowest := mb.log.end()
	for v := range mb.views {
		slowest = min(slowest, v.cursor)
	}
	for f := range mb.followers {
		slowest = min(slowest, f.at)
	}
	mb.log.forget(slowest)
	mb.trimAt = 2*len(mb.log.entries) + len(mb.views) + len(mb.followers)
}

// Mailbox returns the mailbox that the View shows.
func (v *View) Mailbox() *Mailbox { return v.mb }

// UIDValidity returns the UIDVALIDITY of the mailbox.
func (v *View) UIDValidity() uint32 {
	v.mb.mu.Lock()
	defer v.mb.mu.Unlock()
	return v.mb.rec.UIDValidity
}

// Rights returns the rights that the session's user has now.
func (v *View) Rights() Rights {
	if v.unbound {
		return AllRights
	}
	return v.mb.Rights(v.actor.User)
}

// need refuses what the session lacks a right for.
func (v *View) need(rights Rights) error {
	if !v.Rights().Has(rights) {
		return ErrNoPermission
	}
	return nil
}

// ReadOnly reports whether the mailbox was opened by EXAMINE, or by somebody
// who had no right to change it.
func (v *View) ReadOnly() bool { return v.readOnly }

// Messages returns the messages behind sequence numbers 1, 2, ... The caller
// must not change the slice; it holds until the next Advance.
func (v *View) Messages() []*Message { return v.msgs }

// Find returns the index of the first message whose UID is at least uid.
func (v *View) Find(uid uint32) int { return find(v.msgs, uid) }

// Flags returns the flags of m as this session sees them, without \Recent.
func (v *View) Flags(m *Message) *FlagSet {
	flags, _ := v.Marks(m)
	return flags
}

// Marks returns the same and the mod-sequence to be told with them.
func (v *View) Marks(m *Message) (flags *FlagSet, modSeq uint64) {
	flags, modSeq = m.Marks()
	if private, ok := v.private[m]; ok {
		return private, modSeq
	}
	if !v.mb.registry.Behaviour().SeesFlagsByHorizon(v.moment(m.UID)) {
		return flags, modSeq
	}
	v.mb.mu.Lock()
	defer v.mb.mu.Unlock()
	return v.flagsAt(m, v.horizon(false)), modSeq
}

// flagsAt returns the flags of m as of a position, with this session's own
// later changes made to them. mu is held.
func (v *View) flagsAt(m *Message, p Position) *FlagSet {
	var flags *FlagSet
	for _, c := range v.mb.log.slice(p, v.mb.log.end()) {
		if c.Message != m || c.Kind != FlagsChanged {
			continue
		}
		flags = v.withOwn(flags, c)
	}
	if flags == nil {
		return m.Flags()
	}
	return flags
}

// withOwn returns flags, nil for those before c, with what c changes if it is
// this session's own.
func (v *View) withOwn(flags *FlagSet, c Change) *FlagSet {
	if flags == nil {
		flags = c.Before
	}
	if c.Origin != v {
		return flags
	}
	removed := c.Before.Without(c.After.Names()).Names()
	added := c.After.Without(c.Before.Names()).Names()
	return flags.Without(removed).With(added)
}

// Recent reports whether the session sees m as \Recent.
func (v *View) Recent(m *Message) bool { return v.recent.has(m.UID) }

// Serving says how an item of m is answered.
func (v *View) Serving(m *Message, item Item) Serving {
	if !m.Expunged() {
		return ServeWhole
	}
	return v.mb.registry.Behaviour().ServeExpunged(v.moment(m.UID), item)
}

// Searching says how SEARCH deals with m.
func (v *View) Searching(m *Message) Searching {
	if !m.Expunged() {
		return SearchGhosts
	}
	return v.mb.registry.Behaviour().SearchExpunged(v.moment(m.UID))
}

// Unannounced reports whether the mailbox may have keywords of which the session
// has not been told. Asked after flags were read, it is true if one is among
// them.
func (v *View) Unannounced() bool { return int(v.mb.known.Load()) != v.keywords }

// NewKeywords returns all keywords of the mailbox. changed reports that the
// session has not been told of each of them (RFC 9051 §7.3.5), or that its
// rights to change flags are others now (RFC 4314 §5.1.1); they count as told
// then.
func (v *View) NewKeywords() (keywords []string, changed bool) {
	v.mb.mu.Lock()
	defer v.mb.mu.Unlock()
	rights := v.Rights()
	changed = v.keywords != len(v.mb.rec.Keywords) || (v.rights ^ rights).Any(flagRights)
	v.rights = rights
	v.keywords = len(v.mb.rec.Keywords)
	return v.mb.rec.Keywords, changed
}

// TrackTouched sets whether Advance reports all that it passes in
// Updates.Touched, for results that are to be kept up to date.
func (v *View) TrackTouched(on bool) { v.tracks = on }

// mayChange refuses changes in a mailbox that was opened by EXAMINE.
func (v *View) mayChange() error {
	if v.readOnly && v.mb.registry.Behaviour().KeepsReadOnly(v.moment(0)) {
		return ErrReadOnly
	}
	return nil
}

func (v *View) moment(uid uint32) Moment {
	return Moment{Actor: v.actor, Mailbox: v.mb.Name(), ReadOnly: v.readOnly, UID: uid}
}
