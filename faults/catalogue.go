package faults

import (
	"fmt"
	"strconv"
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
		recentDuplicated, recentMissing, recentUnimplemented,
		atomicRace, atomicOverwrite,
		fetchCached, fetchCachedSome, fetchNone, fetchRefused, fetchNil, fetchSubstitute, fetchBroken,
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

// countParam is a parameter that is a number from 1.
func countParam(name, byDefault, help string) Param {
	return Param{Name: name, Default: byDefault, Help: help, check: func(v string) error {
		_, err := count(name, v)
		return err
	}}
}

// durationParam is a parameter that is a length of time above 0.
func durationParam(name, byDefault, help string) Param {
	return Param{Name: name, Default: byDefault, Help: help, check: func(v string) error {
		if d, err := time.ParseDuration(v); err != nil || d <= 0 {
			return fmt.Errorf("expected a length of time such as 5ms")
		}
		return nil
	}}
}

// param returns the value of a parameter, as given or by default.
func (i *instance) param(name string) string {
	if v, ok := i.fault.Params[name]; ok {
		return v
	}
	for _, p := range i.kind.Params {
		if p.Name == name {
			return p.Default
		}
	}
	return ""
}

// number and duration read parameters that Parse has checked.
func (i *instance) number(name string) int {
	n, _ := strconv.Atoi(i.param(name))
	return n
}

func (i *instance) duration(name string) time.Duration {
	d, _ := time.ParseDuration(i.param(name))
	return d
}
