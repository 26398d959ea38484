package oracle

import "slices"

// wireTruths are those of the faults that act on commands, responses and
// transport. They concern no column by themselves.
var wireTruths = slices.Concat(toldTruths, allNeeding(Opened, searchedTruths...), allNeeding(Opened, fetchedTruths...), answeredTruths, carriedTruths, madeUpTruths)

// of is the truth of a fault that breaks one rule; may are those that it can
// break besides.
func of(fault, rule, why string, may ...string) Truth {
	return Truth{Fault: fault, Rules: []string{rule}, May: may, Why: why}
}

// oneUIDForTwo are the rules that may be broken where two messages are shown
// under one UID: nothing of what never changes is what it was.
var oneUIDForTwo = []string{"fetch/size-constant", "fetch/date-constant", "fetch/envelope-constant", "fetch/structure-constant",
	"fetch/body-constant", "fetch/size-exact", "fetch/structure-true"}

// unstableUIDs has sessions show each message under UIDs of their own, which are
// those of other messages elsewhere.
var unstableUIDs = Truth{Fault: "uid=unstable",
	Cells: map[Column]Expect{Checkpoint: {Cell: No}, Recent: {Cell: Unknown}, ExpungeFetch: {Cell: Unknown}},
	Rules: []string{"fetch/body-constant", "checkpoint/same-picture"},
	// What is told by other responses is not shifted.
	May: slices.Concat([]string{"copyuid/new", "uidnext/stale", "uidnext/above-uids", "uid/never-reused", "search/matches", "vanished/known"},
		slices.DeleteFunc(slices.Clone(oneUIDForTwo), func(r string) bool { return r == "fetch/body-constant" })),
	Why: "the UID that one message had is shown for another: no two sessions show the same, and none can be asked by UID for what another saw",
}

var toldTruths = []Truth{
	unknown(Truth{Fault: "exists=until-select", Rules: []string{"exists/announced", "response/sequence"},
		Why: "EXISTS is told at SELECT alone, so that FETCH of all shows a message that there cannot be; the arrival for which \\Recent waits is never told"},
		Recent),
	of("exists=late", "response/sequence", "FETCH names a message that EXISTS tells only in the next line"),
	of("exists=before-expunge", "exists/not-shrinks", "EXISTS is told with a message less before EXPUNGE says so, whose number may then lie behind it",
		"expunge/beyond-exists", "uid/not-below-uidnext"),
	of("exists=two-spaces", "syntax/double-space", "the grammar has one space after the star"),
	of("expunge=original-numbers", "expunge/beyond-exists",
		"each EXPUNGE renumbers, so the second number is another message's or nobody's; behind the numbers of a client that counts stand others",
		"uid/slot-keeps", "uid/never-reused", "fetch/complete"),
	of("expunge=second-too-high", "uid/slot-keeps", "the second number is that of the message behind, whose place another takes; or of none",
		"expunge/beyond-exists", "uid/never-reused"),
	of("idle=silent", "idle/tells", "what happens may be told when IDLE is over"),
	unstableUIDs,
	of("uidvalidity=zero", "uidvalidity/not-zero", "the grammar has nz-number, in STATUS too", "syntax/zero-number").taking(SameMailbox, InboxSeen),
	of("uidvalidity=too-large", "uidvalidity/in-range", "the number has more than 32 bits, in STATUS too", "syntax/number").taking(SameMailbox, InboxSeen),
	of("uidvalidity=missing", "uidvalidity/told", "EXAMINE owes the same responses as SELECT"),
	of("uidnext=zero", "uidnext/not-zero", "the grammar has nz-number, in STATUS too", "syntax/zero-number").taking(UIDNextTold),
	of("uidnext=missing", "uidnext/told", "SELECT owes UIDNEXT").taking(UIDNextTold),
	of("status=empty", "status/items", "no item has its value").taking(InboxSeen),
	of("status=stale-uidnext", "uidnext/stale", "UIDNEXT lies below the UIDs of messages that have arrived, which MESSAGES counts", "status/consistent").needing(UIDNextTold),
	of("flags=with-star", "flags/no-star", `\* is no flag`),
	of("flags=atom-specials", "response/syntax", "a keyword is an atom, and what stands here can be read as none"),
	unknown(of("select=needs-id", "id/no-effect", "ID decides whether mail can be read, and probes do not say it").taking(Opened), Columns...),
	of("select=one-parameter", "tag/known", "what is left of the line is answered by a tag that nobody sent; QRESYNC is advertised, and its SELECT is answered BAD",
		"capability/honoured").needing(Condstore),
	of("highestmodseq=unadvertised", "modseq/advertised", "CONDSTORE is not in CAPABILITY, and ENABLE enables it", "enable/advertised").taking(Condstore),
	of("highestmodseq=zero", "modseq/highest-positive", "the grammar has mod-sequence-value, which begins at 1"),
	of("highestmodseq=without-text", "syntax/missing-text", "resp-text ends with text"),
	of("modseq=omitted", "modseq/told", "FETCH that asked for MODSEQ returns none", "fetch/complete").needing(Condstore).taking(ModSeqsTold),
	of("vanished=malformed", "syntax/number-set", "known-uids is missing").needing(Condstore).taking(VanishedRead),
}

