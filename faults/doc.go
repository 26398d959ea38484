// Package faults is the catalogue of misbehaviours that the server can take
// on, each something that a real server did, and the language in which they
// are written:
//
//	expunge-store=delayed
//	recent=duplicated p=0.2 seed=7 mailbox=INBOX
//
// A line names a fault, its own parameters, and the scope in which it acts.
// Every time a fault acts, the journal says so.
package faults
