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
	Acts        string // where: "behaviour"
	Params      []Param

	// bend returns the behaviour with the fault's answers in place of some.
	bend func(*instance, mailbox.Behaviour) mailbox.Behaviour
}

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

// Catalogue lists every fault, by column of the table.
func Catalogue() []Kind {
	return []Kind{
		checkpointLag,
		recentDuplicated, recentMissing, recentUnimplemented, recentClaimedByStatus, recentClaimedByExamine,
		atomicRace, atomicOverwrite,
		fetchCached, fetchCachedSome, fetchNone, fetchRefused, fetchNil,
		fetchSilent, fetchSubstitute, fetchNeighbour, fetchBroken,
		storeSession, storeSessionForever, storeDelayed, storeIgnored, storeRefused, storeLiveOnly, storeBroken,
		expungeRefused, searchOmitted, copyRefused,
	}
}

// Lookup finds a fault by name and value.
func Lookup(kind string) (Kind, bool) {
	for _, k := range Catalogue() {
		if k.String() == kind {
			return k, true
		}
	}
	return Kind{}, false
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