var searchedTruths = []Truth{
	of("search=beyond-exists", "search/beyond-exists", "the last number is larger than EXISTS"),
	of("search=order-dependent", "search/matches", "messages without the flag are found"),
	of("search=server-bug", "refusal/server-bug", "NO may be said to anything"),
	of("search-charset=quoted-refused", "search/charset", "a charset is an astring, so quotes make no difference"),
	of("search-return=nothing", "search/answered", "no ESEARCH has come"),
	of("search-return=ignored", "esearch/asked", "SEARCH has come in place of ESEARCH").taking(Extended),
	of("esearch=without-all", "esearch/items", "ALL is missing although something was found"),
	of("esearch=uids-for-numbers", "esearch/uid-indicator", "the answer says UID, and the command did not"),
	of("esearch=count-total", "esearch/consistent", "MIN is 0, which no message has, and COUNT is not the number of ALL", "syntax/zero-number").needing(Extended),
}

var fetchedTruths = []Truth{
	of("fetch=beyond-exists", "response/sequence", "the number is larger than EXISTS; with UIDONLY no FETCH may come at all",
		"uidonly/uidfetch"),
	unknown(of("fetch=wrong-uids", "uid/ascending", "two numbers have one UID, so that nobody can tell messages by it; alone a flag can be followed by its number",
		append([]string{"uid/slot-keeps", "uid/never-reused", "uid/not-below-uidnext", "search/matches",
			"sort/ordered", "thread/parents", "thread/subjects"}, oneUIDForTwo...)...),
		Checkpoint, Recent, ExpungeFetch, ExpungeStore),
	of("fetch=zero", "syntax/zero-number", "message numbers begin at 1"),
	of("fetch=out-of-order", "fetch/out-of-order", "the order of responses is the server's choice"),
	of("fetch=trailing-space", "syntax/extra-space", "the grammar has no space before the parenthesis"),
	unknown(of("fetch=closed-early", "syntax/trailing-data", "items stand behind the list: of two that are asked for, one has come, and not the flags that STORE owes to who knows CONDSTORE",
		"flags/store-told"),
		Checkpoint, Recent, ExpungeFetch, ExpungeStore),
	of("fetch-rfc822=dropped", "fetch/complete", "RFC822 was asked for").taking(TextServed),
	unknown(of("fetch-peek=no-data", "fetch/complete", "BODY[] was asked for, and is not there of any message"), ExpungeFetch),
	unknown(of("fetch-body=missing-value", "syntax/missing-value", "BODY[] has no value, of any message; what follows is taken for it", "syntax/string"), ExpungeFetch),
	of("fetch-body=substitute", "fetch/size-exact", "the text is another than that of which the size is told, or than a partial asks for", "fetch/partial-within"),
	unknown(of("fetch-literal=short", "syntax/literal", "fewer octets come than were announced, and the connection is of no more use"), ExpungeFetch),
	of("fetch-size=wrong", "fetch/size-exact", "BODY[] has another length"),
	of("fetch-partial=crash", "bye/before-close", "the end comes without BYE"),
	of("bodystructure=disposition-string", "syntax/body", "a disposition is a list or NIL"),
	of("bodystructure=collapsed-multipart", "syntax/body", "a multipart has at least one part"),
	of("bodystructure=nil-boundary", "syntax/body", "the values of parameters are strings"),
	of("bodystructure=unescaped-quotes", "syntax/quoted", "the string ends at the first quote"),
	of("envelope=extra-parentheses", "syntax/envelope", "the one field that there is has ten"),
	of("envelope=forbidden-octets", "syntax/quoted", "NUL may stand nowhere"),
	of("copy=other-uid", "uid/slot-keeps", "a number has another UID, and no EXPUNGE has come; it may lie anywhere",
		"uid/ascending", "uidnext/above-uids", "uidnext/stale"),
	of("copyuid=bare", "syntax/bare-code", "nothing stands before the code"),
	of("copyuid=source-validity", "copyuid/destination", "the destination has another UIDVALIDITY"),
	of("copyuid=two-fields", "copyuid/form", "the UIDs of the copies are missing"),
}

