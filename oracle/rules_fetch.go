package oracle

// fetchRules are those about FETCH, for the judge.
var fetchRules = []Rule{
	{"uidonly/uidfetch", "RFC 9586 §3", Must,
		"with UIDONLY enabled, messages are told by UIDFETCH, and FETCH is not sent",
		"the client takes a number for a UID"},
	{"uidonly/asked", "RFC 9586 §3", Must,
		"UIDFETCH is sent only to a client that has enabled UIDONLY",
		"a client that does not know it misses what is told"},
	{"fetch/complete", "RFC 9051 §6.4.5", Must,
		"a FETCH answered OK has returned every item that was asked for",
		"the client waits for data that does not come"},
	{"fetch/partial-within", "RFC 9051 §6.4.5", Must,
		"a partial FETCH returns no more than was asked for, from the octet asked for",
		"the client puts the message together wrongly"},
	{"fetch/partial-short", "RFC 9051 §6.4.5", Must,
		"a partial FETCH is cut only by the end of the text",
		"the client takes a part for the whole"},
	{"fetch/peek-keeps-unseen", "RFC 9051 §6.4.5", Must,
		`BODY.PEEK does not set \Seen`,
		"looking at the list marks mail as read"},
	{"fetch/seen-told", "RFC 9051 §6.4.5", Should,
		`FETCH of BODY[] that sets \Seen tells the flags`,
		"the client shows read mail as unread"},
}
