// Package page shows a server to people who learn IMAP: what is said, in lanes
// side by side; the mailbox as it is, beside what each session has been told of
// it; faults to be switched on; lessons.
//
// It serves HTML, styles and modules of JavaScript that are embedded, and an
// interface for them that is nobody else's: programs use package control.
// Whatever comes from mail or from the wire is text and never HTML.
package page
