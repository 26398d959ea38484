package oracle

// immutableRules are those about what never changes for a UID, for the judge.
var immutableRules = []Rule{
	{"fetch/size-constant", "RFC 9051 §2.3.4", Must,
		"RFC822.SIZE of a UID does not change",
		"the client downloads or stores a cut message"},
	{"fetch/date-constant", "RFC 9051 §2.3.3", Must,
		"INTERNALDATE of a UID does not change",
		"mail jumps about in the list"},
	{"fetch/envelope-constant", "RFC 9051 §2.3.1.1", Must,
		"ENVELOPE of a UID does not change",
		"the list shows one message and opens another"},
	{"fetch/structure-constant", "RFC 9051 §2.3.1.1", Must,
		"BODY and BODYSTRUCTURE of a UID do not change",
		"attachments are taken from the wrong part"},
	{"fetch/body-constant", "RFC 9051 §2.3.1.1", Must,
		"the text of a UID does not change",
		"the client shows other mail than it has stored"},
	{"fetch/size-exact", "RFC 9051 §2.3.4", Must,
		"RFC822.SIZE is the length of BODY[]",
		"progress, quota and partial downloads are wrong"},
	{"fetch/structure-true", "RFC 9051 §7.5.2", Must,
		"BODYSTRUCTURE describes the parts that BODY[] has",
		"the parts that the client asks for are not the ones it means"},
}
