package mailbox

// Actor is the session on whose behalf something happens, and its command
// under way.
type Actor struct {
	User    string
	Conn    int // number of the connection, from 1
	Command string
	Tag     string
}

// Moment is the circumstance in which a Behaviour is asked.
type Moment struct {
	*Actor
	Mailbox  string
	ReadOnly bool   // opened by EXAMINE
	UID      uint32 // the message concerned, 0 if none
}

// Item is a class of FETCH data, in the terms in which servers differ over
// expunged messages.
type Item int

// The classes of FETCH items.
const (
	ItemFlags         Item = iota // FLAGS, UID, MODSEQ
	ItemDate                      // INTERNALDATE
	ItemSize                      // RFC822.SIZE
	ItemEnvelope                  // ENVELOPE
	ItemBodyStructure             // BODY, BODYSTRUCTURE
	ItemHeader                    // BODY[HEADER...] and its relatives
	ItemBody                      // any other section
)

// Serving says how an item of an expunged message is answered.
type Serving int

// The ways to answer.
const (
	ServeWhole      Serving = iota // the true value
	ServeNil                       // a "NIL FETCH response" (RFC 2180 §4.1.3)
	ServeSubstitute                // the value of a placeholder message
	ServeNeighbour                 // the value of the message next to it
	ServeNothing                   // left out of the response, tagged NO
	ServeSilence                   // left out of the response, tagged OK
	ServeBad                       // left out of the response, tagged BAD
	ServeExpunge                   // EXPUNGE is sent at once, inside the FETCH
)

// StoreAnswer says what STORE does when its set names an expunged message.
type StoreAnswer int

// The ways to store.
const (
	StoreShared      StoreAnswer = iota // every session that shows the message sees the change
	StorePrivate                        // the change of an expunged message stays in this session
	StorePrivateAll                     // every change of this STORE stays in this session
	StoreNothing                        // tagged OK, nothing changes
	StoreRefused                        // tagged NO, nothing changes (RFC 2180 §4.2.2, §4.2.4)
	StoreLiveRefused                    // live messages change, tagged NO (RFC 2180 §4.2.3)
	StoreExpunge                        // EXPUNGE is sent at once, inside the STORE
)

// FlagBase says to which flags a STORE adds or from which it removes.
type FlagBase int

// The bases of a change.
const (
	BaseCurrent FlagBase = iota // the flags as they are at that moment
	BaseTold                    // the flags as this session last heard of them
	BaseStale                   // the flags as they were when the command began
)

// Copying says what COPY does when its set names an expunged message.
type Copying int

// The ways to copy.
const (
	CopyGhosts  Copying = iota // copied like any other (RFC 2180 §4.4.2)
	CopyRefused                // tagged NO (RFC 2180 §4.4.1)
)

// Searching says how SEARCH deals with an expunged message.
type Searching int

// The ways to search.
const (
	SearchGhosts  Searching = iota // found like any other
	SearchOmits                    // left out (RFC 2180 §4.3)
	SearchExpunge                  // found, and EXPUNGE is sent at once, inside the SEARCH
)

// Sight is what lies before a session: positions in the log.
type Sight struct {
	Told     Position // where the session stands
	Own      Position // behind its own last change, Told if there is none
	Expunge  Position // the first expunge of another session, End if there is none
	End      Position // behind the last committed change
	Expunges bool     // whether expunges may be told at this point
}

// Behaviour is the set of points at which real servers differ. A method must
// be safe for concurrent use and must not call back into the mailbox.
type Behaviour interface {
	// HasRecent reports whether the server knows \Recent at all.
	HasRecent(at Moment) bool
	// Recent is asked once when a session is first told of a message that no
	// read-write session has claimed. shown: the session sees \Recent.
	// claims: no later session does (RFC 3501 §2.3.2).
	Recent(at Moment) (shown, claims bool)
	// LookClaims reports whether STATUS or EXAMINE, which at.Command tells,
	// takes \Recent from the messages that it looks at.
	LookClaims(at Moment) bool
	// ServeExpunged is asked for each item of an expunged message.
	ServeExpunged(at Moment, item Item) Serving
	// StoreExpunged is asked when a STORE names an expunged message.
	StoreExpunged(at Moment) StoreAnswer
	// CopyExpunged is asked when a COPY names an expunged message.
	CopyExpunged(at Moment) Copying
	// SearchExpunged is asked when a SEARCH, SORT or THREAD meets an expunged
	// message.
	SearchExpunged(at Moment) Searching
	// FlagBase is asked once for each STORE. For BaseStale, pause runs
	// between reading and writing, without any lock.
	FlagBase(at Moment) (base FlagBase, pause func())
	// KeepsReadOnly reports whether a session is refused changes in a mailbox
	// that it has opened by EXAMINE (RFC 9051 §6.3.3).
	KeepsReadOnly(at Moment) bool
	// Horizon says how far a session may see. The answer lies between
	// s.Told and s.End.
	Horizon(at Moment, s Sight) Position
	// SeesFlagsByHorizon reports whether the session sees the flags as of
	// its horizon, rather than as they are now.
	SeesFlagsByHorizon(at Moment) bool
	// MayExpunge is asked before messages are expunged while other sessions
	// have the mailbox selected (RFC 2180 §4.1.4).
	MayExpunge(at Moment) bool
}

// Compliant is the behaviour of a server that keeps every promise.
type Compliant struct{}

var _ Behaviour = Compliant{}

// HasRecent is true.
func (Compliant) HasRecent(Moment) bool { return true }

// Recent shows each message to exactly one session.
func (Compliant) Recent(Moment) (shown, claims bool) { return true, true }

// LookClaims is false (RFC 3501 §6.3.2, §6.3.10).
func (Compliant) LookClaims(Moment) bool { return false }

// ServeExpunged serves everything.
func (Compliant) ServeExpunged(Moment, Item) Serving { return ServeWhole }

// StoreExpunged changes the flags for all that still show the message.
func (Compliant) StoreExpunged(Moment) StoreAnswer { return StoreShared }

// CopyExpunged copies.
func (Compliant) CopyExpunged(Moment) Copying { return CopyGhosts }

// SearchExpunged finds.
func (Compliant) SearchExpunged(Moment) Searching { return SearchGhosts }

// FlagBase is the current flags: a change is atomic.
func (Compliant) FlagBase(Moment) (FlagBase, func()) { return BaseCurrent, nil }

// KeepsReadOnly is true.
func (Compliant) KeepsReadOnly(Moment) bool { return true }

// Horizon is everything that is committed.
func (Compliant) Horizon(_ Moment, s Sight) Position { return s.End }

// SeesFlagsByHorizon is false: FETCH shows the flags as they are.
func (Compliant) SeesFlagsByHorizon(Moment) bool { return false }

// MayExpunge allows it.
func (Compliant) MayExpunge(Moment) bool { return true }
