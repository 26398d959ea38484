// Package server is an IMAP server that can be embedded: IMAP4rev1 (RFC 3501)
// and IMAP4rev2 (RFC 9051), fully compliant unless told to misbehave.
//
// Commands come in through the front. The dispatch table says of each whether
// imapserver of go-imap, the base, answers it, or this package and why.
package server
