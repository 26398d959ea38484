package property

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// namePool is small, so that names meet again.
var namePool = []string{"INBOX", "a", "a/b", "a/b/c", "d", "INBOX/e"}

func sortedNames[V any](of map[string]V) []string {
	var names []string
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func drawName(t *rapid.T, label string) string { return rapid.SampledFrom(namePool).Draw(t, label) }

// refused sends a command that must be answered NO.
func (s *session) refused(format string, args ...any) {
	if r := s.send(client.Text(fmt.Sprintf(format, args...))); r.Tagged.Status != wire.NO {
		s.fatalf("%s: %s, not NO", s.name, r.Tagged.Raw)
	}
}

// create is CREATE (RFC 9051 §6.3.4).
func (s *session) create(t *rapid.T) {
	name := drawName(t, "name")
	if s.world.boxes[name] != nil {
		s.refused("CREATE %s", quoted(name))
		return
	}
	s.world.create(name)
	s.do("CREATE %s", quoted(name))
}

// delete is DELETE of a mailbox that nobody else has selected (RFC 9051 §6.3.5).
func (s *session) delete(t *rapid.T) {
	name := drawName(t, "name")
	b := s.world.boxes[name]
	if b == nil || name == "INBOX" {
		s.refused("DELETE %s", quoted(name))
		return
	}
	if s.otherHas(b) {
		t.Skip("another session has it selected")
	}
	if s.box == b {
		s.leave(t)
	}
	delete(s.world.boxes, name)
	s.do("DELETE %s", quoted(name))
}

func (s *session) otherHas(b *box) bool {
	return slices.ContainsFunc(s.sessions, func(o *session) bool { return o != s && o.box == b })
}

// rename is RENAME (RFC 9051 §6.3.6).
func (s *session) rename(t *rapid.T) {
	from, to := drawName(t, "from"), drawName(t, "to")
	switch {
	case s.world.boxes[from] == nil && s.anyBelow(from, s.exists):
		t.Skip("RFC 9051 §6.3.6 calls it an error, RFC 3501 §6.3.6 knows names without mailboxes")
	case s.world.boxes[from] == nil, s.world.boxes[to] != nil, isBelow(to, from) && from != "INBOX", s.renameMeets(from, to):
		s.refused("RENAME %s %s", quoted(from), quoted(to))
	default:
		s.world.rename(from, to)
		s.do("RENAME %s %s", quoted(from), quoted(to))
	}
}

// renameMeets says that a mailbox below would get a name that is taken.
func (s *session) renameMeets(from, to string) bool {
	for name := range s.world.boxes {
		if from != "INBOX" && isBelow(name, from) && s.world.boxes[to+strings.TrimPrefix(name, from)] != nil {
			return true
		}
	}
	return false
}

// subscribe is SUBSCRIBE and UNSUBSCRIBE, of any name (RFC 9051 §6.3.7).
func (s *session) subscribe(t *rapid.T) {
	name := drawName(t, "name")
	if s.world.subscribed[name] {
		delete(s.world.subscribed, name)
		s.do("UNSUBSCRIBE %s", quoted(name))
		return
	}
	s.world.subscribed[name] = true
	s.do("SUBSCRIBE %s", quoted(name))
}

var patterns = []string{"*", "%", "a/%", "a*", "%/b", "INBOX*", "a/b/c", "d", "*c"}

// matches is the matching of LIST, letter by letter (RFC 9051 §6.3.9).
func matches(pattern, name string) bool {
	switch {
	case pattern == "":
		return name == ""
	case pattern[0] == '*', pattern[0] == '%':
		return matches(pattern[1:], name) ||
			name != "" && (pattern[0] == '*' || name[0] != '/') && matches(pattern, name[1:])
	}
	return name != "" && pattern[0] == name[0] && matches(pattern[1:], name[1:])
}

// list is LIST with its selection and return options (RFC 9051 §6.3.9,
// RFC 5258).
func (s *session) list(t *rapid.T) {
	pattern := rapid.SampledFrom(patterns).Draw(t, "pattern")
	selection := rapid.SampledFrom([]string{"", "(SUBSCRIBED) ", "(SUBSCRIBED RECURSIVEMATCH) "}).Draw(t, "selection")
	returns := rapid.SampledFrom([]string{"", " RETURN (SUBSCRIBED CHILDREN)", " RETURN (CHILDREN)"}).Draw(t, "return")
	got := s.listed("LIST", "LIST %s\"\" %s%s", selection, quoted(pattern), returns)
	for _, name := range s.names() {
		info, told := got[name]
		delete(got, name)
		must, may := s.listable(name, pattern, selection)
		switch {
		case must && !told:
			s.fatalf("%s: %s was not listed", s.name, name)
		case told && !may:
			s.fatalf("%s: %s was listed", s.name, name)
		case told:
			s.checkListed(name, info, selection+returns)
		}
	}
	for name := range got {
		s.fatalf("%s: %s was listed", s.name, name)
	}
}

// names are all mailboxes, all subscriptions, and all names above them.
func (s *session) names() []string {
	all := make(map[string]bool)
	for _, name := range append(sortedNames(s.world.boxes), sortedNames(s.world.subscribed)...) {
		all[name] = true
		for _, parent := range above(name) {
			all[parent] = true
		}
	}
	return sortedNames(all)
}

// listable says whether a name must and whether it may be listed.
func (s *session) listable(name, pattern, selection string) (must, may bool) {
	switch {
	case !matches(pattern, name):
		return false, false
	case selection == "":
		// A name that does not exist is listed for what is below it.
		is := s.world.boxes[name] != nil || s.anyBelow(name, s.exists)
		return is, is
	case s.world.subscribed[name]:
		return true, true
	case !strings.Contains(selection, "RECURSIVEMATCH"):
		return false, false
	}
	hidden := func(child string) bool { return s.world.subscribed[child] && !matches(pattern, child) }
	is := s.anyBelow(name, hidden) // RFC 5258 §3.5, note 3
	return is, is
}

func (s *session) exists(name string) bool { return s.world.boxes[name] != nil }

func (s *session) anyBelow(name string, is func(string) bool) bool {
	return slices.ContainsFunc(s.names(), func(child string) bool { return isBelow(child, name) && is(child) })
}

func (s *session) checkListed(name string, info wire.MailboxInfo, options string) {
	is := map[string]bool{
		`\NonExistent`:   !s.exists(name),
		`\HasChildren`:   s.anyBelow(name, s.exists),
		`\HasNoChildren`: !s.anyBelow(name, s.exists),
	}
	if strings.Contains(options, "SUBSCRIBED") {
		is[`\Subscribed`] = s.world.subscribed[name]
	}
	for attr, want := range is {
		if info.HasAttr(attr) != want {
			s.fatalf("%s: %s of %s is not %v", s.name, attr, name, want)
		}
	}
	below := s.anyBelow(name, func(child string) bool { return s.world.subscribed[child] })
	if (len(info.Extended) > 0) != (strings.Contains(options, "RECURSIVEMATCH") && below) {
		s.fatalf("%s: CHILDINFO of %s", s.name, name)
	}
}

// lsub is LSUB (RFC 3501 §6.3.9).
func (s *session) lsub(t *rapid.T) {
	pattern := rapid.SampledFrom(patterns).Draw(t, "pattern")
	got := s.listed("LSUB", "LSUB \"\" %s", quoted(pattern))
	for _, name := range s.names() {
		info, told := got[name]
		hidden := strings.HasSuffix(pattern, "%") && s.anyBelow(name, func(child string) bool {
			return s.world.subscribed[child] && !matches(pattern, child)
		})
		switch {
		case !matches(pattern, name) && told, s.world.subscribed[name] && matches(pattern, name) && !told:
			s.fatalf("%s: LSUB of %s: %v", s.name, name, told)
		case told && !s.world.subscribed[name] && !info.HasAttr(`\Noselect`):
			s.fatalf("%s: %s is not subscribed to", s.name, name)
		case hidden && matches(pattern, name) && !told:
			s.fatalf("%s: LSUB does not show %s for what is below", s.name, name)
		}
	}
}

func (s *session) listed(kind, format string, args ...any) map[string]wire.MailboxInfo {
	got := make(map[string]wire.MailboxInfo)
	for _, u := range s.do(format, args...).Find(kind) {
		info, ok := wire.AsList(u)
		if _, twice := got[info.Mailbox]; !ok || twice {
			s.fatalf("%s: %s: not readable, or told twice", s.name, u.Raw)
		}
		got[info.Mailbox] = info
	}
	return got
}

// status is STATUS (RFC 9051 §6.3.11).
func (s *session) status(t *rapid.T) {
	name := drawName(t, "name")
	b := s.world.boxes[name]
	if b == nil {
		s.refused("STATUS %s (MESSAGES)", quoted(name))
		return
	}
	unseen, deleted, size := 0, 0, 0
	for _, m := range b.live {
		size += len(m.letter.raw)
		if !m.flags[`\Seen`] {
			unseen++
		}
		if m.flags[`\Deleted`] {
			deleted++
		}
	}
	r := s.do("STATUS %s (MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ)", quoted(name))
	found := r.Find("STATUS")
	if len(found) != 1 {
		s.fatalf("%s: %d STATUS responses", s.name, len(found))
	}
	st, _ := wire.AsStatus(found[0])
	want := map[string]uint64{
		"MESSAGES": uint64(len(b.live)), "UIDNEXT": uint64(b.uidNext), "UIDVALIDITY": uint64(b.uidValidity),
		"UNSEEN": uint64(unseen), "DELETED": uint64(deleted), "SIZE": uint64(size), "HIGHESTMODSEQ": b.highest,
	}
	for item, n := range want {
		if got, ok := st.Number(item); !ok || got != n {
			s.fatalf("%s: %s of %s is %d, not %d", s.name, item, name, got, n)
		}
	}
}
