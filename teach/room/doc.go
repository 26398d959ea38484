// Package room is a server of which everything that is said is remembered, each
// line with the state after it: the mailboxes as they are, and what each
// session has been told of them.
//
// A Room has lanes, one for each connection: its own, which it opens in memory
// and through which learners send commands, and those of real clients. It knows
// nothing of how it is shown.
package room
