package oracle

// sequenceRules are those about numbers, EXISTS and RECENT, for the judge.
var sequenceRules = []Rule{
	{"exists/not-shrinks", "RFC 9051 §7.4.1", Must,
		"EXISTS gives a smaller number only after EXPUNGE or VANISHED",
		"the client shows messages that are not there"},
	{"exists/announced", "RFC 9051 §5.2", Should,
		"a session is told of an arrival at the latest when it asks again",
		"new mail is unseen until the client reconnects"},
	{"recent/beyond-exists", "RFC 3501 §7.3.2", Must,
		"RECENT is not larger than EXISTS",
		"the client counts mail that is not there"},
	{"fetch/out-of-order", "RFC 9051 §5.5", Legal,
		"FETCH responses do not come in the order of the numbers",
		"a client that reads them in order assigns data wrongly"},
}
