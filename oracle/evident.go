package oracle

import "slices"

// evident are the faults of which each single act breaks their rules for all
// to see, whatever came before and comes after: so that it is known what they
// must show wherever a scope lets them act. Of the others it depends on more
// than one act, or on what the tester asks elsewhere; or, as with a UIDVALIDITY
// or an ENVELOPE that is wrong at times only, what is said contradicts itself; or
// a space in a FETCH is lost, as another fault writes the response anew.
var evident = []string{
	"exists=late", "exists=two-spaces", "exists=before-expunge",
	"uidvalidity=missing", "uidnext=zero", "uidnext=missing",
	"status=empty", "flags=with-star", "flags=atom-specials", "select=one-parameter",
	"highestmodseq=without-text",
	"search=beyond-exists", "search=server-bug", "search-charset=quoted-refused",
	"search-return=nothing", "search-return=ignored", "esearch=uids-for-numbers",
	"fetch-rfc822=dropped", "fetch-partial=crash",
	"copyuid=bare", "copyuid=two-fields",
	"enable=unanswered", "id=bad", "list-special-use=bad",
	"completion=without-text", "completion=throttled", "continuation=bare",
}

// Evident reports whether each act of a fault breaks its rules for all to see.
func Evident(fault string) bool { return slices.Contains(evident, fault) }
