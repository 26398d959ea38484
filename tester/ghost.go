package tester

import (
	"slices"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// scene is a mailbox from which one session has expunged a message, while
// others that have not been told of it still show it.
type scene struct {
	*trial
	box     string
	mails   []mail
	uids    []uint32
	gone    uint32 // sequence number of the expunged message, as the others have it
	a       *session
	refused bool // the EXPUNGE was refused: the message is still there
}

// newScene makes the mailbox with three messages; each has \Answered, so that a
// true value of FLAGS can be told from an empty one.
func (t *trial) newScene(gone uint32, others ...*session) (*scene, error) {
	a, err := t.dial("A")
	if err != nil {
		return nil, err
	}
	sc := &scene{trial: t, a: a, gone: gone}
	if sc.box, err = t.newMailbox(a); err != nil {
		return nil, err
	}
	for range 3 {
		m := t.newMail()
		sc.mails = append(sc.mails, m)
		if err := a.append(sc.box, m, `\Answered`); err != nil {
			return nil, err
		}
	}
	if err := selectAll(sc.box, 3, append([]*session{a}, others...)...); err != nil {
		return nil, err
	}
	states, err := a.states(false)
	if err != nil {
		return nil, err
	}
	for seq := uint32(1); seq <= 3; seq++ {
		sc.uids = append(sc.uids, states[seq].uid)
	}
	return sc, nil
}

// expunge has session A expunge the message.
func (sc *scene) expunge() error {
	from := sc.mark()
	if _, err := sc.a.ok(`STORE %d +FLAGS.SILENT (\Deleted)`, sc.gone); err != nil {
		return err
	}
	reply, err := sc.a.do("EXPUNGE")
	if err != nil {
		return err
	}
	switch {
	case reply.Tagged.Status == wire.NO:
		sc.refused = true
		sc.find("expunge/refused", from, "EXPUNGE removes the message", "NO "+reply.Tagged.Text)
		return nil
	case !reply.OK():
		return reply.Err()
	case len(expunges(reply)) == 0:
		return precondition("EXPUNGE was answered OK, but no EXPUNGE response came")
	}
	return nil
}

// confirmRefusal checks that a refused EXPUNGE works when nobody else looks:
// else the probe would praise a server that never expunges.
func (sc *scene) confirmRefusal(others ...*session) error {
	for _, s := range others {
		s.leave()
	}
	if _, err := sc.a.ok("EXPUNGE"); err != nil {
		return precondition("EXPUNGE is refused, even when no other session has the mailbox selected: %v", err)
	}
	sc.verdict.Cell = oracle.Yes
	sc.verdict.Detail = oracle.RefusedDetail
	sc.verdict.Legal = true
	return nil
}

// expunges returns the EXPUNGE and VANISHED responses in a reply.
func expunges(reply *client.Reply) []*wire.Response {
	return slices.DeleteFunc(slices.Clone(reply.Untagged), func(r *wire.Response) bool { return !removes(r) })
}

// removes says whether a response takes messages away. VANISHED (EARLIER) is of
// messages that the session need not have known (RFC 7162 §3.2.10.1).
func removes(r *wire.Response) bool {
	_, earlier, _ := wire.AsVanished(r)
	return r.Name == "EXPUNGE" || r.Name == "VANISHED" && !earlier
}

// flatten returns all text in a value.
func flatten(v wire.Value) string {
	if v.Kind != wire.List {
		return v.Text()
	}
	var parts []string
	for _, e := range v.List {
		parts = append(parts, flatten(e))
	}
	return strings.Join(parts, " ")
}