var answeredTruths = []Truth{
	unknown(Truth{Fault: "login=unconnected", Rules: []string{"command/not-bad", "bye/unasked"}, May: []string{"capability/honoured"},
		Why: "what comes after login is BAD, whatever it is, and BYE follows"}, Columns...),
	of("enable=unanswered", "enable/answered", "ENABLE is OK, and no ENABLED has come; so VANISHED and UIDFETCH come to who was not told of QRESYNC and UIDONLY",
		"vanished/needs-qresync", "uidonly/asked").taking(QresyncKnown, UIDOnlyKnown),
	of("id=bad", "capability/honoured", "ID is advertised"),
	unknown(of("namespace=hangs-up", "bye/before-close", "the end comes without BYE, for the one session that asks: the first that makes a mailbox"), Checkpoint),
	of("list-return=nothing", "list/inbox", "INBOX is not listed"),
	of("list-special-use=bad", "capability/honoured", "SPECIAL-USE is advertised"),
	of("list=unquoted-names", "syntax/list", "no control character may stand in an atom"),
	of("uid-expunge=bad", "capability/honoured", "UIDPLUS is advertised"),
	unknown(of("answer=bad", "command/not-bad", "a valid command is answered BAD, and LOGIN is one"), Columns...),
	unknown(of("answer=server-bug", "refusal/server-bug", "NO may be said to anything, and is said to LOGIN"), Columns...),
	of("completion=without-text", "syntax/missing-space", "a space stands behind OK, whatever follows"),
	of("completion=twice", "tag/once", "each command is completed twice"),
	of("completion=throttled", "refusal/limit", "text may be anything"),
	{Fault: "bad=untagged", Rules: []string{"tag/answered", "tag/untagged-bad"},
		Why: "no tagged response has come, and BAD untagged meanwhile"},
	of("code=unparsable", "syntax/code", "a code begins with an atom, which quotes cannot be in").taking(RefusalCode),
	of("continuation=bare", "continuation/form", "the space is missing"),
	of("bye=endless", "bye/once", "BYE comes again and again"),
	unknown(of("bye=sudden", "bye/unasked", "BYE may be said at any time, and is said to LOGIN"), Columns...),
	// The BYE comes behind the refusal, and who is refused no longer listens.
	unknown(Truth{Fault: "limit=bye", With: "commands=90", Rules: []string{"refusal/limit"}, May: []string{"bye/unasked"},
		Why: "a server may bound what a client does; one session that looks after each of many rounds says more"}, AtomicFlags),
}
