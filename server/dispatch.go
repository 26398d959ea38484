package server

import "imaporacle/server/front"

// states are the states of a session in which a command is valid
// (RFC 9051 §3).
type states int

const (
	notAuthenticated states = 1 << iota
	authenticated
	selected

	loggedIn = authenticated | selected
	anyState = notAuthenticated | loggedIn
)

// entry is one row of the dispatch table.
type entry struct {
	states states
	run    func(*session, *front.Command) error
	// check reads the arguments of a command of the base beforehand, so that
	// the base never sees what it could not read.
	check func(*front.Args) error
	// expunges: EXPUNGE may be told before the tagged response. It must not
	// during FETCH, STORE and SEARCH by sequence number (RFC 9051 §7.5.1).
	expunges bool
	// tellsModSeq: HIGHESTMODSEQ belongs into the tagged OK if something was
	// expunged and QRESYNC is enabled (RFC 7162 §3.2.7).
	tellsModSeq bool
	// numbered: messages are named by sequence number (RFC 9586 §3).
	numbered bool
	// after runs when the tagged response has been queued.
	after func(*session) error
	// rfc and why are given for what the base does not answer: where the
	// command is defined, and what the base lacks.
	rfc, why string
}

// table holds every command. The rows without rfc are answered by the base.
var table = map[string]entry{
	"LOGOUT": {states: anyState, run: logout, check: noArgs, expunges: true},

	"LOGIN":          {states: notAuthenticated, run: login, check: twoAstrings, after: loggedInNow},
	"AUTHENTICATE":   {states: notAuthenticated, run: login, check: mechanismArgs, after: loggedInNow},
	"UNAUTHENTICATE": {states: loggedIn, run: byBase, check: noArgs, after: endCompression},

	"CREATE":      {states: loggedIn, run: createWithID, check: createArgs, expunges: true},
	"DELETE":      {states: loggedIn, run: byBase, check: mailboxArg, expunges: true},
	"RENAME":      {states: loggedIn, run: byBase, check: twoMailboxes, expunges: true},
	"SUBSCRIBE":   {states: loggedIn, run: byBase, check: mailboxArg, expunges: true},
	"UNSUBSCRIBE": {states: loggedIn, run: byBase, check: mailboxArg, expunges: true},
	"LSUB":        {states: loggedIn, run: byBase, check: lsubArgs, expunges: true},
	"NAMESPACE":   {states: loggedIn, run: byBase, check: noArgs, expunges: true},

	"CLOSE":       {states: selected, run: byBase, check: noArgs},
	"UNSELECT":    {states: selected, run: byBase, check: noArgs},
	"EXPUNGE":     {states: selected, run: byBase, check: noArgs, expunges: true, tellsModSeq: true},
	"UID EXPUNGE": {states: selected, run: byBase, check: uidSetArg, expunges: true, tellsModSeq: true},
	"COPY":        {states: selected, numbered: true, run: byBase, check: copyArgs, expunges: true},
	"UID COPY":    {states: selected, run: byBase, check: copyArgs, expunges: true},
	"MOVE":        {states: selected, numbered: true, run: byBase, check: copyArgs, expunges: true, tellsModSeq: true},
	"UID MOVE":    {states: selected, run: byBase, check: copyArgs, expunges: true, tellsModSeq: true},

	"CAPABILITY": {states: anyState, run: capability, check: noArgs, expunges: true, rfc: "RFC 9051 §6.1.1",
		why: "the base knows neither the front's TLS nor our extensions, and offers UTF8=ACCEPT before login too"},
	"NOOP": {states: anyState, run: noop, check: noArgs, expunges: true, rfc: "RFC 9051 §6.1.2",
		why: "the base would only answer OK, and two changes of goroutine take as long as the rest of the round trip"},
	"CHECK": {states: selected, run: noop, check: noArgs, expunges: true, rfc: "RFC 3501 §6.4.1",
		why: "as NOOP"},
	"STARTTLS": {states: notAuthenticated, run: startTLS, check: noArgs, after: handshake, rfc: "RFC 9051 §6.2.1",
		why: "the base sees no socket"},
	"COMPRESS": {states: loggedIn, run: compress, after: beginCompression, expunges: true, rfc: "RFC 4978 §3",
		why: "the base sees no socket"},
	"ENABLE": {states: loggedIn, run: enable, expunges: true, rfc: "RFC 9051 §6.3.1",
		why: "the base answers without arguments with OK, and the front must know what is enabled"},
	"ID": {states: anyState, run: id, expunges: true, rfc: "RFC 2971 §3.1",
		why: "the base has no ID"},
	"SELECT": {states: loggedIn, run: selectMailbox, rfc: "RFC 7162 §3.1.8, §3.2.5",
		why: "the base cannot read parameters and tells no HIGHESTMODSEQ; it still opens the mailbox, from the plain form, as its COPY, EXPUNGE and CLOSE need its state"},
	"EXAMINE": {states: loggedIn, run: selectMailbox, rfc: "RFC 7162 §3.1.8, §3.2.5",
		why: "as SELECT"},
	"XLIST": {states: loggedIn, run: xlist, expunges: true, rfc: "obsolete, of Gmail",
		why: "the base has no XLIST"},
	"LIST": {states: loggedIn, run: list, expunges: true, rfc: "RFC 9051 §6.3.9",
		why: "the base's RETURN (STATUS ...) knows its own items only"},
	"STATUS": {states: loggedIn, run: status, expunges: true, rfc: "RFC 9051 §6.3.11",
		why: "the base knows its own items only, and neither MAILBOXID nor HIGHESTMODSEQ"},
	"APPEND": {states: loggedIn, run: appendMessage, expunges: true, rfc: "RFC 9051 §6.3.12",
		why: "the base gives no tagged response when something follows the literal, and knows neither MULTIAPPEND nor CATENATE"},
	"REPLACE": {states: selected, numbered: true, run: replace, expunges: true, rfc: "RFC 8508 §3.2",
		why: "the base has no REPLACE"},
	"UID REPLACE": {states: selected, run: replace, expunges: true, rfc: "RFC 8508 §3.3",
		why: "as REPLACE"},
	"GENURLAUTH": {states: loggedIn, run: genURLAuth, expunges: true, rfc: "RFC 4467 §7",
		why: "the base has no URLAUTH"},
	"RESETKEY": {states: loggedIn, run: resetKey, expunges: true, rfc: "RFC 4467 §7",
		why: "as GENURLAUTH"},
	"URLFETCH": {states: loggedIn, run: urlFetch, expunges: true, rfc: "RFC 4467 §7",
		why: "as GENURLAUTH"},
	"GETQUOTA": {states: loggedIn, run: getQuota, expunges: true, rfc: "RFC 9208 §4.1.1",
		why: "the base has no QUOTA"},
	"GETQUOTAROOT": {states: loggedIn, run: getQuotaRoot, expunges: true, rfc: "RFC 9208 §4.1.2",
		why: "as GETQUOTA"},
	"SETQUOTA": {states: loggedIn, run: setQuota, expunges: true, rfc: "RFC 9208 §4.1.3",
		why: "as GETQUOTA"},
	"SETACL": {states: loggedIn, run: setACL, expunges: true, rfc: "RFC 4314 §3.1",
		why: "the base has no ACL"},
	"DELETEACL": {states: loggedIn, run: deleteACL, expunges: true, rfc: "RFC 4314 §3.2",
		why: "as SETACL"},
	"GETACL": {states: loggedIn, run: getACL, expunges: true, rfc: "RFC 4314 §3.3",
		why: "as SETACL"},
	"LISTRIGHTS": {states: loggedIn, run: listRights, expunges: true, rfc: "RFC 4314 §3.4",
		why: "as SETACL"},
	"MYRIGHTS": {states: loggedIn, run: myRights, expunges: true, rfc: "RFC 4314 §3.5",
		why: "as SETACL"},
	"GETMETADATA": {states: loggedIn, run: getMetadata, expunges: true, rfc: "RFC 5464 §4.2",
		why: "the base has no METADATA"},
	"SETMETADATA": {states: loggedIn, run: setMetadata, expunges: true, rfc: "RFC 5464 §4.3",
		why: "as GETMETADATA"},
	"IDLE": {states: loggedIn, run: idle, check: noArgs, expunges: true, rfc: "RFC 9051 §6.3.13",
		why: "updates are the front's, for base and extensions alike"},
	"NOTIFY": {states: loggedIn, run: notify, expunges: true, rfc: "RFC 5465 §3.1",
		why: "the base has no NOTIFY"},
	"FETCH": {states: selected, numbered: true, run: fetch, rfc: "RFC 9051 §6.4.5",
		why: "the base rebuilds ENVELOPE from parsed fields and flushes each response"},
	"UID FETCH": {states: selected, run: fetch, expunges: true, rfc: "RFC 9051 §6.4.9",
		why: "as FETCH"},
	"STORE": {states: selected, numbered: true, run: storeFlags, rfc: "RFC 9051 §6.4.6",
		why: "the base cannot announce a keyword in FLAGS before it is used"},
	"UID STORE": {states: selected, run: storeFlags, expunges: true, rfc: "RFC 9051 §6.4.9",
		why: "as STORE"},
	"SEARCH": {states: selected, numbered: true, run: search, rfc: "RFC 9051 §6.4.4",
		why: "the base takes SMALLER 0 and LARGER 0 for no condition, answers RETURN (SAVE) with ALL, and knows two charsets"},
	"UID SEARCH": {states: selected, run: search, expunges: true, rfc: "RFC 9051 §6.4.9",
		why: "as SEARCH"},
	"SORT": {states: selected, numbered: true, run: sortMessages, rfc: "RFC 5256 §3",
		why: "the base has no SORT"},
	"UID SORT": {states: selected, run: sortMessages, expunges: true, rfc: "RFC 5256 §3",
		why: "as SORT"},
	"CANCELUPDATE": {states: selected, run: cancelUpdate, expunges: true, rfc: "RFC 5267 §4.3.5",
		why: "the base keeps no results up to date"},
	"THREAD": {states: selected, numbered: true, run: threadMessages, rfc: "RFC 5256 §3",
		why: "the base has no THREAD"},
	"UID THREAD": {states: selected, run: threadMessages, expunges: true, rfc: "RFC 5256 §3",
		why: "as THREAD"},
}

// lookup finds the row of a command and checks the session's state.
func (s *session) lookup(c *front.Command) (entry, error) {
	e, ok := table[c.Name]
	switch {
	case !ok:
		return e, front.Bad("Unknown command %.40s", c.Name)
	case e.states&s.state() != 0 && e.numbered && s.uidOnly:
		return e, errUIDRequired
	case e.states&s.state() != 0:
		return e, nil
	case e.states == notAuthenticated:
		return e, front.Bad("%s is only valid before login", c.Name)
	case s.account == nil:
		return e, front.Bad("%s is only valid after login", c.Name)
	}
	return e, front.Bad("%s is only valid when a mailbox is selected", c.Name)
}

func (s *session) state() states {
	switch {
	case s.view != nil:
		return selected
	case s.account != nil:
		return authenticated
	}
	return notAuthenticated
}
