package oracle

const (
	noValidity  = "without a UIDVALIDITY that can be, nothing that was told of the mailbox in another session counts"
	noBox       = "without a UIDVALIDITY that can be, it is not known whether two sessions have the same mailbox, nor what others have changed"
	noCondstore = "without CONDSTORE and QRESYNC nobody asks for what it acts on"
	noQresync   = "nobody was told that QRESYNC is enabled"
	noFlags     = "without FLAGS it is not known which flags can be stored"
	noHigher    = "no message has told a mod-sequence that HIGHESTMODSEQ could lie below"
	noESearch   = "SEARCH comes in place of ESEARCH, of which nothing is left to change"
)

// The letter that stands for the text of every message stands for that of a
// message that is gone too, so that its text alone is served as ever.
var letterServed = map[Column]Expect{ExpungeFetch: {Cell: CachedSome}}

// stillThere are faults with which no message is expunged that others look at.
var stillThere = []string{"expunge=refused-while-shared"}

const letter = "of a message that is gone the letter comes too, which is what comes of all"

// wireExceptions are those of faults on the wire. The order of faults is that
// of the catalogue.
var wireExceptions = []exception{
	{With: "fetch-body=substitute", Hides: "expunge-fetch=nil", Unless: stillThere,
		Cells: map[Column]Expect{ExpungeFetch: {Cell: CachedSome, Legal: true}}, Why: letter},
	{With: "fetch-body=substitute", Hides: "expunge-fetch=neighbour", Unless: stillThere, Cells: letterServed, Why: letter},
	{With: "fetch-body=substitute", Hides: "expunge-fetch=substitute", Unless: stillThere, Cells: letterServed, Why: letter},
	{With: "fetch-body=substitute", Hides: "fetch-partial=crash", Unfired: true,
		Why: "a part that begins past the end is not empty any more: the letter comes"},
	{With: "fetch-body=substitute", Hides: "fetch-partial=short", Rules: []string{"fetch/partial-short"},
		Why: "half of the letter is still more than the part that was asked for"},
	{With: "fetch-body=substitute", Hides: "thread=flat", Rules: []string{"thread/parents"},
		Why: "the letter names no message that it replies to"},
	{With: "envelope", Hides: "thread=flat", Rules: []string{"thread/subjects"},
		Why: "the subjects cannot be read, or hold what is compared in several ways"},
	{With: "fetch-size=wrong", Hides: "expunge-fetch=nil", Cells: map[Column]Expect{ExpungeFetch: {Cell: No}},
		May: []string{"expunge/fetch-true", "fetch/size-constant"}, Why: "a size of 0 becomes one that no message has"},
	{With: "fetch-size=wrong", Hides: "expunge-fetch=neighbour", May: []string{"expunge/fetch-true"},
		Why: "the size of the other message becomes one that no message has"},

	{With: "checkpoint=lag", Hides: "status=stale-uidnext", Rules: []string{"uidnext/stale"},
		Why: "a session that trails has not been told of what UIDNEXT falls behind"},
	{With: "uidvalidity=zero", Hides: "status=stale-uidnext", Rules: []string{"uidnext/stale"}, Why: noValidity},
	{With: "uidvalidity=too-large", Hides: "status=stale-uidnext", Rules: []string{"uidnext/stale"}, Why: noValidity},
	{With: "uidnext", Hides: "status=stale-uidnext", Unfired: true,
		Why: "SELECT has told no UIDNEXT, or always the same, so that there is no older one to tell"},
	{With: "uidvalidity=zero", Hides: "copyuid=source-validity", Rules: []string{"copyuid/destination"}, Why: noValidity},
	{With: "uidvalidity=too-large", Hides: "copyuid=source-validity", Rules: []string{"copyuid/destination"}, Why: noValidity},
	{With: "uidvalidity=zero", Hides: "list-return=nothing", Rules: []string{"list/inbox"}, Why: noInbox},
	{With: "uidvalidity=too-large", Hides: "list-return=nothing", Rules: []string{"list/inbox"}, Why: noInbox},
	{With: "status=empty", Hides: "list-return=nothing", Rules: []string{"list/inbox"}, Why: noInbox},
	{With: "status=nil", Hides: "list-return=nothing", Rules: []string{"list/inbox"}, Why: noInbox},
	{With: "status=unanswered", Hides: "list-return=nothing", Rules: []string{"list/inbox"}, Why: noInbox},
	{With: "uidvalidity=zero", Hides: "copyuid=first-uid", Rules: []string{"copyuid/new"}, Why: noValidity},
	{With: "uidvalidity=too-large", Hides: "copyuid=first-uid", Rules: []string{"copyuid/new"}, Why: noValidity},
	{With: "uidvalidity=zero", Hides: "highestmodseq=too-low", Rules: []string{"modseq/highest-not-below"}, Why: noValidity},
	{With: "uidvalidity=too-large", Hides: "highestmodseq=too-low", Rules: []string{"modseq/highest-not-below"}, Why: noValidity},
	{With: "uidvalidity=zero", Hides: "fetch-seen=untold", Rules: []string{"fetch/seen-told"}, Why: noBox},
	{With: "uidvalidity=too-large", Hides: "fetch-seen=untold", Rules: []string{"fetch/seen-told"}, Why: noBox},
	{With: "uidvalidity=zero", Hides: "fetch-uid=missing", Rules: []string{"uid/in-response"}, Why: noBox},
	{With: "uidvalidity=too-large", Hides: "fetch-uid=missing", Rules: []string{"uid/in-response"}, Why: noBox},
	{With: "uidvalidity=zero", Hides: "store=forgets-seen", Rules: []string{"flags/store-obeyed"}, Why: noBox},
	{With: "uidvalidity=too-large", Hides: "store=forgets-seen", Rules: []string{"flags/store-obeyed"}, Why: noBox},
	{With: "uidvalidity", Hides: "examine=writable", Rules: []string{"select/read-only-kept"}, Why: noBox},
	{With: "store=untold", Hides: "examine=writable", Rules: []string{"select/read-only-kept"},
		Why: "that STORE has changed anything is what it does not say"},
	{With: "uidvalidity=zero", Hides: "store=untold", Rules: []string{"flags/store-told"}, Why: noBox},
	{With: "uidvalidity=too-large", Hides: "store=untold", Rules: []string{"flags/store-told"}, Why: noBox},
	{With: "uidvalidity=zero", Hides: "highestmodseq=untold-by-expunge", Rules: []string{"qresync/expunge-highest"}, Why: noBox},
	{With: "uidvalidity=too-large", Hides: "highestmodseq=untold-by-expunge", Rules: []string{"qresync/expunge-highest"}, Why: noBox},
	{With: "vanished=malformed", Hides: "highestmodseq=untold-by-expunge", Rules: []string{"qresync/expunge-highest"},
		Why: "which messages have vanished cannot be read, so that nobody knows of an EXPUNGE that owes anything"},

	{With: "modseq=omitted", Hides: "highestmodseq=too-low", Rules: []string{"modseq/highest-not-below"}, Why: noHigher},
	{With: "modseq=zero", Hides: "highestmodseq=too-low", Rules: []string{"modseq/highest-not-below"}, Why: noHigher},
	{With: "highestmodseq=unadvertised", Hides: "select=one-parameter", Unfired: true,
		Why: "without QRESYNC no SELECT has two parameters"},
	{With: "highestmodseq=unadvertised", Hides: "modseq=omitted", Unfired: true, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "modseq=zero", Unfired: true, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "modseq=falling", Unfired: true, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "modseq=unasked", Rules: []string{"modseq/needs-enable"},
		Why: "MODSEQ comes from a server that does not advertise it, whoever asks"},
	{With: "highestmodseq=unadvertised", Hides: "search-modseq", Unfired: true, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "modified", Unfired: true, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "vanished=as-expunge", Unfired: true, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "vanished=twice", Unfired: true, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "enable=qresync-too", Rules: []string{"vanished/needs-qresync"}, Why: noCondstore},
	{With: "highestmodseq=unadvertised", Hides: "closed", Rules: []string{"qresync/closed-told"},
		Why: "who does not advertise CONDSTORE owes no CLOSED"},

	{With: "enable=unanswered", Hides: "highestmodseq=untold-by-expunge", Rules: []string{"qresync/expunge-highest"}, Why: noQresync},
	{With: "vanished=malformed", Hides: "enable=qresync-too", Rules: []string{"vanished/needs-qresync"},
		Why: "what comes in place of VANISHED can be read as nothing"},
	{With: "vanished=as-expunge", Hides: "enable=qresync-too", Rules: []string{"vanished/needs-qresync"}, May: []string{"uid/slot-keeps"},
		Why: "EXPUNGE of another message comes in place of VANISHED"},
	{With: "fetch=trailing-space", Hides: "flags=unannounced", Rules: []string{"flags/announced"},
		Why: "flags in a response that breaks the grammar are not held against FLAGS"},
	{With: "enable=unanswered", Hides: "uidfetch=as-fetch", Rules: []string{"uidonly/uidfetch"},
		Why: "nobody was told that UIDONLY is enabled"},
	{With: "enable=unanswered", Hides: "vanished=as-expunge", Rules: []string{"vanished/replaces-expunge"}, Why: noQresync},

	{With: "code=unparsable", Hides: "search-charset=quoted-refused", Rules: []string{"search/charset"},
		Why: "BADCHARSET is a code, in place of which another comes"},
	{With: "fetch-rfc822=dropped", Hides: "fetch-seen=untold", Rules: []string{"fetch/seen-told"},
		Why: `RFC822 is what sets \Seen, and of an answer without it nothing more is asked`},

	{With: "flags=untold", Hides: "store=forgets-seen", Rules: []string{"flags/store-obeyed"}, Why: noFlags},
	{With: "fetch-seen=untold", Hides: "fetch-peek=sets-seen", Rules: []string{"fetch/peek-keeps-unseen"},
		Why: `that \Seen is set is what FETCH does not say`},

	{With: "search-return=ignored", Hides: "esearch=without-all", Rules: []string{"esearch/items"}, Why: noESearch},
	{With: "search-return=ignored", Hides: "esearch=uids-for-numbers", Rules: []string{"esearch/uid-indicator"}, Why: noESearch},
	{With: "search-return=ignored", Hides: "esearch=count-total", Unfired: true, Why: noESearch},
	{With: "search-return=ignored", Hides: "esearch=other-tag", Unfired: true, Why: noESearch},
}

const noInbox = "the judge knows by the UIDVALIDITY of INBOX that it is there"
