package judge

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/oracle"
)

// Options say what is known of a trace. The zero value is for any.
type Options struct {
	// Alone says that the trace shows everybody who works on the mailboxes in
	// it, so that what changes is due to somebody in it.
	Alone bool
	// Found, if set, is told of each violation that is kept, from within Feed.
	Found func(Violation)
	// Keep is how many violations of one rule are kept, the rest is counted; 5
	// by default.
	Keep int
}

// Violation is a rule that was seen not to hold.
type Violation struct {
	Rule     string   `json:"rule"`    // the ID of an oracle.Rule
	Session  string   `json:"session"` // where it was seen
	Event    int      `json:"event"`   // the number of the event that shows it
	Expected string   `json:"expected"`
	Seen     string   `json:"seen"`
	Lines    []string `json:"lines"` // the fewest events that show it, in order
	Events   []int    `json:"-"`     // their numbers, also of those that are no longer remembered
}

// Judge reads a trace. It is safe for concurrent use; the events of one session
// must come in their order.
type Judge struct {
	opts Options

	mu       sync.Mutex
	sessions map[string]*session
	accounts map[string]*account
	flags    flagTable
	last     memory
	parser   *wire.Parser
	kept     []Violation
	counts   map[string]int // of violations, by rule
	now      time.Time
	n        int // events so far
}

// New returns a Judge that has heard nothing yet.
func New(o Options) *Judge {
	if o.Keep == 0 {
		o.Keep = keptPerRule
	}
	return &Judge{
		opts: o, sessions: make(map[string]*session), accounts: make(map[string]*account),
		parser: wire.NewParser(wire.Limits{}), counts: make(map[string]int),
	}
}

// keptPerRule is how many violations of one rule are kept by default.
const keptPerRule = 5

// Feed takes the next event.
func (j *Judge) Feed(e Event) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.n++; e.N == 0 {
		e.N = j.n
	}
	j.last.add(e)
	j.now = e.Time
	s := j.sessions[e.Session]
	if s == nil || e.Kind == Opened {
		if s != nil {
			s.close(e)
		}
		s = newSession(j, e.Session)
		j.sessions[e.Session] = s
	}
	s.event = e.N
	switch e.Kind {
	case Opened:
		s.whole = true
	case Client:
		s.clientSays(e)
	case Server:
		s.serverSays(e)
	case Missing:
		s.missing()
	case Closed, Lost:
		s.close(e)
		delete(j.sessions, e.Session)
	}
}

// Violations returns those that are kept, in the order in which they were seen:
// the first few of each rule.
func (j *Judge) Violations() []Violation {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.kept)
}

// Findings returns the violations for a report: one for each rule, the first
// that was seen, which says how many there were.
func (j *Judge) Findings() []oracle.Finding {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []oracle.Finding
	for _, v := range j.kept {
		same := func(f oracle.Finding) bool { return f.Rule == v.Rule }
		if slices.ContainsFunc(all, same) {
			continue
		}
		seen := v.Seen
		if n := j.counts[v.Rule]; n > 1 {
			seen = fmt.Sprintf("%s (%d times)", seen, n)
		}
		all = append(all, oracle.Finding{Rule: v.Rule, Expected: v.Expected, Seen: seen, Lines: v.Lines})
	}
	return all
}

// Counts returns how often each rule was seen not to hold.
func (j *Judge) Counts() map[string]int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.counts)
}

// blame tells of a violation that the present event of the session shows,
// together with earlier ones.
func (s *session) blame(rule, seen string, earlier ...int) {
	j := s.j
	j.counts[rule]++
	if j.counts[rule] > j.opts.Keep {
		return
	}
	r, _ := oracle.RuleByID(rule)
	events := slices.Concat(earlier, []int{s.event})
	slices.Sort(events)
	events = slices.DeleteFunc(slices.Compact(events), func(n int) bool { return n == 0 }) // not known
	v := Violation{
		Rule: rule, Session: s.name, Event: s.event, Expected: r.Summary, Seen: seen,
		Lines: j.last.lines(events...), Events: events,
	}
	j.kept = append(j.kept, v)
	if j.opts.Found != nil {
		j.opts.Found(v)
	}
}
