package front

// Filter sees every response on its way to the socket. A chain of them is
// where wire faults act and where transcripts are taken.
type Filter interface {
	// Response is given one complete response, with its literals and final
	// CRLF, and the command under way, which is nil between commands. It
	// returns what is sent in its place: the same, something else, several
	// responses, or nothing. resp is valid during the call only.
	Response(during *Command, resp []byte) []byte
}

// Listener is a Filter that also hears what the client sends, between
// responses.
type Listener interface {
	Filter
	// Received is given what was read: a line or a literal. The bytes are
	// valid during the call only.
	Received(data []byte)
}
