package oracle

import (
	"slices"
	"strings"
)

// Combined returns the truth of several faults at once: each column shows its
// own, except where a fault truly hides another.
func Combined(faults ...string) (Truth, bool) {
	sum := Truth{Fault: strings.Join(faults, " "), Cells: make(map[Column]Expect)}
	var apply []exception
	for _, x := range exceptions {
		if x.applies(faults) {
			apply = append(apply, x)
		}
	}
	for _, fault := range faults {
		t, ok := TruthOf(fault)
		if !ok {
			return Truth{}, false
		}
		for col, e := range t.Cells {
			if sum.Cells[col].Cell != Unknown { // which hides whatever else is there
				sum.Cells[col] = e
			}
		}
		sum.MayBeUnknown = append(sum.MayBeUnknown, t.MayBeUnknown...)
		for _, rule := range t.Rules {
			if !slices.ContainsFunc(apply, func(x exception) bool { return x.hides(fault, rule) }) {
				sum.Rules = append(sum.Rules, rule)
			}
		}
		sum.May = append(sum.May, t.May...)
	}
	sum.hideUnknown(faults)
	for _, x := range apply {
		x.change(&sum, faults)
		sum.Why = x.Why
	}
	return sum, true
}

// hideUnknown: who cannot tell a column need not find what another fault does
// there, but may.
func (t *Truth) hideUnknown(faults []string) {
	for _, fault := range faults {
		alone, _ := TruthOf(fault)
		for col, e := range alone.Cells {
			if e.Cell == Unknown || t.Cells[col].Cell != Unknown {
				continue
			}
			own := func(rule string) bool { return slices.Contains(alone.Rules, rule) }
			t.Rules = slices.DeleteFunc(t.Rules, own)
			t.May = append(t.May, alone.Rules...)
			break
		}
	}
}

// Entangled reports whether one of two faults shows otherwise beside the other.
func Entangled(a, b string) bool {
	return slices.ContainsFunc(exceptions, func(x exception) bool {
		return matches(a, x.With) && matches(b, x.Hides) || matches(b, x.With) && matches(a, x.Hides)
	})
}

// Armed lists the faults that the truth is about.
func (t Truth) Armed() []string { return strings.Fields(t.Fault) }

// exception is what faults together show otherwise than each by itself. With
// and Hides name faults by name or by name and value.
type exception struct {
	With, Hides string
	// Unless lists faults beside which both show as they do alone.
	Unless []string
	// Cells are what the columns show in place of their own.
	Cells map[Column]Expect
	// Rules are no longer due; they may be reported.
	Rules []string
	May   []string
	// Unfired: the hidden fault has no occasion to act.
	Unfired bool
	Why     string
}

// If neither FETCH nor SEARCH shows a session the expunged message, nobody can
// ask it for the flags that another has stored.
var storeUnknown = map[Column]Expect{ExpungeStore: {Cell: Unknown}}

// These are told by the answer to STORE itself, or by what is shown of the
// message that is still there.
var toldOtherwise = []string{
	"expunge-store=refused", "expunge-store=live-only", "expunge-store=broken", "expunge-store=ignored",
	"expunge-store=delayed", "expunge-store=session-forever",
}

const shownByNothing = "neither FETCH nor SEARCH shows the expunged message, so its flags cannot be asked for"

// exceptions are declared by hand, each with its reason.
var exceptions = slices.Concat(behaviourExceptions, wireExceptions)

