package faults

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"imaporacle/server/front"
)

// modSeqMadeUps are made-up faults of CONDSTORE and QRESYNC.
var modSeqMadeUps = []Kind{
	breaks("modseq/highest-told", "highestmodseq", "untold", Response,
		"SELECT tells no HIGHESTMODSEQ.", leavesOutCode("HIGHESTMODSEQ", "SELECT", "EXAMINE")),
	breaks("modseq/highest-not-below", "highestmodseq", "too-low", Response,
		"HIGHESTMODSEQ of a mailbox with messages is 1, whatever has happened.",
		rewritesStatus(func(w *wire, s status) []byte {
			if _, ok := s.codeArg("HIGHESTMODSEQ"); !ok || !w.talk.selects() || w.talk.exists == 0 || !w.acts() {
				return nil
			}
			s.code = "HIGHESTMODSEQ 1"
			return s.bytes()
		})),
	breaks("modseq/positive", "modseq", "zero", Response,
		"MODSEQ of each message is 0.", rewritesModSeq(func(uint64) uint64 { return 0 })),
	breaks("modseq/rises", "modseq", "falling", Response,
		"MODSEQ of a message falls with each change.", rewritesModSeq(func(n uint64) uint64 { return 1<<40 - n })),
	breaks("modseq/search-told", "search-modseq", "untold", Response,
		"SEARCH with MODSEQ does not tell the highest mod-sequence.",
		rewrites(func(w *wire, resp []byte) []byte {
			before, _, ok := strings.Cut(string(resp), " (MODSEQ ")
			if !isSearch(resp) || !ok || !w.acts() {
				return resp
			}
			return []byte(before + "\r\n")
		})),
	breaks("modseq/modified-asked", "modified", "others", Response,
		"MODIFIED names a message that STORE has not named.",
		rewritesStatus(func(w *wire, s status) []byte {
			if _, ok := s.codeArg("MODIFIED"); !ok || !w.acts() {
				return nil
			}
			s.code = "MODIFIED 1000000"
			return s.bytes()
		})),
	breaks("qresync/closed-told", "closed", "untold", Response,
		"SELECT that closes another mailbox does not say CLOSED.", leavesOutCode("CLOSED", "SELECT", "EXAMINE")),
	breaks("qresync/expunge-highest", "highestmodseq", "untold-by-expunge", Response,
		"EXPUNGE tells no HIGHESTMODSEQ.",
		rewritesStatus(func(w *wire, s status) []byte {
			if _, ok := s.codeArg("HIGHESTMODSEQ"); !ok || !w.talk.completes(s, "EXPUNGE", "UID EXPUNGE") || !w.acts() {
				return nil
			}
			s.code = ""
			return s.bytes()
		})),
	breaks("vanished/replaces-expunge", "vanished", "as-expunge", Response,
		"EXPUNGE of the first message is told by EXPUNGE, although QRESYNC is enabled.",
		rewrites(func(w *wire, resp []byte) []byte {
			if rest, ok := untagged(resp, "VANISHED"); !ok || strings.HasPrefix(string(rest), "(") || w.talk.command() != "EXPUNGE" || !w.acts() {
				return resp
			}
			return []byte("* 1 EXPUNGE\r\n")
		})),
	breaks("vanished/known", "vanished", "twice", Response,
		"VANISHED comes twice, so that the second names messages that are gone already.",
		rewrites(func(w *wire, resp []byte) []byte {
			if rest, ok := untagged(resp, "VANISHED"); !ok || strings.HasPrefix(string(rest), "(") || !w.acts() {
				return resp
			}
			return slices.Concat(resp, resp)
		})),
	breaks("vanished/needs-qresync", "enable", "qresync-too", Command,
		"ENABLE CONDSTORE turns QRESYNC on as well, and does not say so: what is expunged is told by VANISHED to a client that may not know it.",
		func(w *wire) actions {
			var quietly *front.Command
			return actions{
				command: func(c *front.Command) error {
					args := strings.ToUpper(string(c.Args().Rest()))
					if c.Name != "ENABLE" || !strings.Contains(args, "CONDSTORE") || strings.Contains(args, "QRESYNC") || !w.acts() {
						return nil
					}
					quietly = c
					c.SetArgs([]byte(args + " QRESYNC"))
					return nil
				},
				response: func(resp []byte) []byte {
					if _, ok := untagged(resp, "ENABLED"); !ok || quietly != w.talk.During {
						return resp
					}
					return bytes.Replace(resp, []byte(" QRESYNC"), nil, 1)
				},
			}
		}),
	breaks("vanished/earlier-asked", "vanished", "earlier-unasked", Response,
		"NOOP tells of messages that vanished earlier, though the client has not asked.",
		rewritesStatus(func(w *wire, s status) []byte {
			if !w.talk.completes(s, "NOOP") || w.talk.Mailbox == "" || !w.acts() {
				return nil
			}
			return fmt.Appendf(nil, "* VANISHED (EARLIER) 4294967290\r\n%s", s)
		})),
	breaks("modseq/needs-enable", "modseq", "unasked", Response,
		"FETCH holds MODSEQ although the client has not shown that it knows it.",
		func(w *wire) actions {
			knows := false
			add := rewritesFetch(func(w *wire, f *fetched) []byte {
				if knows || !fetches(w.talk.command()) {
					return nil
				}
				f.items = append(f.items, item{"MODSEQ", []byte("(1)")})
				return f.bytes()
			})(w)
			return actions{response: func(resp []byte) []byte {
				args := argsOf(w)
				knows = knows || strings.Contains(args, "MODSEQ") || strings.Contains(args, "CONDSTORE") ||
					strings.Contains(args, "QRESYNC") || strings.Contains(args, "CHANGEDSINCE")
				return add.response(resp)
			}}
		}),
}

// rewritesModSeq is for a fault of MODSEQ in FETCH.
func rewritesModSeq(change func(uint64) uint64) func(*wire) actions {
	return rewritesFetch(func(_ *wire, f *fetched) []byte {
		i := f.item("MODSEQ")
		if i == nil {
			return nil
		}
		n, err := strconv.ParseUint(strings.Trim(string(i.value), "()"), 10, 64)
		if err != nil {
			return nil
		}
		i.value = fmt.Appendf(nil, "(%d)", change(n))
		return f.bytes()
	})
}
