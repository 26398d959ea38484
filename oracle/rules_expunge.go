package oracle

// expungeRules are those about EXPUNGE and VANISHED, for the judge.
var expungeRules = []Rule{
	{"expunge/not-during-search", "RFC 9051 §7.5.1", Must,
		"EXPUNGE is not sent during SEARCH, SORT or THREAD by sequence number",
		"the numbers found mean other messages"},
	{"expunge/needs-command", "RFC 9051 §7.5.1", Must,
		"EXPUNGE is not sent while no command is in progress",
		"the next command names other messages than meant"},
	{"expunge/beyond-exists", "RFC 9051 §7.5.1", Must,
		"EXPUNGE gives the number that the message has at that moment",
		"the client removes the wrong message or crashes"},
	{"vanished/known", "RFC 7162 §3.2.10.2", Must,
		"VANISHED without EARLIER names messages of the mailbox as it was told",
		"the client loses count of the messages"},
	{"vanished/replaces-expunge", "RFC 7162 §3.2.10", Must,
		"with QRESYNC or UIDONLY enabled, VANISHED is sent and EXPUNGE is not",
		"a client that waits for VANISHED keeps dead messages"},
	{"vanished/needs-qresync", "RFC 7162 §3.2.10", Must,
		"VANISHED is sent only to a client that has enabled QRESYNC or UIDONLY",
		"a client that does not know it keeps dead messages"},
	{"vanished/earlier-asked", "RFC 7162 §3.2.10.1", Must,
		"VANISHED (EARLIER) is sent only to SELECT with QRESYNC and UID FETCH with VANISHED",
		"the client counts messages as gone that it never had"},
}
