package faults

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// selectMadeUps are made-up faults of what SELECT and EXAMINE tell.
var selectMadeUps = []Kind{
	breaks("select/exists-told", "exists", "untold", Response,
		"SELECT of an empty mailbox tells no EXISTS, as if silence meant none.",
		rewrites(func(w *wire, resp []byte) []byte {
			if n, name, ok := numbered(resp); !ok || name != "EXISTS" || n > 0 || !w.talk.selects() || !w.acts() {
				return resp
			}
			return nil
		})),
	breaks("select/flags-told", "flags", "untold", Response,
		"SELECT and EXAMINE tell no FLAGS.", leavesOut("FLAGS", "SELECT", "EXAMINE")),
	breaks("flags/no-recent", "flags", "with-recent", Response,
		`FLAGS lists \Recent, which no client can set.`, addsFlag(`\Recent`)),
	breaks("syntax/parenthesis", "flags", "unclosed", Response,
		"The list of FLAGS is not closed.",
		rewrites(func(w *wire, resp []byte) []byte {
			if rest, ok := untagged(resp, "FLAGS"); !ok || !isList(rest) || !w.acts() {
				return resp
			}
			return bytes.Replace(resp, []byte(")\r\n"), crlf, 1)
		})),
	breaks("syntax/flag", "flags", "bare-backslash", Response,
		"FLAGS lists a backslash without a name.", addsFlag(`\`)),
	breaks("flags/announced", "flags", "unannounced", Response,
		"A keyword that is new in a selected mailbox stands in neither FLAGS nor PERMANENTFLAGS: the first that is told of it is a message that has it.",
		rewritesKeywords(func(string) (string, bool) { return "", true })),
	breaks("flags/not-dropped", "flags", "forgets-keywords", Response,
		"A keyword that is new in a selected mailbox drives those that were there before out of FLAGS and PERMANENTFLAGS.",
		rewritesKeywords(onlyLastKeyword)),
	breaks("flags/permanent-known", "permanentflags", "unknown", Response,
		"PERMANENTFLAGS names a keyword that FLAGS has not.",
		rewritesStatus(func(w *wire, s status) []byte {
			if list, ok := s.codeArg("PERMANENTFLAGS"); !ok || list == "()" || !w.acts() {
				return nil
			}
			s.code = strings.Replace(s.code, "(", "(Unheard-of ", 1)
			return s.bytes()
		})),
	breaks("select/access-code", "select", "without-access", Response,
		"SELECT is answered neither READ-WRITE nor READ-ONLY.", withAccess("SELECT", "")),
	breaks("select/examine-read-only", "examine", "read-write", Response,
		"EXAMINE is answered READ-WRITE.", withAccess("EXAMINE", "READ-WRITE")),
	breaks("recent/beyond-exists", "recent", "beyond-exists", Response,
		"RECENT is larger than any mailbox.",
		rewrites(func(w *wire, resp []byte) []byte {
			if _, name, ok := numbered(resp); !ok || name != "RECENT" || !w.acts() {
				return resp
			}
			return []byte("* 1000000 RECENT\r\n")
		})),
	breaks("uidnext/in-range", "uidnext", "too-large", Response,
		"UIDNEXT takes more than 32 bits, by SELECT and by STATUS.", tellsNumber("UIDNEXT", "1386757466500000")),
	breaks("uidvalidity/constant", "uidvalidity", "changing", Response,
		"While a mailbox is selected, NOOP tells it another UIDVALIDITY.",
		rewritesStatus(func(w *wire, s status) []byte {
			n, err := strconv.ParseUint(w.talk.uidValidity, 10, 32)
			if err != nil || w.talk.Mailbox == "" || !w.talk.completes(s, "NOOP") || !w.acts() {
				return nil
			}
			return fmt.Appendf(nil, "* OK [UIDVALIDITY %d] Changed\r\n%s", n+1, s)
		})),
	breaks("uidvalidity/grows", "uidvalidity", "falling", Response,
		"Each connection is told a lower UIDVALIDITY than the one before.",
		rewrites(func(w *wire, resp []byte) []byte {
			s, _ := parseStatus(resp)
			told, _ := s.codeArg("UIDVALIDITY")
			n, err := strconv.ParseUint(told, 10, 32)
			if err != nil || n <= uint64(w.talk.actor.Conn) || !w.acts() {
				return resp
			}
			return withNumber(resp, "UIDVALIDITY", fmt.Sprint(n-uint64(w.talk.actor.Conn)))
		})),
}

// rewritesKeywords is for a fault of FLAGS and PERMANENTFLAGS in a mailbox that
// is selected already. change returns another list, which is not sent if it is
// empty, and whether it is another.
func rewritesKeywords(change func(list string) (string, bool)) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		if w.talk.selects() {
			return resp
		}
		list, ok := untagged(resp, "FLAGS")
		if s, isStatus := parseStatus(resp); isStatus && s.tag == "*" {
			var code string
			code, ok = s.codeArg("PERMANENTFLAGS")
			list = []byte(code)
		}
		list = bytes.TrimSpace(list)
		if !ok || !isList(list) {
			return resp
		}
		changed, isOther := change(string(list))
		if !isOther || !w.acts() {
			return resp
		}
		if changed == "" {
			return nil
		}
		return bytes.Replace(resp, list, []byte(changed), 1)
	})
}

// onlyLastKeyword leaves of the keywords in a list the last one alone: what is
// new stands behind what was there.
func onlyLastKeyword(list string) (string, bool) {
	var kept []string
	last := ""
	dropped := false
	for _, flag := range strings.Fields(strings.Trim(list, "()")) {
		if strings.HasPrefix(flag, `\`) {
			kept = append(kept, flag)
			continue
		}
		dropped = dropped || last != ""
		last = flag
	}
	if !dropped {
		return list, false
	}
	return "(" + strings.Join(append(kept, last), " ") + ")", true
}

// withAccess is a fault of the code by which a command tells whether the
// mailbox can be changed.
func withAccess(command, code string) func(*wire) actions {
	return rewritesStatus(func(w *wire, s status) []byte {
		if !w.talk.completes(s, command) || !strings.HasPrefix(s.code, "READ-") || !w.acts() {
			return nil
		}
		s.code = code
		return s.bytes()
	})
}
