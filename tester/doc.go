// Package tester gives an IMAP server its row of the table, from outside, with
// evidence: it logs in, works in mailboxes of its own, and reports what it saw
// on the wire.
//
// It shares no code with the server of this module: a shared parser would be a
// shared blindness.
package tester
