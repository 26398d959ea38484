// Package wire is a strict reader of what an IMAP server sends, by the ABNF of
// RFC 3501 §9, RFC 9051 §9 and of their extensions.
//
// It reads in two steps. Framing finds the end of a response (a line and the
// literals in it) whatever the grammar of the rest, so that a bad response
// never loses the stream. Parsing then reads tokens and checks shapes; the
// first violation is kept in Response.Err, and whatever could be read stands
// beside it.
package wire
