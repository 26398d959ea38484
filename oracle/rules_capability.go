package oracle

// capabilityRules are those about capabilities, for the judge.
var capabilityRules = []Rule{
	{"capability/revision", "RFC 9051 §7.2.2", Must,
		"CAPABILITY names a revision of IMAP",
		"the client does not know what it speaks to"},
	{"capability/honoured", "RFC 9051 §7.2.2", Must,
		"a command of an extension that is advertised is not answered BAD",
		"the client cannot work although it did all right"},
	{"enable/answered", "RFC 5161 §3.2", Must,
		"ENABLE answered OK has sent ENABLED",
		"the client does not know what is on"},
	{"enable/asked", "RFC 5161 §3.2", Must,
		"ENABLED lists only what the client has asked for",
		"the server speaks what the client does not know"},
	{"enable/advertised", "RFC 5161 §3.1", Must,
		"ENABLED lists only what the server advertises",
		"the client relies on what does not work"},
}
