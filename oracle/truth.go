package oracle

import "slices"

// Truth is what a fault must look like from outside: written by hand, from
// what the fault is said to do and the words of the table, never from a run.
type Truth struct {
	Fault string // "expunge-store=delayed"
	// With are the parameters and the scope under which it is so; without any
	// it is so for the fault as it is by default.
	With string
	// Cells holds the columns that are not Yes. Unknown are those that cannot
	// be told beside the fault.
	Cells map[Column]Expect
	// MayBeUnknown lists the columns that can be told or not: it depends on how
	// much the tester says.
	MayBeUnknown []Column
	// AnyCell lists the columns that can show anything.
	AnyCell []Column
	// Rules must be reported, each at least once.
	Rules []string
	// May lists what may be reported beside them.
	May []string
	// Why says how the cell follows.
	Why string
	// Needs are what the fault needs to act, and Takes what others lack beside it.
	Needs, Takes []Need
	// Hidden lists the faults that have no occasion to act beside the others.
	Hidden []string
}

// Expect is a cell as the truth has it.
type Expect struct {
	Cell   Cell   `json:"cell"`
	Detail Detail `json:"detail,omitempty"`
	Legal  bool   `json:"legal,omitempty"`
}

// Blind reports whether the fault does nothing to the columns but to hide some.
func (t Truth) Blind() bool {
	for _, e := range t.Cells {
		if e.Cell != Unknown {
			return false
		}
	}
	return len(t.Cells) > 0
}

// yes is the cell of every column that a Truth does not name.
var yes = Expect{Cell: Yes}

// Expected returns what the column must show.
func (t Truth) Expected(c Column) Expect {
	if e, ok := t.Cells[c]; ok {
		return e
	}
	return yes
}

// unknown is the truth of a fault that hides these columns besides.
func unknown(t Truth, columns ...Column) Truth {
	t.Cells = make(map[Column]Expect)
	for _, c := range columns {
		t.Cells[c] = Expect{Cell: Unknown}
	}
	return t
}

// Clean is the truth of a server without faults.
var Clean = Truth{Why: "the reference server keeps every rule"}

// Truths holds the truth of each fault of the catalogue.
var Truths = slices.Concat(behaviourTruths, wireTruths)

