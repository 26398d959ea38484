package oracle

import (
	"slices"
	"strings"
)

// exception is what two faults together show otherwise than follows from what
// each says of itself. With and Hides name faults by name or by name and value.
type exception struct {
	With, Hides string
	// Cells are what the columns show in place of their own.
	Cells map[Column]Expect
	// Rules of the hidden fault are not seen to be broken.
	Rules []string
	// Owes are rules that must be reported besides, May those that may be.
	Owes, May []string
	// Unfired: the hidden fault has no occasion to act.
	Unfired bool
	// An exception with a reason alone is about single acts of the hidden fault,
	// which need not show, though it is found where it always acts.
	Why string
}

// The letter that stands for the text of every message stands for that of a
// message that is gone too, so that its text alone is served as ever.
var letterServed = map[Column]Expect{ExpungeFetch: {Cell: CachedSome}}

const letter = "of a message that is gone the letter comes too, which is what comes of all"

const writtenAnew = "the line that completes NOOP is written anew, with its space"

const oddSubjects = "the subjects cannot be read, or hold what is compared in several ways"

// exceptions are declared by hand, each with its reason.
var exceptions = []exception{
	{With: "checkpoint=lag", Hides: "expunge=until-idle",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Delayed}}, Owes: []string{"expunge/store-delayed"},
		Why: "where sight is held before an EXPUNGE, a session that trails sees no flag either that was stored after it"},
	{With: "checkpoint=lag", Hides: "expunge-search=broken",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Delayed}}, Owes: []string{"expunge/store-delayed"},
		Why: "a session that trails is told of the EXPUNGE by its first SEARCH, before it has seen a flag that was stored after it"},
	{With: "expunge-search=broken", Hides: "expunge-store=session", Rules: []string{"expunge/store-private"},
		Cells: map[Column]Expect{ExpungeStore: {Cell: Unknown}},
		Why:   "after the first SEARCH the message is gone, so that nobody can tell a flag that is not seen from one that is not seen yet"},
	{With: "checkpoint=lag", Hides: "expunge-fetch=nil", May: []string{"recent/count"},
		Why: "a message that is gone stays in sight after NOOP, and is counted by RECENT, but shows no flags"},
	{With: "expunge-store=delayed", Hides: "expunge=until-idle", May: []string{"modseq/changes-raise"},
		Why: "flags are held back until IDLE, and FETCH tells the mod-sequence as it is meanwhile"},

	{With: "fetch-body=substitute", Hides: "expunge-fetch=nil",
		Cells: map[Column]Expect{ExpungeFetch: {Cell: CachedSome, Legal: true}}, Why: letter},
	{With: "fetch-body=substitute", Hides: "expunge-fetch=neighbour", Cells: letterServed, Why: letter},
	{With: "fetch-body=substitute", Hides: "expunge-fetch=substitute", Cells: letterServed, Why: letter},
	{With: "fetch-body=substitute", Hides: "fetch-partial=crash", Unfired: true,
		Why: "a part that begins past the end is not empty any more: the letter comes"},
	{With: "fetch-body=substitute", Hides: "fetch-partial=short", Rules: []string{"fetch/partial-short"},
		Why: "half of the letter is still more than the part that was asked for"},
	{With: "fetch-size=wrong", Hides: "expunge-fetch=nil", Cells: map[Column]Expect{ExpungeFetch: {Cell: No}},
		Owes: []string{"expunge/fetch-true", "fetch/size-constant"},
		Why:  "the empty size of a message that is gone becomes one that no message has, and is not what it was"},
	{With: "fetch-size=wrong", Hides: "expunge-fetch=neighbour", Owes: []string{"expunge/fetch-true"},
		Why: "the size of the other message becomes one that no message has"},

	{With: "fetch-body=substitute", Hides: "thread=flat", Rules: []string{"thread/parents"},
		Why: "the letter names no message that it replies to"},
	{With: "envelope=extra-parentheses", Hides: "thread=flat", Rules: []string{"thread/subjects"}, Why: oddSubjects},
	{With: "envelope=forbidden-octets", Hides: "thread=flat", Rules: []string{"thread/subjects"}, Why: oddSubjects},
	{With: "envelope=latin-1", Hides: "thread=flat", Rules: []string{"thread/subjects"}, Why: oddSubjects},

	{With: "uidvalidity=missing", Hides: "examine=writable", Rules: []string{"select/read-only-kept"},
		Why: "who selects afresh is not told whether it is the mailbox that EXAMINE has opened"},
	{With: "store=untold", Hides: "examine=writable", Rules: []string{"select/read-only-kept"},
		Why: "that STORE has changed anything is what it does not say"},
	{With: "vanished=as-expunge", Hides: "enable=qresync-too", Rules: []string{"vanished/needs-qresync"}, May: []string{"uid/slot-keeps"},
		Why: "EXPUNGE of another message comes in place of VANISHED"},
	{With: "fetch=trailing-space", Hides: "flags=unannounced", Rules: []string{"flags/announced"},
		Why: "flags in a response that breaks the grammar are not held against FLAGS"},
	{With: "uidnext=too-large", Hides: "status=stale-uidnext", Rules: []string{"uidnext/stale"},
		Why: "STATUS tells the number that is too large in place of the stale one"},
	{With: "store=untold", Hides: "exists=late",
		Why: "flags that are told during STORE are left out, whatever message they are of"},
	{With: "search-return=nothing", Hides: "esearch=uids-for-numbers",
		Why: "one of the answers that bear UIDs does not come"},
	{With: "continuation=unasked", Hides: "completion=without-text", Why: writtenAnew},
	{With: "vanished=earlier-unasked", Hides: "completion=without-text", Why: writtenAnew},
}

func (x exception) applies(faults []string) bool {
	return matchesAny(faults, x.With) && matchesAny(faults, x.Hides)
}

func matchesAny(faults []string, pattern string) bool {
	return slices.ContainsFunc(faults, func(f string) bool { return matches(f, pattern) })
}

func matches(fault, pattern string) bool {
	return fault == pattern || strings.HasPrefix(fault, pattern+"=")
}

// change makes of the truth of the faults what it is with the exception, unless
// the hidden fault is one that does not act for another reason.
func (x exception) change(t *Truth) {
	if slices.Contains(t.Hidden, x.Hides) && !x.Unfired {
		return
	}
	for col, e := range x.Cells {
		t.Cells[col] = e
	}
	t.Rules = append(t.Rules, x.Owes...)
	t.May = append(t.May, x.May...)
}
