package oracle

import "slices"

// Level is how strongly the RFC puts a rule.
type Level string

// The levels (RFC 2119), and Legal for what an RFC names as a choice of the
// server's: to be told, not to be blamed for.
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	Legal  Level = "legal"
)

// Rule is something that servers are held to.
type Rule struct {
	ID      string
	Section string // "RFC 9051 §7.5.1"
	Level   Level
	Summary string // what a server does
	Cost    string // what it costs a client when it does not
}

// Rules lists all rules: those of the probes, then those of the judge by topic.
var Rules = slices.Concat(probedRules, sequenceRules, expungeRules, uidRules, immutableRules, fetchRules,
	flagsRules, modseqRules, searchRules, mailboxesRules, sessionRules, capabilityRules, syntaxRules, transportRules)

// probedRules are those that probes report; the judge reports some of them too.
var probedRules = []Rule{
	{"checkpoint/same-picture", "RFC 3501 §5.2", Should,
		"after a command that may tell everything, all sessions see the same messages, UIDs, flags and keywords",
		"two clients of one user show different mailboxes"},

	{"idle/tells", "RFC 9051 §6.3.13", Legal,
		"what happens in the mailbox is told during IDLE",
		"new mail is not seen until the client ends IDLE, for half an hour perhaps"},

	{"recent/one-session", "RFC 3501 §2.3.2", Must,
		`once a read-write session has been told of a message, no later session sees it as \Recent`,
		"new mail is announced or filtered twice"},
	{"recent/not-lost", "RFC 3501 §2.3.2", Must,
		`the first session that is told of a message sees it as \Recent`,
		"new mail is never announced or filtered"},
	{"recent/implemented", "RFC 3501 §2.3.2", Should,
		`new messages are \Recent at all`,
		`clients that rely on \Recent see no new mail`},
	{"recent/examine-keeps", "RFC 3501 §6.3.2", Must,
		`EXAMINE takes \Recent from no message`,
		"looking at a mailbox hides new mail from its owner"},
	{"recent/status-keeps", "RFC 3501 §6.3.10", Must,
		`STATUS takes \Recent from no message`,
		"polling a mailbox hides new mail from its owner"},
	{"recent/count", "RFC 3501 §7.3.2", Must,
		`RECENT gives the number of messages with \Recent`,
		"a client counts new mail wrongly"},

	{"flags/add-keeps", "RFC 3501 §6.4.6", Must,
		"+FLAGS adds to the flags that are set, whoever set them",
		"one client's mark removes another's"},
	{"flags/no-lost-update", "RFC 3501 §6.4.6", Must,
		"of flag changes made at the same time none is lost",
		"marks vanish now and then when two clients work at once"},

	{"expunge/not-during-fetch", "RFC 9051 §7.5.1", Must,
		"EXPUNGE is not sent during FETCH by sequence number",
		"the client takes one message for another"},
	{"expunge/not-during-store", "RFC 9051 §7.5.1", Must,
		"EXPUNGE is not sent during STORE by sequence number",
		"the client marks another message than the user meant"},
	{"expunge/fetch-whole", "RFC 2180 §4.1.1", Legal,
		"an expunged message is served to sessions that have not been told",
		"a message that the client shows cannot be opened"},
	{"expunge/fetch-no", "RFC 2180 §4.1.2", Legal,
		"FETCH of an expunged message is answered NO",
		"the client must ask again after NOOP"},
	{"expunge/fetch-nil", "RFC 2180 §4.1.3", Legal,
		"FETCH of an expunged message is answered with empty data",
		"the client cannot tell empty from gone before NOOP"},
	{"expunge/fetch-silent", "RFC 9051 §6.4.5", Must,
		"FETCH answered OK has returned the data that was asked for",
		"the client waits for data that does not come"},
	{"expunge/fetch-true", "RFC 9051 §2.3.1.1", Must,
		"what is served under a UID is the message with that UID",
		"the client caches something else for good"},
	{"expunge/fetch-other-message", "RFC 9051 §2.3.1.1", Must,
		"the data of one message is never served for another",
		"the user reads, answers or saves the wrong message"},
	{"expunge/search-omits", "RFC 2180 §4.3", Legal,
		"SEARCH leaves out messages that have been expunged",
		"a message that the client shows is not found"},
	{"expunge/copy-no", "RFC 2180 §4.4.1", Legal,
		"COPY of an expunged message is refused",
		"the client must ask again after NOOP"},
	{"expunge/refused", "RFC 2180 §4.1.4", Legal,
		"EXPUNGE is refused while other sessions have the mailbox selected",
		"a mailbox that is always open somewhere is never cleaned"},

	{"expunge/not-bad", "RFC 9051 §7.1", Must,
		"BAD is the answer to what the protocol does not allow, not to what names an expunged message",
		"the client takes its own command for a mistake"},

	{"expunge/store-no", "RFC 2180 §4.2", Legal,
		"STORE to an expunged message is answered NO",
		"the client must ask again after NOOP"},
	{"expunge/store-private", "RFC 9051 §6.4.6", Should,
		"a flag change answered OK is seen by all sessions that show the message",
		"two clients of one user show different flags"},
	{"expunge/store-ignored", "RFC 9051 §6.4.6", Must,
		"STORE answered OK has changed the flags",
		"the client shows marks that were never made"},
	{"expunge/store-live-lost", "RFC 9051 §6.4.6", Must,
		"a flag change answered OK on a message that still exists is not lost",
		"marks made beside an expunged message vanish"},
	{"expunge/store-delayed", "RFC 3501 §5.2", Should,
		"flag changes are seen although an EXPUNGE waits to be told",
		"a client that does not poll sees no changes"},
	{"flags/private", "RFC 9051 §2.3.2", Must,
		"a permanent flag change is seen by other sessions, at the latest when they select the mailbox afresh",
		"marks never reach the user's other clients"},

	{"response/syntax", "RFC 9051 §9", Must,
		"responses follow the grammar",
		"a strict client gives up"},
	{"response/sequence", "RFC 9051 §7.4.1", Must,
		"message numbers lie within what the session has been told",
		"the client crashes or shows garbage"},
}

var ruleByID = func() map[string]Rule {
	m := make(map[string]Rule, len(Rules))
	for _, r := range Rules {
		m[r.ID] = r
	}
	return m
}()

// RuleByID returns the rule of that ID.
func RuleByID(id string) (Rule, bool) {
	r, ok := ruleByID[id]
	return r, ok
}