// behaviourTruths are those of the faults that act on what mailboxes do.
var behaviourTruths = []Truth{
	{Fault: "checkpoint=lag",
		Cells: map[Column]Expect{Checkpoint: {Cell: No}},
		Rules: []string{"checkpoint/same-picture"},
		// What the trailing session is shown is old, its mod-sequence is not. It
		// is told of what has come when more happens, however often it asks.
		May: []string{"modseq/changes-raise", "exists/announced"},
		Why: "a session that trails the others sees the older state after CHECK"},

	{Fault: "recent=duplicated",
		Cells: map[Column]Expect{Recent: {Cell: Unreliable}},
		Rules: []string{"recent/one-session"},
		May:   []string{"recent/count"},
		Why:   "a second session sees a message that the first has claimed"},
	{Fault: "recent=missing",
		Cells: map[Column]Expect{Recent: {Cell: Unreliable}},
		Rules: []string{"recent/not-lost"},
		May:   []string{"recent/count"},
		Why:   "an arrival in a selected mailbox is shown as recent to nobody; one that waits for SELECT still is"},
	{Fault: "recent=unimplemented",
		Cells: map[Column]Expect{Recent: {Cell: NotImplemented}},
		Rules: []string{"recent/implemented"},
		Why:   "no message is ever recent"},

	{Fault: "recent=claimed-by-status",
		Cells: map[Column]Expect{Recent: {Cell: Unreliable}},
		Rules: []string{"recent/status-keeps"},
		Why:   "after STATUS no session sees the message as recent"},
	{Fault: "recent=claimed-by-examine",
		Cells: map[Column]Expect{Recent: {Cell: Unreliable}},
		Rules: []string{"recent/examine-keeps"},
		Why:   "after EXAMINE no session that may write sees the message as recent"},

	{Fault: "atomic=race",
		Cells: map[Column]Expect{AtomicFlags: {Cell: Bugs}},
		Rules: []string{"flags/no-lost-update"},
		Why:   "read, then write: only what happens between the two is lost"},
	{Fault: "atomic=overwrite",
		Cells: map[Column]Expect{AtomicFlags: {Cell: No}},
		Rules: []string{"flags/add-keeps"},
		May:   []string{"flags/no-lost-update"},
		Why:   "the change is made to what the session last heard, which replaces what others did"},

	{Fault: "expunge-fetch=cached",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: Cached, Legal: true}},
		Rules: []string{"expunge/fetch-no"},
		Needs: []Need{GoneMessage, GoneAnswered},
		Why:   "metadata is served; header and body get NO"},
	{Fault: "expunge-fetch=cached-some",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: CachedSome, Legal: true}},
		Rules: []string{"expunge/fetch-no"},
		Needs: []Need{GoneMessage, GoneAnswered},
		Why:   "date and size are served; structure, header and body get NO"},
	{Fault: "expunge-fetch=none",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No, Legal: true}},
		Rules: []string{"expunge/fetch-no"},
		Needs: []Need{GoneMessage, GoneAnswered},
		Why:   "flags are served; all else gets NO"},
	{Fault: "expunge-fetch=refused",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No, Legal: true}},
		Rules: []string{"expunge/fetch-no"},
		Needs: []Need{GoneMessage, GoneAnswered}, Takes: []Need{GoneFetched},
		Why: "everything gets NO"},
	{Fault: "expunge-fetch=bad",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No}},
		Rules: []string{"expunge/not-bad"},
		Needs: []Need{GoneMessage, GoneAnswered}, Takes: []Need{GoneFetched},
		Why: "everything gets BAD"},
	{Fault: "expunge-fetch=nil",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No, Legal: true}},
		Rules: []string{"expunge/fetch-nil"},
		May:   []string{"expunge/fetch-no"},
		Needs: []Need{GoneMessage, GoneAnswered}, Takes: []Need{GoneFetched},
		Why: "empty data beside live messages, NO where all are gone"},
	{Fault: "expunge-fetch=silent",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No}},
		Rules: []string{"expunge/fetch-silent", "fetch/complete"},
		Needs: []Need{GoneMessage, GoneAnswered},
		Why:   "OK, and nothing but flags has come"},
	{Fault: "expunge-fetch=neighbour",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No}},
		Rules: []string{"expunge/fetch-other-message", "fetch/envelope-constant"},
		// One UID shows two messages, to whoever knows the first of them.
		May: []string{"fetch/size-constant", "fetch/date-constant", "fetch/structure-constant", "fetch/body-constant",
			"fetch/size-exact", "fetch/structure-true"},
		Needs: []Need{GoneMessage, GoneAnswered},
		Why:   "OK with the data of another message: nothing true is served"},
	{Fault: "expunge-fetch=substitute",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No}},
		Rules: []string{"expunge/fetch-true", "fetch/envelope-constant"},
		// One UID shows two messages, to whoever knows the first of them.
		May: []string{"fetch/size-constant", "fetch/date-constant", "fetch/structure-constant", "fetch/body-constant",
			"fetch/size-exact", "fetch/structure-true"},
		Needs: []Need{GoneMessage, GoneAnswered},
		Why:   "OK with the data of a placeholder: nothing true is served"},
	{Fault: "expunge-fetch=broken",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: Broken}},
		Rules: []string{"expunge/not-during-fetch"},
		May:   []string{"expunge/fetch-silent", "fetch/complete"},
		Needs: []Need{GoneMessage, GoneAnswered}, Takes: []Need{GoneFetched},
		Why: "EXPUNGE comes inside the FETCH"},

	{Fault: "expunge-store=session",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Session}},
		Rules: []string{"expunge/store-private"},
		Needs: []Need{GoneMessage},
		Why:   "the storing session alone sees its change of the expunged message; the live one is changed for all"},
	{Fault: "expunge-store=session-forever",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Session, Detail: NeverSeenDetail}},
		Rules: []string{"flags/private"},
		May:   []string{"expunge/store-private"},
		Needs: []Need{GoneMessage},
		Why:   "no other session ever sees what that STORE did, not even to the live message"},
	{Fault: "expunge-store=delayed",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Delayed}},
		Rules: []string{"expunge/store-delayed"},
		Needs: []Need{GoneMessage},
		Why:   "a session to which an EXPUNGE is owed sees nothing that came after it"},
	{Fault: "expunge-store=ignored",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Ignored}},
		Rules: []string{"expunge/store-ignored"},
		May:   []string{"expunge/store-live-lost"},
		Needs: []Need{GoneMessage},
		Why:   "OK, and no flag of any message of the set has changed"},
	{Fault: "expunge-store=refused",
		Cells: map[Column]Expect{ExpungeStore: {Cell: No, Legal: true}},
		Rules: []string{"expunge/store-no"},
		Needs: []Need{GoneMessage},
		Why:   "NO, and no flag of any message of the set has changed"},
	{Fault: "expunge-store=live-only",
		Cells: map[Column]Expect{ExpungeStore: {Cell: No, Legal: true}},
		Rules: []string{"expunge/store-no"},
		Needs: []Need{GoneMessage},
		Why:   "NO, and the flags of the live messages alone have changed"},
	{Fault: "expunge-store=broken",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Broken}},
		Rules: []string{"expunge/not-during-store"},
		Needs: []Need{GoneMessage},
		Why:   "EXPUNGE comes inside the STORE"},

	{Fault: "expunge=refused-while-shared",
		Cells: map[Column]Expect{
			ExpungeFetch: {Cell: Yes, Detail: RefusedDetail, Legal: true},
			ExpungeStore: {Cell: Yes, Detail: RefusedDetail, Legal: true},
		},
		Rules: []string{"expunge/refused"},
		Takes: []Need{GoneMessage},
		Why:   "while others look no message goes, so all of it can be fetched and stored to"},
	{Fault: "expunge=until-idle",
		Cells: map[Column]Expect{Checkpoint: {Cell: No}, ExpungeFetch: {Cell: No}},
		Rules: []string{"expunge/fetch-silent", "checkpoint/same-picture"},
		May:   []string{"fetch/complete"},
		Takes: []Need{GoneAnswered, GoneFetched},
		Why:   "outside of IDLE a session is told of no EXPUNGE, nor of what comes after it; FETCH of such a message returns nothing, and SEARCH still finds the flags that are stored to it"},
	{Fault: "expunge-search=omitted",
		Rules: []string{"expunge/search-omits"},
		Needs: []Need{GoneMessage}, Takes: []Need{GoneFound},
		Why: "SEARCH alone is concerned, which has no column"},
	{Fault: "expunge-search=broken",
		Rules: []string{"expunge/not-during-search"},
		Needs: []Need{GoneMessage}, Takes: []Need{GoneSearched},
		Why: "EXPUNGE comes inside the SEARCH; what was found before it is true"},
	{Fault: "expunge-copy=refused",
		Rules: []string{"expunge/copy-no"},
		Needs: []Need{GoneMessage, GoneSearched},
		Why:   "COPY alone is concerned, which has no column"},
	{Fault: "examine=writable",
		Rules: []string{"select/read-only-kept"},
		Why:   "what STORE has changed after EXAMINE is seen by who selects afresh"},
}

// TruthOf returns the truth of a fault, given as its name and value.
func TruthOf(fault string) (Truth, bool) {
	for _, t := range Truths {
		if t.Fault == fault {
			return t, true
		}
	}
	return Truth{}, false
}
