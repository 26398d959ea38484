// Package mailbox holds the semantics of IMAP: what a mailbox is, and what
// each session has been told of it.
//
// A [Mailbox] is its messages plus an append-only log of changes (appended,
// flags changed, expunged). A [View] is one session's picture: the messages
// behind its sequence numbers, a cursor into the log, its \Recent set. Telling
// a session something is moving its cursor and saying what it passed
// (RFC 9051 §5.2, §7.5.1). A message that is expunged stays readable until the
// last View that still shows it has been told.
//
// [Behaviour] names the points at which real servers differ. [Compliant] is
// the default; a fault replaces one answer and leaves the others.
package mailbox
