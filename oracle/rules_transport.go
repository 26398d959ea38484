package oracle

// transportRules are those about what carries IMAP.
var transportRules = []Rule{
	{"transport/slow", "RFC 9051 §2.1", Legal,
		"what is sent comes late or slowly",
		"the client gives up, or is not usable meanwhile"},
	{"bye/unasked", "RFC 9051 §7.1.5", Legal,
		"the server ends the connection with BYE although the client has not asked",
		"what the client was about to do is not done"},
	{"tls/negotiated", "RFC 9051 §6.2.1", Must,
		"TLS that is offered can be negotiated",
		"the client cannot log in, or is led to do so in the clear"},
}
