package faults

import (
	"fmt"
	"slices"
	"time"

	"imaporacle/server/mailbox"
)

// Kind is an entry of the catalogue.
type Kind struct {
	Name, Value string
	Story       string // what happens, and which real server did it
	Source      string // where that is on record
	Rule        string // the rule that is broken, or the liberty that is taken
	Acts        string // where: Behaviour, Command, Response or Transport
	Params      []Param

	// bend returns the behaviour with the fault's answers in place of some.
	// It is nil unless Acts is Behaviour, and wire is nil if it is.
	bend func(*instance, mailbox.Behaviour) mailbox.Behaviour
	// wire returns what the fault does on a connection.
	wire func(*wire) actions
}

// Where a fault acts. Only Behaviour needs the store of the server.
const (
	Behaviour = "behaviour" // in what mailboxes do
	Command   = "command"   // on what the client asks
	Response  = "response"  // on what the server says
	Transport = "transport" // on the connection
)

// String returns name and value.
func (k Kind) String() string { return k.Name + "=" + k.Value }

// Param is a parameter of a fault.
type Param struct {
	Name    string
	Default string
	Help    string
	check   func(string) error
}

// publicTable is where the behaviour of servers with several sessions was
// published.
const publicTable = "imapwiki.org, ImapTest/ServerStatus"

// Catalogue lists every fault: first those of the columns of the table, then by
// what they are about.
func Catalogue() []Kind { return slices.Clone(catalogue) }

var catalogue = slices.Concat(behaviours, told, searched, fetchedFaults, answered, carried, madeUps)

// behaviours need the store of the server.
var behaviours = []Kind{
	checkpointLag,
	recentDuplicated, recentMissing, recentUnimplemented, recentClaimedByStatus, recentClaimedByExamine,
	atomicRace, atomicOverwrite,
	fetchCached, fetchCachedSome, fetchNone, fetchRefused, fetchBad, fetchNil,
	fetchSilent, fetchSubstitute, fetchNeighbour, fetchBroken,
	storeSession, storeSessionForever, storeDelayed, storeIgnored, storeRefused, storeLiveOnly, storeBroken,
	expungeRefused, expungeUntilIdle, searchOmitted, searchBroken, copyRefused, examineWritable,
}

// told are the faults of what a session is told of its mailbox.
var told = []Kind{
	existsUntilSelect, existsLate, existsTwoSpaces, existsBeforeExpunge, expungeOriginalNumbers, expungeSecondTooHigh, idleSilent,
	uidUnstable, uidValidityZero, uidValidityTooLarge, uidValidityMissing, uidNextZero, uidNextMissing,
	statusEmpty, statusStaleUIDNext, flagsWithStar, flagsAtomSpecials,
	selectNeedsID, selectOneParameter,
	highestModSeqUnadvertised, highestModSeqZero, highestModSeqWithoutText, modSeqOmitted, vanishedMalformed,
}

// searched are those of SEARCH.
var searched = []Kind{
	searchBeyondExists, searchOrderDependent, searchServerBug, searchCharsetRefused,
	searchReturnNothing, searchReturnIgnored, esearchWithoutAll, esearchUIDs, esearchCountTotal,
}

// fetchedFaults are those of FETCH and COPY.
var fetchedFaults = []Kind{
	fetchBeyondExists, fetchWrongUIDs, fetchZero, fetchOutOfOrder, fetchTrailingSpace, fetchClosedEarly,
	fetchRFC822Dropped, fetchPeekNoData, fetchBodyMissingValue, fetchBodySubstitute,
	fetchLiteralShort, fetchSizeWrong, fetchPartialCrash,
	bodyStructureInline, bodyStructureCollapsed, bodyStructureNilBoundary, bodyStructureUnescaped,
	envelopeExtraParentheses, envelopeForbiddenOctets,
	copyOtherUID, copyUIDBare, copyUIDSourceValidity, copyUIDTwoFields,
}

// answered are those of other commands, and of how commands are completed.
var answered = []Kind{
	loginUnconnected, enableUnanswered, idBad, namespaceHangsUp,
	listReturnNothing, listSpecialUseBad, listUnquotedNames, uidExpungeBad,
	answerBad, answerServerBug, completionTwice, completionWithoutText, completionThrottled, badUntagged, codeUnparsable, continuationBare,
	byeEndless, byeSudden, limitBye,
}

// carried are those of the transport.
var carried = []Kind{
	connectionsCapped, connectionsRefused, greetingSlow, tlsFails,
	latencyAdded, bandwidthLimited, dropAfterOctets, dropAfterCommands, halfClose, resetInLiteral,
}

// Lookup finds a fault by name and value.
func Lookup(kind string) (Kind, bool) {
	i := slices.IndexFunc(catalogue, func(k Kind) bool { return k.String() == kind })
	if i < 0 {
		return Kind{}, false
	}
	return catalogue[i], true
}

// maxCommands bounds what a fault keeps for each command that it counts.
const maxCommands = 1000

// countParam is a parameter that is a number of commands, from 1.
func countParam(name, byDefault, help string) Param {
	return Param{Name: name, Default: byDefault, Help: help, check: func(v string) error {
		if n, err := count(v); err != nil || n > maxCommands {
			return fmt.Errorf("expected a number from 1 to %d", maxCommands)
		}
		return nil
	}}
}

// maxDuration bounds how long a fault may hold up a session, and with it the
// end of its server.
const maxDuration = time.Minute

// durationParam is a parameter that is a length of time above 0.
func durationParam(name, byDefault, help string) Param {
	return Param{Name: name, Default: byDefault, Help: help, check: func(v string) error {
		if d, err := time.ParseDuration(v); err != nil || d <= 0 || d > maxDuration {
			return fmt.Errorf("expected a length of time such as 5ms, up to %v", maxDuration)
		}
		return nil
	}}
}

// param returns the parameter of that name.
func (k Kind) param(name string) (Param, bool) {
	i := slices.IndexFunc(k.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return Param{}, false
	}
	return k.Params[i], true
}
