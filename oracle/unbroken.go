package oracle

import "slices"

// unbroken lists the rules that no fault of the catalogue is to break, by the
// reason. Those of the judge are broken by the traces of its own tests.
var unbroken = []struct {
	why   string
	rules []string
}{
	{"it is what a clean server does", []string{"expunge/fetch-whole"}},
	{"what a behaviour refuses is answered NO", []string{"expunge/not-bad"}},
	{"the tester does not use LOGIN where LOGINDISABLED is advertised", []string{"login/disabled"}},
	{"the tester changes nothing in a mailbox that it has read-only", []string{"select/read-only-kept"}},
	{"a client that is greeted otherwise does not connect, so that nothing can be tested", []string{"greeting/form"}},
	{"the client waits for ever", []string{"syntax/tag"}},
	{"the tester could not tell in which order it heard of the EXPUNGE and of the completion", []string{"expunge/needs-command"}},
	{"no fault has been written that does", []string{
		"recent/count", "recent/beyond-exists", "expunge/not-during-search", "vanished/known",
		"vanished/replaces-expunge", "vanished/needs-qresync", "vanished/earlier-asked", "uid/in-response",
		"uidnext/in-range", "uidvalidity/constant", "uidvalidity/grows", "fetch/partial-short",
		"fetch/peek-keeps-unseen", "fetch/seen-told", "flags/announced", "flags/not-dropped",
		"flags/no-recent", "flags/permanent-known", "flags/store-told", "flags/store-obeyed",
		"modseq/needs-enable", "modseq/positive", "modseq/highest-told", "modseq/highest-not-below",
		"modseq/rises", "modseq/search-told", "modseq/modified-asked", "qresync/closed-told",
		"qresync/expunge-highest", "search/repeats", "esearch/tag", "sort/once", "thread/once",
		"select/exists-told", "select/flags-told", "select/examine-read-only", "select/access-code",
		"status/answered", "list/attributes", "list/once", "copyuid/lengths", "copyuid/sources",
		"copyuid/new", "tag/untagged-bad", "continuation/asked", "response/answered", "bye/before-logout",
		"capability/revision", "enable/asked", "syntax/line-end", "syntax/parenthesis", "syntax/eight-bit",
		"syntax/string", "syntax/flag", "syntax/date", "syntax/section", "syntax/fetch", "syntax/status",
		"syntax/search",
	}},
}

// Unbroken says why no fault breaks a rule; it is empty if one must.
func Unbroken(rule string) string {
	for _, u := range unbroken {
		if slices.Contains(u.rules, rule) {
			return u.why
		}
	}
	return ""
}
