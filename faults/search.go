package faults

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"imaporacle/server/front"
)

func searches(command string) bool { return command == "SEARCH" || command == "UID SEARCH" }

var searchBeyondExists = Kind{
	Name: "search", Value: "beyond-exists",
	Story:  "SEARCH gives also the number of a message that no EXISTS has told. Exchange 2007 did so.",
	Source: "Jakarta Mail issue 156", Rule: "search/beyond-exists", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		line, ok := bytes.CutSuffix(resp, crlf)
		if !ok || w.talk.command() != "SEARCH" || !isSearch(resp) || bytes.HasSuffix(line, []byte(")")) || !w.acts() {
			return resp
		}
		return fmt.Appendf(bytes.Clone(line), " %d\r\n", w.talk.exists+1)
	}),
}

func isSearch(resp []byte) bool {
	_, ok := untagged(resp, "SEARCH")
	return ok
}

// flagKeys are the search keys that take no argument.
var flagKeys = []string{
	"ANSWERED", "DELETED", "DRAFT", "FLAGGED", "NEW", "OLD", "RECENT", "SEEN",
	"UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN",
}

var searchOrderDependent = Kind{
	Name: "search", Value: "order-dependent",
	Story:  "What SEARCH finds depends on the order of its keys: a flag that is not the first key is not heeded. hMailServer did so.",
	Source: "hMailServer issue 149", Rule: "search/matches", Acts: Command,
	wire: intercepts(func(w *wire, c *front.Command) error {
		if !searches(c.Name) {
			return nil
		}
		line, err := front.AppendInline(nil, c.Args().Rest())
		if err != nil {
			return nil
		}
		keys := words(line)
		kept := slices.Clone(keys[:min(beforeKeys(keys)+1, len(keys))])
		for _, k := range keys[len(kept):] {
			if !slices.Contains(flagKeys, strings.ToUpper(k)) {
				kept = append(kept, k)
			}
		}
		if len(kept) < len(keys) && w.acts() {
			c.SetArgs([]byte(" " + strings.Join(kept, " ")))
		}
		return nil
	}),
}

// beforeKeys returns how many words of a SEARCH stand before its first key:
// those of RETURN and CHARSET (RFC 9051 §9, search-program).
func beforeKeys(words []string) int {
	n := 0
	for n+1 < len(words) && (strings.EqualFold(words[n], "RETURN") || strings.EqualFold(words[n], "CHARSET")) {
		n += 2
	}
	return n
}

// words returns the elements of a line.
func words(line []byte) []string {
	var all []string
	for _, e := range elements(slices.Concat([]byte("("), line, []byte(")"))) {
		all = append(all, string(e))
	}
	return all
}

var searchCharsetRefused = Kind{
	Name: "search-charset", Value: "quoted-refused",
	Story:  `SEARCH CHARSET "UTF-8" is refused because of its quotes. DavMail did so.`,
	Source: "DavMail issue 61", Rule: "search/charset", Acts: Command,
	wire: intercepts(func(w *wire, c *front.Command) error {
		if !searches(c.Name) || !bytes.Contains(bytes.ToUpper(c.Args().Rest()), []byte(` CHARSET "UTF-8"`)) || !w.acts() {
			return nil
		}
		return front.No("BADCHARSET", "Unsupported charset")
	}),
}

var searchServerBug = Kind{
	Name: "search", Value: "server-bug",
	Story:  "SEARCH with OR or HEADER is refused as a bug of the server's. Yahoo does so.",
	Source: "node-imap issue 737", Rule: "refusal/server-bug", Acts: Command,
	wire: intercepts(func(w *wire, c *front.Command) error {
		hard := func(k string) bool { return strings.EqualFold(k, "OR") || strings.EqualFold(k, "HEADER") }
		if !searches(c.Name) || !slices.ContainsFunc(words(c.Args().Rest()), hard) || !w.acts() {
			return nil
		}
		return front.No("SERVERBUG", "SEARCH Server error - Please try again later")
	}),
}
