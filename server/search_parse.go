package server

import (
	"strings"
	"time"

	"golang.org/x/text/encoding/ianaindex"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// query is a SEARCH command.
type query struct {
	extended bool // RETURN was given
	charset  bool // CHARSET was given
	returns  returns
	key      key

	modSeq   bool        // MODSEQ was given (RFC 7162 §3.1.5)
	since    uint64      // only messages with this mod-sequence or a greater one match
	numbered bool        // sequence numbers were given
	sort     []criterion // of SORT, else nil
	fuzzy    bool        // a FUZZY key was given
	gmail    bool        // a key of X-GM-EXT-1 was given
	scores   map[int]int // relevancy by index, if fuzzy (RFC 6203 §4)
	sets     []*frozenSet

	tellExpunges bool // EXPUNGE is to be sent inside the SEARCH
}

// returns are the result options (RFC 9051 §6.4.4).
type returns struct {
	min, max, all, count, save bool
	partial                    *partialRange // RFC 9394 §3.1
	relevancy                  bool          // RFC 6203 §4
	update                     bool          // RFC 5267 §4.3
	items                      []fetchItem   // with it (RFC 5465 §7)
}

func (r returns) any() bool {
	return r.min || r.max || r.all || r.count || r.partial != nil || r.relevancy || r.update
}

// onlySome reports whether no more is returned than MIN, MAX and PARTIAL name.
func (r returns) onlySome() bool {
	return (r.min || r.max || r.partial != nil) && !r.all && !r.count
}

// keeps reports whether SAVE keeps the kth of n results, from 0: every one, or
// those that MIN, MAX and PARTIAL return if only these were asked for
// (RFC 5182 §2.4, RFC 9394 §3.2).
func (r returns) keeps(k, n int) bool {
	if !r.onlySome() || r.min && k == 0 || r.max && k == n-1 {
		return true
	}
	start, end := r.partial.slice(n)
	return start <= k && k < end
}

// key is a search key: whether a message matches. Keys that need the
// message's bytes set costly, so that they are asked last.
type key struct {
	match  func(*candidate) bool
	costly bool
}

// searchReader reads a SEARCH command.
type searchReader struct {
	*front.Args
	decode func(string) (string, error) // from the charset to UTF-8
	depth  int

	modSeq, numbered bool
	since            uint64
	fuzzy            int  // how many FUZZY keys are around what is being read
	fuzzed           bool // there was one
	gmail            bool // there was a key of X-GM-EXT-1
	sets             []*frozenSet
}

// maxSearchDepth bounds how deep NOT, OR and parentheses nest.
const maxSearchDepth = 100

func readSearch(a *front.Args) (query, error) {
	r := newSearchReader(a)
	var q query
	if err := r.SP(); err != nil {
		return q, err
	}
	word, err := r.key("a search key")
	if err != nil {
		return q, err
	}
	if word == "RETURN" {
		q.extended = true
		if err := r.readReturns(&q.returns); err != nil {
			return q, err
		}
		if word, err = r.key("a search key"); err != nil {
			return q, err
		}
	}
	if !q.returns.any() && !q.returns.save {
		q.returns.all = true
	}
	if word == "CHARSET" {
		q.charset = true
		if err := r.readCharset(); err != nil {
			return q, err
		}
		if word, err = r.key("a search key"); err != nil {
			return q, err
		}
	}
	return q, r.finish(&q, word)
}

func newSearchReader(a *front.Args) *searchReader {
	return &searchReader{Args: a, decode: func(s string) (string, error) { return s, nil }}
}

// finish reads the search keys, to the end of the command.
func (r *searchReader) finish(q *query, word string) (err error) {
	if q.key, err = r.keys(word); err != nil {
		return err
	}
	q.modSeq, q.since, q.numbered = r.modSeq, r.since, r.numbered
	q.fuzzy, q.gmail, q.sets = r.fuzzed, r.gmail, r.sets
	if !q.fuzzy && q.needsFuzzy() {
		return front.Bad("RELEVANCY needs a FUZZY search key") // RFC 6203 §4, §6
	}
	return r.End()
}

// key reads the word that begins a search key; it is empty before "(".
func (r *searchReader) key(what string) (string, error) {
	if r.Peek() == '(' {
		return "", nil
	}
	if c := r.Peek(); c == '*' || c == '$' || c >= '0' && c <= '9' {
		return "SET", nil
	}
	return r.Keyword(what)
}

func (r *searchReader) readReturns(ret *returns) error {
	if err := r.SP(); err != nil {
		return err
	}
	err := r.List("a list of result options", true, func() error {
		option, err := r.Keyword("a result option")
		switch option {
		case "MIN":
			ret.min = true
		case "MAX":
			ret.max = true
		case "ALL":
			ret.all = true
		case "COUNT":
			ret.count = true
		case "SAVE":
			ret.save = true
		default:
			if err == nil {
				err = r.extendedReturn(option, ret)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if ret.all && ret.partial != nil {
		return front.Bad("ALL and PARTIAL exclude each other") // RFC 9394 §3.1
	}
	return r.SP()
}

func (r *searchReader) readCharset() error {
	if err := r.SP(); err != nil {
		return err
	}
	name, err := r.Astring("a charset")
	if err != nil {
		return err
	}
	switch strings.ToUpper(name) {
	case "UTF-8", "US-ASCII":
		return r.SP()
	}
	enc, err := ianaindex.MIME.Encoding(name)
	if err != nil || enc == nil {
		// RFC 9051 §7.1: the list is optional; UTF-8 is enough for everything.
		return front.No("BADCHARSET (US-ASCII UTF-8)", "Unknown charset %+.40q", name)
	}
	r.decode = func(s string) (string, error) { return enc.NewDecoder().String(s) }
	return r.SP()
}

// keys reads keys to the end of the command or list; all must match.
func (r *searchReader) keys(word string) (key, error) {
	var all []key
	for {
		k, err := r.readKey(word)
		if err != nil {
			return key{}, err
		}
		all = append(all, k)
		if r.Peek() != ' ' {
			return allOf(all), nil
		}
		r.Accept(' ')
		if word, err = r.key("a search key"); err != nil {
			return key{}, err
		}
	}
}

// one reads a space and a single key.
func (r *searchReader) one() (key, error) {
	if err := r.SP(); err != nil {
		return key{}, err
	}
	word, err := r.key("a search key")
	if err != nil {
		return key{}, err
	}
	return r.readKey(word)
}

func (r *searchReader) nested() (key, error) {
	r.Accept('(')
	word, err := r.key("a search key")
	if err != nil {
		return key{}, err
	}
	k, err := r.keys(word)
	if err != nil {
		return key{}, err
	}
	return k, r.Expect(')')
}

func (r *searchReader) readKey(word string) (key, error) {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > maxSearchDepth {
		return key{}, front.Bad("Search keys nest deeper than %d", maxSearchDepth)
	}
	switch word {
	case "":
		return r.nested()
	case "SET":
		r.numbered = r.numbered || r.Peek() != '$'
		return r.set(false)
	case "MODSEQ":
		return r.modSeqKey()
	case "UID":
		if err := r.SP(); err != nil {
			return key{}, err
		}
		return r.set(true)
	case "NOT":
		k, err := r.one()
		return not(k), err
	case "OR":
		a, err := r.one()
		if err != nil {
			return key{}, err
		}
		b, err := r.one()
		return anyOf(a, b), err
	case "EMAILID", "THREADID":
		return r.objectID(word)
	case "LARGER", "SMALLER":
		if err := r.SP(); err != nil {
			return key{}, err
		}
		n, err := r.Number64("a size in octets")
		return sizeKey(word == "LARGER", n), err
	case "KEYWORD", "UNKEYWORD":
		if err := r.SP(); err != nil {
			return key{}, err
		}
		flag, err := r.Flag()
		return flagKey(flag, word == "KEYWORD"), err
	}
	if k, ok := flagWord(word); ok {
		return k, nil
	}
	if strings.HasPrefix(word, "SENT") || word == "ON" || word == "BEFORE" || word == "SINCE" {
		return r.date(word)
	}
	if k, ok, err := r.extendedKey(word); ok || err != nil {
		return k, err
	}
	return r.text(word)
}

func (r *searchReader) set(uid bool) (key, error) {
	set, err := r.NumSet()
	if uid && !set.Saved {
		return uidKey(set), err
	}
	frozen := &frozenSet{set: set}
	r.sets = append(r.sets, frozen)
	return key{match: frozen.match}, err
}

func (r *searchReader) date(word string) (key, error) {
	compare, sent := strings.CutPrefix(word, "SENT")
	if compare != "ON" && compare != "BEFORE" && compare != "SINCE" {
		return key{}, front.Bad("Unknown search key %.40s", word)
	}
	if err := r.SP(); err != nil {
		return key{}, err
	}
	day, err := r.Date()
	return dateKey(sent, compare, day), err
}

// text reads the keys that look for a string.
func (r *searchReader) text(word string) (key, error) {
	var field string
	switch word {
	case "BCC", "CC", "FROM", "SUBJECT", "TO":
		field = word
	case "HEADER":
		if err := r.SP(); err != nil {
			return key{}, err
		}
		var err error
		if field, err = r.Astring("a field name"); err != nil {
			return key{}, err
		}
	case "BODY", "TEXT":
	default:
		return key{}, front.Bad("Unknown search key %.40s", word)
	}
	if err := r.SP(); err != nil {
		return key{}, err
	}
	raw, err := r.Astring("a string to look for")
	if err != nil {
		return key{}, err
	}
	needle, err := r.decode(raw)
	if err != nil {
		return key{}, front.Bad("The string %+.40q is not in the charset given", raw)
	}
	return textKey(word, field, r.matcher(needle)), nil
}

// flagWord returns the key for the words that look at flags.
func flagWord(word string) (key, bool) {
	switch word {
	case "ALL":
		return key{match: func(*candidate) bool { return true }}, true
	case "RECENT":
		return recentKey(true), true
	case "OLD":
		return recentKey(false), true
	case "NEW":
		return allOf([]key{recentKey(true), flagKey(mailbox.Seen, false)}), true
	}
	bare, negated := strings.CutPrefix(word, "UN")
	switch bare {
	case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN":
		return flagKey(`\`+bare, !negated), true
	}
	return key{}, false
}

// dayOf returns the date at midnight UTC, disregarding time and zone
// (RFC 9051 §6.4.4).
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
