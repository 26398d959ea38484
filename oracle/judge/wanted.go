package judge

import (
	"slices"
	"strconv"
	"strings"

	"imaporacle/internal/wire"
)

// wanted is what a command asks for, and what has come of it.
type wanted struct {
	spoilt   bool // a response could not be read in full, or it asks for what is no item
	answered bool // the untagged response came that the command is there for
	set      wire.NumSet

	// FETCH: the items in one form, a bit for each; of which message what came.
	fetched  string // the response that answers: FETCH or UIDFETCH
	items    []string
	all, any uint64 // any: those that no server tells by itself
	got      map[uint32]uint64
	reads    bool // it sets \Seen
	peeks    bool // it has BODY.PEEK
	filtered bool // only some of the messages are to come
	partial  []partial
	// The last message that was answered in full, and the one before it.
	last, lastBefore uint32
	disorder         bool

	store  *store
	search *search
	status []string       // items of STATUS
	listed map[string]int // names that LIST gave, by event
}

// partial is a part of a text that was asked for.
type partial struct {
	item   string // with its origin
	length uint64
}

// expected gives the untagged response that an OK without it contradicts.
var expected = map[string][]string{
	"CAPABILITY": {"CAPABILITY"}, "NAMESPACE": {"NAMESPACE"}, "ENABLE": {"ENABLED"},
	"STATUS": {"STATUS"}, "SEARCH": {"SEARCH", "ESEARCH"}, "SORT": {"SORT", "ESEARCH"}, "THREAD": {"THREAD"},
	"GETQUOTA": {"QUOTA"}, "GETQUOTAROOT": {"QUOTAROOT"}, "GETACL": {"ACL"}, "MYRIGHTS": {"MYRIGHTS"},
	"LISTRIGHTS": {"LISTRIGHTS"},
}

// statusItems are those that a STATUS answered OK must return: another one was a
// mistake of the client's.
var statusItems = map[string]bool{
	"MESSAGES": true, "UIDNEXT": true, "UIDVALIDITY": true, "UNSEEN": true, "RECENT": true, "DELETED": true, "SIZE": true,
	"HIGHESTMODSEQ": true, "APPENDLIMIT": true, "MAILBOXID": true, "DELETED-STORAGE": true,
}

// answeredBy names the rules of responses that have one of their own.
var answeredBy = map[string]string{
	"STATUS": "status/answered", "SEARCH": "search/answered", "SORT": "search/answered",
	"THREAD": "search/answered", "ENABLE": "enable/answered",
}

// ask reads what the command asks for.
func (w *wanted) ask(s *session, c *command) {
	if w.fetched = "FETCH"; s.isEnabled("UIDONLY") {
		w.fetched = "UIDFETCH"
	}
	switch c.verb {
	case "FETCH":
		w.askFetch(s, c)
	case "STORE":
		w.askStore(s, c)
	case "COPY", "MOVE":
		w.set, _ = s.readSet(c)
	case "SEARCH", "SORT", "THREAD":
		w.search = readSearch(c)
	case "STATUS":
		if len(c.args) > 1 {
			for _, a := range c.args[1].list {
				if name := upper(a.text); statusItems[name] {
					w.status = append(w.status, name)
				}
			}
		}
	case "LIST":
		w.listed = make(map[string]int)
	}
}

// answer takes an untagged response that may belong to the command.
func (w *wanted) answer(c *command, r *wire.Response) {
	if r.Err != nil {
		w.spoilt = true
	}
	if slices.Contains(expected[c.verb], r.Name) {
		w.answered = true
	}
	if r.Name == w.fetched && (w.items != nil || w.store != nil) {
		w.answerFetch(r)
	}
}

// answeredData looks whether what the command is there for has come.
func (s *session) answeredData(c *command) {
	if len(expected[c.verb]) == 0 || c.wanted.answered || c.wanted.spoilt {
		return
	}
	if q := c.wanted.search; q != nil && (q.bad || q.saves) {
		return // RETURN (SAVE) alone has no result (RFC 5182 §2.1)
	}
	rule, ok := answeredBy[c.verb]
	if !ok {
		rule = "response/answered"
	}
	s.blame(rule, c.name()+" was answered OK without "+strings.Join(expected[c.verb], " or "), c.first)
}

// macros stand for several items (RFC 9051 §6.4.5).
var macros = map[string]string{
	"ALL":  "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE",
	"FAST": "FLAGS INTERNALDATE RFC822.SIZE",
	"FULL": "FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY",
}

// optional items may be left out where they cannot be had, or are not judged.
func optional(item string) bool {
	return strings.Contains(item, "\n") || // a literal in it
		strings.HasPrefix(item, "BINARY") || strings.HasPrefix(item, "X-") || strings.HasPrefix(item, "ANNOTATION") ||
		strings.HasPrefix(item, "PREVIEW") || strings.HasPrefix(item, "SNIPPET")
}

