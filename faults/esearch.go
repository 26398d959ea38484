package faults

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"imaporacle/server/front"
)

// esearch is an ESEARCH response taken apart (RFC 9051 §7.3.4).
type esearch struct {
	correlator string // (TAG "a1")
	uid        bool
	items      []item
}

func parseESearch(resp []byte) (*esearch, bool) {
	rest, ok := untagged(resp, "ESEARCH")
	if !ok {
		return nil, false
	}
	all := elements([]byte("(" + strings.TrimSuffix(string(rest), "\r\n") + ")"))
	e := new(esearch)
	if len(all) > 0 && isList(all[0]) {
		e.correlator, all = string(all[0]), all[1:]
	}
	if len(all) > 0 && string(all[0]) == "UID" {
		e.uid, all = true, all[1:]
	}
	e.items, ok = itemsOf(all)
	return e, ok
}

func (e *esearch) bytes() []byte {
	b := []byte("* ESEARCH")
	if e.correlator != "" {
		b = append(append(b, ' '), e.correlator...)
	}
	if e.uid {
		b = append(b, " UID"...)
	}
	if len(e.items) > 0 {
		b = append(b, ' ')
	}
	return append(appendItems(b, e.items), "\r\n"...)
}

// drop removes an item, and reports whether there was one.
func (e *esearch) drop(name string) bool {
	for k, i := range e.items {
		if i.name == name {
			e.items = append(e.items[:k:k], e.items[k+1:]...)
			return true
		}
	}
	return false
}

// rewritesESearch is for a fault of ESEARCH. change returns nil if there is
// nothing to change.
func rewritesESearch(change func(*wire, *esearch) []byte) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		e, ok := parseESearch(resp)
		if !ok {
			return resp
		}
		if sent := change(w, e); sent != nil && w.acts() {
			return sent
		}
		return resp
	})
}

var esearchWithoutAll = Kind{
	Name: "esearch", Value: "without-all",
	Story:  "IMAP4rev2 is not advertised, but ENABLE takes it; SEARCH is then answered with an ESEARCH that does not hold what was found. Strato did so.",
	Source: "email-mcp issue 91", Rule: "esearch/items", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if sent := withoutCapabilities(resp, "IMAP4rev2"); sent != nil && w.acts() {
			return sent
		}
		e, ok := parseESearch(resp)
		if !ok || !e.drop("ALL") || !w.acts() {
			return resp
		}
		return e.bytes()
	}),
}

var searchReturnNothing = Kind{
	Name: "search-return", Value: "nothing",
	Story:  "SEARCH RETURN () is answered OK without a result, where it asks for all that was found.",
	Source: "MailKit issue 1177", Rule: "search/answered", Acts: Response,
	wire: rewritesESearch(func(w *wire, _ *esearch) []byte {
		if w.talk.During == nil || !bytes.HasPrefix(bytes.ToUpper(w.talk.During.Args().Rest()), []byte(" RETURN ()")) {
			return nil
		}
		return []byte{}
	}),
}

var searchReturnIgnored = Kind{
	Name: "search-return", Value: "ignored",
	Story:  "SEARCH with RETURN is answered with a SEARCH response, as if RETURN had not been there. Cyrus 2.4 did so.",
	Source: "Cyrus issue 1720", Rule: "esearch/asked", Acts: Response,
	wire: rewritesESearch(func(_ *wire, e *esearch) []byte {
		b := []byte("* SEARCH")
		if all := itemNamed(e.items, "ALL"); all != nil {
			for _, n := range numbersOf(string(all.value)) {
				b = fmt.Append(append(b, ' '), n)
			}
		}
		return append(b, "\r\n"...)
	}),
}

var esearchUIDs = Kind{
	Name: "esearch", Value: "uids-for-numbers",
	Story:  "SEARCH with RETURN is answered as if it were UID SEARCH, with UIDs where sequence numbers belong. A client that goes by its command opens, marks or deletes other messages.",
	Source: "libredesk pull request 282", Rule: "esearch/uid-indicator", Acts: Command,
	wire: intercepts(func(w *wire, c *front.Command) error {
		if c.Name == "SEARCH" && bytes.HasPrefix(bytes.ToUpper(c.Args().Rest()), []byte(" RETURN (")) && w.acts() {
			c.Name = "UID SEARCH"
		}
		return nil
	}),
}

var esearchCountTotal = Kind{
	Name: "esearch", Value: "count-total",
	Story:  "COUNT of ESEARCH is the number of all messages in the mailbox, and MIN is 0. Purelymail did so.",
	Source: "Purelymail issue 445", Rule: "esearch/consistent", Acts: Response,
	wire: rewritesESearch(func(w *wire, e *esearch) []byte {
		count, least := itemNamed(e.items, "COUNT"), itemNamed(e.items, "MIN")
		if count == nil && least == nil {
			return nil
		}
		if count != nil {
			count.value = strconv.AppendInt(nil, int64(w.talk.exists), 10)
		}
		if least != nil {
			least.value = []byte("0")
		}
		return e.bytes()
	}),
}
