package oracle

// transportRules are those about what carries IMAP. They need a clock or TLS,
// which no trace has: the tester reports them.
var transportRules = []Rule{
	{"transport/slow", "RFC 9051 §2.1", Legal,
		"what is sent comes late or slowly",
		"the client gives up, or is not usable meanwhile"},
	{"tls/negotiated", "RFC 9051 §6.2.1", Must,
		"TLS that is offered can be negotiated",
		"the client cannot log in, or is led to do so in the clear"},
}
