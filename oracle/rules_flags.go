package oracle

// flagsRules are those about flags and STORE, for the judge.
var flagsRules = []Rule{
	{"flags/announced", "RFC 3501 §7.2.6", Should,
		"a flag is in FLAGS before a message has it",
		"the client does not know what it can search and set"},
	{"flags/not-dropped", "RFC 3501 §7.2.6", Should,
		"FLAGS lists every flag that messages have",
		"the client hides a mark that is there"},
	{"flags/no-star", "RFC 9051 §7.3.5", Must,
		`FLAGS has no \*: it belongs to PERMANENTFLAGS`,
		"a client takes it for a flag"},
	{"flags/no-recent", "RFC 3501 §9", Must,
		`FLAGS and PERMANENTFLAGS have no \Recent, which no client can set`,
		"a client tries to set it"},
	{"flags/permanent-known", "RFC 9051 §7.1", Must,
		"PERMANENTFLAGS names flags that FLAGS has",
		"the client offers a mark that does not exist"},
	{"flags/store-told", "RFC 9051 §6.4.6", Should,
		"STORE without .SILENT returns the new flags",
		"the client shows what it hoped for, not what is"},
	{"flags/store-obeyed", "RFC 9051 §6.4.6", Must,
		"STORE answered OK has made its change",
		"the client shows marks that were never made"},
	{"select/read-only-kept", "RFC 9051 §6.3.3", Must,
		"nothing is changed by a session that has the mailbox read-only",
		"looking changes the mailbox"},
}
