package tester

import (
	"fmt"
	"slices"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// probeExpungeFetch asks what a session that has not been told of an EXPUNGE
// can still fetch of the message: after another session had fetched all of it,
// which gives the cell; when nobody had; and when the asking session had.
func probeExpungeFetch(t *trial) error {
	for _, how := range []history{fetchedByAnother, fetchedByNobody, fetchedByAsker} {
		p := &fetchProbe{trial: t, how: how, got: make(map[answer][]string)}
		cell, err := p.run()
		if err != nil {
			return fmt.Errorf("%s: %w", how, err)
		}
		if how != fetchedByAnother {
			t.note("%s: %s", how, cell)
			continue
		}
		if t.verdict.Detail == oracle.RefusedDetail {
			return nil // nothing was expunged: the other runs would say the same
		}
		t.verdict.Cell = cell
		t.verdict.Legal = cell != oracle.Yes && cell != oracle.Broken && !p.wrong
	}
	return nil
}

// history is who had fetched the message before it was expunged.
type history string

const (
	fetchedByAnother history = "fetched before by another session"
	fetchedByNobody  history = "never fetched before"
	fetchedByAsker   history = "fetched before by the asking session"
)

// fetchProbe is one run of the probe.
type fetchProbe struct {
	*trial
	how   history
	sc    *scene
	b, d  *session // the session that asks, and one that had fetched
	want  map[string]wire.Value
	got   map[answer][]string // names of the items, by what came
	wrong bool                // something came that no RFC allows
}

func (p *fetchProbe) run() (oracle.Cell, error) {
	var err error
	if p.b, err = p.dial("B"); err != nil {
		return "", err
	}
	if p.d, err = p.dial("D"); err != nil {
		return "", err
	}
	if p.sc, err = p.newScene(2, p.b, p.d); err != nil {
		return "", err
	}
	if err := p.fetchBefore(); err != nil {
		return "", err
	}
	if err := p.sc.expunge(); err != nil {
		return "", err
	}
	from := p.mark()
	if err := p.askAll(); err != nil {
		return "", err
	}
	if p.how == fetchedByAnother {
		p.report(from)
		if !p.sc.refused {
			if err := p.searchAndCopy(); err != nil {
				return "", err
			}
		}
		if p.sc.refused {
			return oracle.Yes, p.sc.confirmRefusal(p.b, p.d)
		}
	}
	p.sc.a.leave()
	p.b.leave()
	p.d.leave()
	return p.cell(), nil
}

// fetchBefore fetches everything of all messages, as the history of the run
// has it.
func (p *fetchProbe) fetchBefore() error {
	who := map[history]*session{fetchedByAnother: p.d, fetchedByAsker: p.b}[p.how]
	if who == nil {
		return nil
	}
	p.want = make(map[string]wire.Value)
	for _, it := range items {
		reply, err := who.ok("FETCH 1:3 (UID %s)", it.name)
		if err != nil {
			return err
		}
		if st := statesOf(reply)[p.sc.gone]; st.uid != p.sc.uids[p.sc.gone-1] {
			return precondition("message %d has the UID %d in session %s, and %d in session %s",
				p.sc.gone, st.uid, who.Name(), p.sc.uids[p.sc.gone-1], p.sc.a.Name())
		}
		v, ok := value(reply, p.sc.gone, it)
		if !ok || v.Kind == wire.None {
			return precondition("FETCH %s of a message that exists gives no data", it.name)
		}
		p.want[it.name] = v
		if it.exact != nil && !it.matches(v, p.sc.mails[p.sc.gone-1]) {
			p.note("%s is not what was appended, even of a message that exists", it.name)
		}
	}
	return nil
}

// askAll asks for each item by itself.
func (p *fetchProbe) askAll() error {
	for _, it := range items {
		reply, err := p.b.do("FETCH %d (UID %s)", p.sc.gone, it.name)
		if err != nil {
			return err
		}
		ans := p.classify(reply, it)
		if ans == refused {
			if ans, err = p.askMixed(it); err != nil {
				return err
			}
		}
		p.got[ans] = append(p.got[ans], it.name)
		if ans == expunged {
			return nil // the sequence numbers are others now
		}
	}
	return nil
}

// askMixed asks together with a message that exists: RFC 2180 §4.1.3 has empty
// data then, where it has NO for expunged messages alone.
func (p *fetchProbe) askMixed(it item) (answer, error) {
	reply, err := p.b.do("FETCH %d:%d (UID %s)", p.sc.gone-1, p.sc.gone, it.name)
	if err != nil {
		return refused, err
	}
	ans := p.classify(reply, it)
	if ans == silent {
		return refused, nil // the NO of before stands
	}
	return ans, nil
}

// classify says what a reply holds of the expunged message.
func (p *fetchProbe) classify(reply *client.Reply, it item) answer {
	if len(expunges(reply)) > 0 {
		return expunged
	}
	i := p.sc.gone - 1
	for _, r := range reply.Find("FETCH") {
		f, ok := wire.AsFetch(r)
		if !ok || f.Seq != p.sc.gone {
			continue
		}
		if uid, ok := f.UID(); ok && uid != p.sc.uids[i] {
			return other
		}
	}
	v, ok := value(reply, p.sc.gone, it)
	switch {
	case ok:
		others := slices.Delete(slices.Clone(p.sc.mails), int(i), int(i)+1)
		return it.judge(v, p.want[it.name], p.sc.mails[i], others)
	case reply.OK():
		return silent
	case reply.Tagged.Status == wire.BAD:
		return called
	}
	return refused
}

// value returns the item's value for a message. A server may name it as asked
// for or without .PEEK, as it should.
func value(reply *client.Reply, seq uint32, it item) (wire.Value, bool) {
	for _, r := range reply.Find("FETCH") {
		f, ok := wire.AsFetch(r)
		if !ok || f.Seq != seq {
			continue
		}
		if v, ok := f.Get(strings.Replace(it.name, ".PEEK", "", 1)); ok {
			return v, true
		}
	}
	return wire.Value{}, false
}

// cell makes the word of the table of what came.
func (p *fetchProbe) cell() oracle.Cell {
	if len(p.got[expunged]) > 0 {
		return oracle.Broken
	}
	all, have := count(items), count(itemsNamed(p.got[served]))
	switch {
	case have[metadata] == all[metadata] && have[content] == all[content]:
		return oracle.Yes
	case have[metadata] == all[metadata]:
		return oracle.Cached
	case have[metadata]+have[content]+have[headerFields] > 0:
		return oracle.CachedSome
	}
	return oracle.No
}

func count(list []item) map[itemClass]int {
	n := make(map[itemClass]int)
	for _, it := range list {
		n[it.class]++
	}
	return n
}

func itemsNamed(names []string) []item {
	return slices.DeleteFunc(slices.Clone(items), func(it item) bool { return !slices.Contains(names, it.name) })
}

// report makes findings of what was not served.
func (p *fetchProbe) report(from int) {
	rules := []struct {
		answer answer
		rule   string
	}{
		{expunged, "expunge/not-during-fetch"}, {other, "expunge/fetch-other-message"},
		{invented, "expunge/fetch-true"}, {silent, "expunge/fetch-silent"},
		{called, "expunge/not-bad"}, {empty, "expunge/fetch-nil"}, {refused, "expunge/fetch-no"},
	}
	for _, r := range rules {
		names := p.got[r.answer]
		if len(names) == 0 {
			continue
		}
		rule, _ := oracle.RuleByID(r.rule)
		p.wrong = p.wrong || rule.Level != oracle.Legal
		p.find(r.rule, from, "the session that has not been told is served the message",
			fmt.Sprintf("%s: %s", answerNames[r.answer], strings.Join(names, ", ")))
	}
	if len(p.got[served]) < len(items) && len(p.got[served]) > 0 {
		p.note("served: %s", strings.Join(p.got[served], ", "))
	}
}

// searchAndCopy asks the two commands that have no column of their own, in the
// session that had fetched: it has not been told either, whatever FETCH did to
// the other.
func (p *fetchProbe) searchAndCopy() error {
	from := p.mark()
	reply, err := p.d.ok("SEARCH ALL")
	if err != nil {
		return err
	}
	found, err := searched(reply)
	if err != nil {
		return err
	}
	if len(expunges(reply)) == 0 && !slices.Contains(found, p.sc.gone) {
		p.find("expunge/search-omits", from, "SEARCH ALL finds every message that the session shows",
			fmt.Sprintf("message %d is not found", p.sc.gone))
	}
	dest, err := p.newMailbox(p.sc.a)
	if err != nil {
		return err
	}
	from = p.mark()
	if reply, err = p.d.do("COPY %d %s", p.sc.gone, dest); err != nil {
		return err
	}
	if reply.Tagged.Status == wire.NO {
		p.find("expunge/copy-no", from, "the session that has not been told can copy the message", "NO "+reply.Tagged.Text)
	}
	return nil
}

// searched returns the numbers that a SEARCH found, from SEARCH or ESEARCH.
func searched(reply *client.Reply) ([]uint32, error) {
	for _, r := range reply.Find("SEARCH") {
		if nums, ok := wire.AsSearch(r); ok {
			return nums, nil
		}
	}
	for _, r := range reply.Find("ESEARCH") {
		es, ok := wire.AsESearch(r)
		if !ok {
			continue
		}
		if _, any := es.Get("ALL"); !any {
			return nil, nil
		}
		set, err := es.All()
		if err != nil {
			return nil, err
		}
		return set.Expand(1 << 16)
	}
	// RFC 3501 §6.4.4 requires a response even so, but some servers send
	// none when nothing is found.
	return nil, nil
}
