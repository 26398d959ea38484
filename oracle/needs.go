package oracle

import "slices"

// Need is what must be there before a fault can act, or before it can be seen
// that a rule is broken. What a fault takes away is not there for the others.
type Need string

// What faults take from each other.
const (
	// Opened is that mailboxes can be selected.
	Opened Need = "a mailbox that can be opened"
	// SameMailbox is to know which sessions have the same mailbox, and that it is
	// still the one of before: by a UIDVALIDITY (RFC 9051 §2.3.1.1). Else nothing
	// counts that another session was told, and anybody may have changed what
	// this one sees.
	SameMailbox Need = "a UIDVALIDITY that can be"
	// InboxSeen is to have been told the UIDVALIDITY of INBOX, so that it is there.
	InboxSeen Need = "a sign that INBOX is there"
	// UIDNextTold is that SELECT tells a UIDNEXT, which grows.
	UIDNextTold Need = "a UIDNEXT"
	// FlagsTold is to know from SELECT which flags there are.
	FlagsTold Need = "FLAGS"
	// SeenTold is that FETCH tells of \Seen where it sets it.
	SeenTold Need = `flags from a FETCH that sets \Seen`

	// TextServed is that FETCH of RFC822 returns the text, for which it sets \Seen.
	TextServed Need = "the text by RFC822"

	// Condstore is that CONDSTORE and QRESYNC are advertised: else nobody asks for
	// what they bring, and nothing of it is owed (RFC 7162 §3.1).
	Condstore Need = "CONDSTORE"
	// QresyncKnown is that ENABLED says that QRESYNC is on (RFC 7162 §3.2.3).
	QresyncKnown Need = "QRESYNC that is known to be on"
	// UIDOnlyKnown is that ENABLED says that UIDONLY is on (RFC 9586 §3).
	UIDOnlyKnown Need = "UIDONLY that is known to be on"
	// HighestKnown is a HIGHESTMODSEQ, by which the mailbox has mod-sequences.
	HighestKnown Need = "HIGHESTMODSEQ"
	// ModSeqsTold are mod-sequences of messages, by which others can be too low.
	ModSeqsTold Need = "mod-sequences of messages"
	// VanishedRead is a VANISHED that says which messages are gone.
	VanishedRead Need = "a VANISHED that can be read"

	// Extended is that searches with RETURN are answered by ESEARCH.
	Extended Need = "ESEARCH"
	// RefusalCode is a response code in refusals.
	RefusalCode Need = "a code in a refusal"

	// GoneMessage is a message that one session has expunged and another shows.
	GoneMessage Need = "a message that is gone and still shown"
	// GoneSearched is that such a message is still shown after a SEARCH.
	GoneSearched Need = "a message that is gone and still shown after SEARCH"
	// GoneAnswered is that FETCH of such a message is answered as ever.
	GoneAnswered Need = "a free answer to FETCH of a message that is gone"
	// GoneFetched and GoneFound are that FETCH shows the flags of such a message,
	// and that SEARCH finds it by them; GoneFlags is one of both.
	GoneFetched Need = "flags of a message that is gone, by FETCH"
	GoneFound   Need = "flags of a message that is gone, by SEARCH"
	GoneFlags   Need = "flags of a message that is gone"
)

// restsOn says what must be there for a rule to be seen broken, of the rules
// that rest on more than the response that breaks them.
var restsOn = map[string][]Need{
	"copyuid/destination":       {SameMailbox},
	"copyuid/new":               {SameMailbox},
	"fetch/peek-keeps-unseen":   {SameMailbox, SeenTold},
	"fetch/seen-told":           {SameMailbox, TextServed},
	"flags/store-obeyed":        {SameMailbox, FlagsTold},
	"flags/store-told":          {SameMailbox},
	"list/inbox":                {InboxSeen},
	"modseq/highest-not-below":  {SameMailbox, ModSeqsTold},
	"modseq/needs-enable":       {Condstore}, // else it is the advertising that is missing
	"modseq/told":               {HighestKnown},
	"qresync/closed-told":       {Condstore},
	"qresync/expunge-highest":   {SameMailbox, QresyncKnown, VanishedRead},
	"search/charset":            {RefusalCode},
	"search/matches":            {SameMailbox},
	"uid/in-response":           {SameMailbox}, // else the message may be gone
	"uidnext/stale":             {SameMailbox},
	"select/read-only-kept":     {SameMailbox},
	"uidonly/uidfetch":          {UIDOnlyKnown},
	"vanished/known":            {VanishedRead},
	"vanished/needs-qresync":    {Condstore, VanishedRead},
	"vanished/replaces-expunge": {QresyncKnown},

	"esearch/consistent":    {Extended},
	"esearch/items":         {Extended},
	"esearch/tag":           {Extended},
	"esearch/uid-indicator": {Extended},
	"refusal/server-bug":    {RefusalCode},

	"expunge/store-private": {GoneFlags},
}

// shownBy are the cells that rest on something; the others show in how commands
// are answered.
var shownBy = map[Column]map[Expect]Need{
	ExpungeStore: {yes: GoneFlags, {Cell: Session}: GoneFlags},
}

// parts are what a need is made of: it is taken if all of them are.
func (n Need) parts() []Need {
	if n == GoneFlags {
		return []Need{GoneFetched, GoneFound}
	}
	return []Need{n}
}

// needing returns the truth of a fault that acts only where these are there.
func (t Truth) needing(needs ...Need) Truth {
	t.Needs = append(t.Needs, needs...)
	return t
}

// allNeeding returns the truths of faults that act only where this is there.
func allNeeding(n Need, truths ...Truth) []Truth {
	for i := range truths {
		truths[i] = truths[i].needing(n)
	}
	return truths
}

// taking returns the truth of a fault that takes these from the others.
func (t Truth) taking(needs ...Need) Truth {
	t.Takes = append(t.Takes, needs...)
	return t
}

// touchedBy reports whether the other fault takes something, or a part of it,
// that the fault needs to act, or its rules to be seen.
func (t Truth) touchedBy(other Truth) bool {
	needs := slices.Clone(t.Needs)
	for _, rule := range t.Rules {
		needs = append(needs, restsOn[rule]...)
	}
	return slices.ContainsFunc(needs, func(n Need) bool {
		return slices.ContainsFunc(n.parts(), func(part Need) bool { return slices.Contains(other.Takes, part) })
	})
}

// company are the truths of faults that are there at once.
type company []Truth

// takes reports whether something is taken from a fault by the others.
func (c company) takes(from string, n Need) bool {
	for _, part := range n.parts() {
		if !slices.ContainsFunc(c, func(t Truth) bool { return t.Fault != from && slices.Contains(t.Takes, part) }) {
			return false
		}
	}
	return true
}

// takesAny reports whether one of several is taken from a fault.
func (c company) takesAny(from string, needs []Need) bool {
	return slices.ContainsFunc(needs, func(n Need) bool { return c.takes(from, n) })
}
