// Package message turns the raw bytes of one RFC 5322 message into all that
// FETCH and SEARCH say about it: ENVELOPE, BODY, BODYSTRUCTURE, body sections,
// decoded text and the sent date.
//
// Everything is computed from offsets into the raw bytes, because a client must
// get back exactly the octets that were appended: nothing is re-encoded, and
// lines may end in CRLF or in a bare LF. No input is refused. What is not
// well-formed MIME degrades as RFC 2045 §5.2 and RFC 2046 §5 ask, and the work
// is linear in the size of the message whatever it holds.
package message
