package faults

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/server/mailbox"
)

// odd is a behaviour none of whose answers is the compliant one, nor one that a
// fault gives: what it says can only have been passed on.
type odd struct{}

func (odd) HasRecent(mailbox.Moment) bool                              { return true }
func (odd) Recent(mailbox.Moment) (shown, claims bool)                 { return true, true }
func (odd) LookClaims(mailbox.Moment) bool                             { return false }
func (odd) ServeExpunged(mailbox.Moment, mailbox.Item) mailbox.Serving { return -1 }
func (odd) StoreExpunged(mailbox.Moment) mailbox.StoreAnswer           { return -1 }
func (odd) CopyExpunged(mailbox.Moment) mailbox.Copying                { return -1 }
func (odd) SearchExpunged(mailbox.Moment) mailbox.Searching            { return -1 }
func (odd) FlagBase(mailbox.Moment) (mailbox.FlagBase, func())         { return -1, nil }
func (odd) Horizon(_ mailbox.Moment, s mailbox.Sight) mailbox.Position { return s.End - 1 }
func (odd) SeesFlagsByHorizon(mailbox.Moment) bool                     { return false }
func (odd) KeepsReadOnly(mailbox.Moment) bool                          { return true }
func (odd) MayExpunge(mailbox.Moment) bool                             { return true }

// moment is one message in one command of one session.
func moment(conn int, command, tag string, uid uint32) mailbox.Moment {
	return mailbox.Moment{
		Actor:   &mailbox.Actor{User: "user", Conn: conn, Command: command, Tag: tag},
		Mailbox: "INBOX", UID: uid,
	}
}

// sight is of a session before which lie changes, an expunge among them.
var sight = mailbox.Sight{Told: 5, Own: 5, Expunge: 7, End: 10}

// questions are all that a Behaviour is asked.
var questions = map[string]func(mailbox.Behaviour, mailbox.Moment) string{
	"HasRecent": func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.HasRecent(at)) },
	"Recent": func(b mailbox.Behaviour, at mailbox.Moment) string {
		shown, claims := b.Recent(at)
		return fmt.Sprintf("shown %t claims %t", shown, claims)
	},
	"LookClaims": func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.LookClaims(at)) },
	"flags":      serving(mailbox.ItemFlags),
	"date":       serving(mailbox.ItemDate),
	"size":       serving(mailbox.ItemSize),
	"envelope":   serving(mailbox.ItemEnvelope),
	"structure":  serving(mailbox.ItemBodyStructure),
	"header":     serving(mailbox.ItemHeader),
	"body":       serving(mailbox.ItemBody),
	"StoreExpunged": func(b mailbox.Behaviour, at mailbox.Moment) string {
		return fmt.Sprint(b.StoreExpunged(at))
	},
	"CopyExpunged":   func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.CopyExpunged(at)) },
	"SearchExpunged": func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.SearchExpunged(at)) },
	"FlagBase": func(b mailbox.Behaviour, at mailbox.Moment) string {
		base, pause := b.FlagBase(at)
		return fmt.Sprintf("%d pause %t", base, pause != nil)
	},
	"Horizon": func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.Horizon(at, sight)) },
	"SeesFlagsByHorizon": func(b mailbox.Behaviour, at mailbox.Moment) string {
		return fmt.Sprint(b.SeesFlagsByHorizon(at))
	},
	"KeepsReadOnly": func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.KeepsReadOnly(at)) },
	"MayExpunge":    func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.MayExpunge(at)) },
}

func serving(item mailbox.Item) func(mailbox.Behaviour, mailbox.Moment) string {
	return func(b mailbox.Behaviour, at mailbox.Moment) string { return fmt.Sprint(b.ServeExpunged(at, item)) }
}

// every gives each item the same answer, but for those named.
func every(answer mailbox.Serving, but ...string) map[string]string {
	bent := make(map[string]string)
	for _, item := range []string{"flags", "date", "size", "envelope", "structure", "header", "body"} {
		bent[item] = fmt.Sprint(answer)
	}
	for _, item := range but {
		delete(bent, item)
	}
	return bent
}

func store(answer mailbox.StoreAnswer) map[string]string {
	return map[string]string{"StoreExpunged": fmt.Sprint(answer)}
}

func untilIdleAnswers() map[string]string {
	bent := every(mailbox.ServeSilence)
	bent["Horizon"] = "7"
	return bent
}