func (w *wanted) askFetch(s *session, c *command) {
	set, ok := s.readSet(c)
	if !ok || len(c.args) < 2 {
		return
	}
	list := []arg{c.args[1]}
	if c.args[1].isList {
		list = c.args[1].list
	} else if all := macros[upper(c.args[1].text)]; all != "" {
		list = nil
		for _, item := range strings.Fields(all) {
			list = append(list, arg{text: item})
		}
	}
	if c.uid {
		list = append(list, arg{text: "UID"})
	}
	w.set, w.filtered = set, len(c.args) > 2
	w.got = make(map[uint32]uint64)
	w.items = []string{}
	for _, a := range list {
		if a.isList || a.quoted || len(w.items) == 64 {
			continue // PREVIEW (LAZY)
		}
		w.addItem(a.text)
	}
}

// addItem notes an item under the name that its answer bears.
func (w *wanted) addItem(text string) {
	item := wire.CanonicalItem([]byte(text))
	if optional(item) {
		return
	}
	peek := strings.HasPrefix(item, "BODY.PEEK[")
	if peek {
		w.peeks = true
		item = "BODY[" + strings.TrimPrefix(item, "BODY.PEEK[")
	} else if strings.HasPrefix(item, "BODY[") || item == "RFC822" || item == "RFC822.TEXT" {
		w.reads = true
	}
	if answer, length, ok := cutPartial(item); ok {
		item = answer
		w.partial = append(w.partial, partial{item, length})
	}
	if !wire.IsItem([]byte(item)) {
		w.spoilt = true // a mistake, whatever the server says to it
		return
	}
	if slices.Contains(w.items, item) {
		return
	}
	bit := uint64(1) << len(w.items)
	w.items = append(w.items, item)
	w.all |= bit
	if item != "FLAGS" && item != "UID" && item != "MODSEQ" {
		w.any |= bit
	}
}

// cutPartial makes BODY[]<0> and 100 of BODY[]<0.100>.
func cutPartial(item string) (answer string, length uint64, ok bool) {
	open := strings.LastIndexByte(item, '<')
	if open < 0 || !strings.HasSuffix(item, ">") {
		return item, 0, false
	}
	origin, count, ok := strings.Cut(item[open+1:len(item)-1], ".")
	length, err := strconv.ParseUint(count, 10, 63)
	if !ok || err != nil {
		return item, 0, false
	}
	return item[:open+1] + origin + ">", length, true
}

// answerFetch notes what a FETCH response holds.
func (w *wanted) answerFetch(r *wire.Response) {
	if len(r.Args) == 0 {
		return
	}
	items := r.Args[0].List
	var got uint64
	for i := 0; i+1 < len(items); i += 2 {
		got |= w.bitOf(items[i].Bytes)
	}
	if w.got == nil {
		w.got = make(map[uint32]uint64)
	}
	if w.got[r.Number] == 0 && got == w.all && got&w.any != 0 {
		w.last, w.lastBefore = r.Number, w.last
	}
	w.got[r.Number] |= got
}

func (w *wanted) bitOf(name []byte) uint64 {
	for i, item := range w.items {
		if isItem(name, item) {
			return 1 << i
		}
	}
	for _, c := range name {
		if c == '(' {
			if i := slices.Index(w.items, wire.CanonicalItem(name)); i >= 0 {
				return 1 << i
			}
			return 0
		}
	}
	return 0
}

// names lists the items of a set.
func (w *wanted) names(set uint64) string {
	var out []string
	for i, item := range w.items {
		if set>>i&1 != 0 {
			out = append(out, item)
		}
	}
	return strings.Join(out, ", ")
}

// readSet reads the set of messages of a command; "*" is the last one.
func (s *session) readSet(c *command) (wire.NumSet, bool) {
	text := c.text(0)
	if s.box == nil || s.box.opening || text == "" || strings.Contains(text, "$") {
		return nil, false
	}
	if strings.Contains(text, "*") {
		last := s.box.exists
		if c.uid {
			if last = s.box.lastUID(); last == 0 {
				return nil, false
			}
		}
		if last == 0 {
			return nil, false
		}
		text = strings.ReplaceAll(text, "*", strconv.Itoa(int(last)))
	}
	set, err := wire.ParseNumSet([]byte(text))
	return set, err == nil
}

// lastUID returns the UID of the last message, 0 if it was not told.
func (b *box) lastUID() uint32 {
	if m := b.bySeq(b.exists); m != nil {
		return m.uid
	}
	return 0
}