// behaviourExceptions are those among faults of behaviour.
var behaviourExceptions = []exception{
	{With: "expunge=refused-while-shared", Hides: "expunge-fetch", Unfired: true,
		Cells: map[Column]Expect{ExpungeFetch: {Cell: Yes, Detail: RefusedDetail, Legal: true}},
		Why:   "no message is ever expunged while another session looks, so FETCH meets none"},
	{With: "expunge=refused-while-shared", Hides: "expunge-store", Unfired: true,
		Cells: map[Column]Expect{ExpungeStore: {Cell: Yes, Detail: RefusedDetail, Legal: true}},
		Why:   "no message is ever expunged while another session looks, so STORE meets none"},
	{With: "expunge=refused-while-shared", Hides: "expunge-search", Unfired: true,
		Why: "no message is ever expunged while another session looks, so SEARCH meets none"},
	{With: "expunge=refused-while-shared", Hides: "expunge-copy", Unfired: true,
		Why: "no message is ever expunged while another session looks, so COPY meets none"},

	{With: "expunge=until-idle", Hides: "expunge-fetch", Unfired: true,
		Cells: map[Column]Expect{ExpungeFetch: {Cell: No}}, May: []string{"expunge/fetch-silent"},
		Why: "FETCH of a message that is gone returns nothing, however else it would be answered"},
	{With: "checkpoint=lag", Hides: "expunge=until-idle",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Delayed}}, May: []string{"expunge/store-delayed"},
		Why: "where sight is held before an EXPUNGE, a session that trails sees no flag either that was stored after it"},

	{With: "checkpoint=lag", Hides: "expunge-fetch=nil", May: []string{"recent/count"},
		Why: "a message that is gone stays in sight after NOOP, and is counted by RECENT, but shows no flags"},

	{With: "expunge-store=delayed", Hides: "expunge=until-idle", May: []string{"modseq/changes-raise"},
		Why: "flags are held back until IDLE, and FETCH tells the mod-sequence as it is meanwhile"},

	{With: "expunge-search=broken", Hides: "expunge-copy", Unfired: true,
		Why: "the session that copies has searched before, and was told of the EXPUNGE by that"},
	{With: "checkpoint=lag", Hides: "expunge-search=broken",
		Cells: map[Column]Expect{ExpungeStore: {Cell: Delayed}}, May: []string{"expunge/store-delayed"},
		Why: "a session that trails is told of the EXPUNGE by its first SEARCH, before it has seen a flag that was stored after it"},
	{With: "expunge-search=broken", Hides: "expunge-store=session", Rules: []string{"expunge/store-private"},
		Cells: storeUnknown,
		Why:   "after the first SEARCH the message is gone, so that nobody can tell a flag that is not seen from one that is not seen yet"},

	{With: "expunge-search=omitted", Hides: "expunge=until-idle", Unless: toldOtherwise, Cells: storeUnknown, Why: shownByNothing},
	{With: "expunge-search=omitted", Hides: "expunge-fetch=refused", Unless: toldOtherwise, Cells: storeUnknown, Why: shownByNothing},
	{With: "expunge-search=omitted", Hides: "expunge-fetch=bad", Unless: toldOtherwise, Cells: storeUnknown, Why: shownByNothing},
	{With: "expunge-search=omitted", Hides: "expunge-fetch=nil", Unless: toldOtherwise, Cells: storeUnknown, Why: shownByNothing},
	{With: "expunge-search=omitted", Hides: "expunge-fetch=broken", Unless: toldOtherwise, Cells: storeUnknown, Why: shownByNothing},
}

func (x exception) applies(faults []string) bool {
	return matchesAny(faults, x.With) && matchesAny(faults, x.Hides) &&
		!slices.ContainsFunc(x.Unless, func(f string) bool { return slices.Contains(faults, f) })
}

func matchesAny(faults []string, pattern string) bool {
	return slices.ContainsFunc(faults, func(f string) bool { return matches(f, pattern) })
}

func matches(fault, pattern string) bool {
	return fault == pattern || strings.HasPrefix(fault, pattern+"=")
}

func (x exception) change(t *Truth, faults []string) {
	for col, e := range x.Cells {
		t.Cells[col] = e
	}
	t.May = slices.Concat(t.May, x.May, x.Rules)
	if !x.Unfired {
		return
	}
	for _, f := range faults {
		if matches(f, x.Hides) {
			t.Hidden = append(t.Hidden, f)
		}
	}
}

// hides reports whether a rule of a fault is no longer due for it.
func (x exception) hides(fault, rule string) bool {
	return matches(fault, x.Hides) && (x.Unfired || slices.Contains(x.Rules, rule))
}