// bent holds, for each fault, the answers at one moment that are not passed on.
var bent = map[string]map[string]string{
	"checkpoint=lag":            {"Horizon": "5", "SeesFlagsByHorizon": "true"},
	"recent=duplicated":         {"Recent": "shown true claims false"},
	"recent=missing":            {"Recent": "shown false claims true"},
	"recent=unimplemented":      {"Recent": "shown false claims true", "HasRecent": "false"},
	"recent=claimed-by-status":  {}, // each asks for its command: see TestClaimedByLooking
	"recent=claimed-by-examine": {},
	"atomic=race":               {"FlagBase": fmt.Sprintf("%d pause true", mailbox.BaseStale)},
	"atomic=overwrite":          {"FlagBase": fmt.Sprintf("%d pause false", mailbox.BaseTold)},

	"expunge-fetch=cached":      every(mailbox.ServeNothing, "flags", "date", "size", "envelope", "structure"),
	"expunge-fetch=cached-some": every(mailbox.ServeNothing, "flags", "date", "size"),
	"expunge-fetch=none":        every(mailbox.ServeNothing, "flags"),
	"expunge-fetch=refused":     every(mailbox.ServeNothing),
	"expunge-fetch=bad":         every(mailbox.ServeBad),
	"expunge-fetch=nil":         every(mailbox.ServeNil),
	"expunge-fetch=silent":      every(mailbox.ServeSilence, "flags"),
	"expunge-fetch=neighbour":   every(mailbox.ServeNeighbour, "flags"),
	"expunge-fetch=substitute":  every(mailbox.ServeSubstitute, "flags"),
	"expunge-fetch=broken":      every(mailbox.ServeExpunge),

	"expunge-store=session":         store(mailbox.StorePrivate),
	"expunge-store=session-forever": store(mailbox.StorePrivateAll),
	"expunge-store=delayed":         {"Horizon": "7", "SeesFlagsByHorizon": "true"},
	"expunge-store=ignored":         store(mailbox.StoreNothing),
	"expunge-store=refused":         store(mailbox.StoreRefused),
	"expunge-store=live-only":       store(mailbox.StoreLiveRefused),
	"expunge-store=broken":          store(mailbox.StoreExpunge),

	"expunge=refused-while-shared": {"MayExpunge": "false"},
	"expunge=until-idle":           untilIdleAnswers(),
	"expunge-search=omitted":       {"SearchExpunged": fmt.Sprint(mailbox.SearchOmits)},
	"expunge-search=broken":        {"SearchExpunged": fmt.Sprint(mailbox.SearchExpunge)},
	"examine=writable":             {"KeepsReadOnly": "false"},
	"expunge-copy=refused":         {"CopyExpunged": fmt.Sprint(mailbox.CopyRefused)},
}

// silent are the answers that prepare what a fault does: it has acted, and the
// journal says so, only when something came of them.
var silent = map[string][]string{
	"checkpoint=lag":        {"SeesFlagsByHorizon"},
	"expunge-store=delayed": {"SeesFlagsByHorizon"},
	"recent=duplicated":     {"Recent"},
}

// Each fault gives its answers, says so in the journal, and passes all else on.
func TestBehaviour(t *testing.T) {
	for _, kind := range behaviours {
		want, ok := bent[kind.String()]
		if !ok {
			t.Errorf("%s is not tested", kind)
			continue
		}
		for name, ask := range questions {
			p := planOver(t, odd{}, kind.String())
			at := moment(1, "NOOP", "a1", 3)
			got := ask(p.Behaviour(), at)
			expected, differs := want[name]
			if !differs {
				expected = ask(odd{}, at)
			}
			if got != expected {
				t.Errorf("%s: %s answers %s, want %s", kind, name, got, expected)
			}
			fires := differs
			for _, s := range silent[kind.String()] {
				fires = fires && s != name
			}
			if fired := p.Journal().Count(kind.String()) == 1; fired != fires {
				t.Errorf("%s: %s: fired %t, want %t", kind, name, fired, fires)
			}
		}
	}
}

// Out of its scope a fault does nothing at all.
func TestOutOfScope(t *testing.T) {
	for _, kind := range behaviours {
		p := planOver(t, odd{}, kind.String()+" user=nobody")
		for name, ask := range questions {
			at := moment(1, "NOOP", "a1", 3)
			if got, want := ask(p.Behaviour(), at), ask(odd{}, at); got != want {
				t.Errorf("%s: %s answers %s out of scope, want %s", kind, name, got, want)
			}
		}
		if n := p.Journal().Count(kind.String()); n != 0 {
			t.Errorf("%s: %d firings out of scope", kind, n)
		}
	}
}

// planOver is a plan upon another behaviour than the compliant one.
func planOver(t *testing.T, base mailbox.Behaviour, lines ...string) *Plan {
	t.Helper()
	p := &Plan{behaviour: base, journal: new(Journal)}
	for _, line := range lines {
		f, err := Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		kind, _ := Lookup(f.Kind())
		p.arm(newInstance(f, kind, p.journal))
	}
	return p
}

// mustPlan is a plan of these lines.
func mustPlan(t testing.TB, lines ...string) *Plan {
	t.Helper()
	p, err := ParsePlan(lines...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Of two faults that answer the same question the later is asked first, and
// what it leaves goes to the other.
func TestFaultsStack(t *testing.T) {
	p := mustPlan(t, "expunge-fetch=none", "expunge-fetch=broken nth=1", "atomic=overwrite")
	b := p.Behaviour()
	got := []mailbox.Serving{
		b.ServeExpunged(moment(1, "FETCH", "a1", 1), mailbox.ItemBody),
		b.ServeExpunged(moment(1, "FETCH", "a2", 1), mailbox.ItemBody),
		b.ServeExpunged(moment(1, "FETCH", "a2", 1), mailbox.ItemFlags),
	}
	want := []mailbox.Serving{mailbox.ServeExpunge, mailbox.ServeNothing, mailbox.ServeWhole}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if base, _ := b.FlagBase(moment(1, "STORE", "a3", 0)); base != mailbox.BaseTold {
		t.Errorf("the fault of another question answers %d", base)
	}
}

// Two plans share nothing: what one decides and records is not seen by another.
func TestPlansAreSeparate(t *testing.T) {
	const line = "expunge-copy=refused times=1"
	a, b, clean := mustPlan(t, line), mustPlan(t, line), mustPlan(t)
	at := moment(1, "COPY", "a1", 0)
	for _, p := range []*Plan{a, b} {
		if got := p.Behaviour().CopyExpunged(at); got != mailbox.CopyRefused {
			t.Errorf("a plan answers %d: another has used up its time", got)
		}
	}
	if got := clean.Behaviour().CopyExpunged(at); got != mailbox.CopyGhosts {
		t.Errorf("a plan without faults answers %d", got)
	}
	for p, want := range map[*Plan]int{a: 1, b: 1, clean: 0} {
		if got := p.Journal().Count("expunge-copy=refused"); got != want {
			t.Errorf("%d firings, want %d", got, want)
		}
	}
}
