package crash

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// worker changes a mailbox that is its own, and knows what the server has
// answered OK.
type worker struct {
	box      string
	rng      *rand.Rand
	made     bool
	validity uint32
	next     uint32 // UIDNEXT at least, as acknowledged UIDs have it
	messages map[uint32]*message
	count    int // messages ever appended

	// pending is the change under way when the server died: it may have
	// happened or not.
	pending change
}

// message is what is known of one message.
type message struct {
	body  []byte
	flags map[string]bool
}

// change is one command.
type change struct {
	kind string // "append", "flags", "expunge", "create" or nothing
	uid  uint32
	body []byte
	flag string
	on   bool
}

func newWorker(i int, seed uint64) *worker {
	return &worker{
		box: fmt.Sprintf("crash%d", i), rng: rand.New(rand.NewPCG(seed, uint64(i))),
		messages: make(map[uint32]*message),
	}
}

func (w *worker) connect(ctx context.Context, addr string) (*client.Client, error) {
	c, err := client.Dial(ctx, client.Config{Addr: addr, User: "user", Pass: "pass", Timeout: timeout}, w.box, nil)
	if err != nil {
		return nil, err
	}
	return c, c.Login(ctx)
}

// work changes the mailbox until the server is gone; acked is called after
// each OK.
func (w *worker) work(ctx context.Context, addr string, acked func()) {
	c, err := w.connect(ctx, addr)
	if err != nil {
		return // killed before this worker came
	}
	defer c.Close()
	if w.made {
		if _, err := c.Do(ctx, "SELECT "+w.box); err != nil {
			return
		}
	}
	for {
		w.pending = w.choose()
		reply, err := w.send(ctx, c, w.pending)
		if err != nil {
			return
		}
		if reply.OK() {
			w.apply(w.pending, reply)
		}
		w.pending = change{}
		acked()
	}
}

// choose picks the next change.
func (w *worker) choose() change {
	if !w.made {
		return change{kind: "create"}
	}
	uids := w.uids()
	switch n := w.rng.IntN(10); {
	case n < 4 || len(uids) == 0:
		w.count++
		body := fmt.Sprintf("Subject: %s message %d\r\n\r\n%s\r\n", w.box, w.count,
			strings.Repeat("text ", w.rng.IntN(2000)))
		return change{kind: "append", body: []byte(body)}
	case n < 9:
		flags := []string{`\seen`, `\flagged`, "keyword1", "keyword2"}
		return change{kind: "flags", uid: uids[w.rng.IntN(len(uids))], flag: flags[w.rng.IntN(4)], on: w.rng.IntN(2) == 0}
	}
	return change{kind: "expunge", uid: uids[w.rng.IntN(len(uids))]}
}

func (w *worker) uids() []uint32 {
	var uids []uint32
	for uid := range w.messages {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	return uids
}

func (w *worker) send(ctx context.Context, c *client.Client, ch change) (*client.Reply, error) {
	switch ch.kind {
	case "create":
		if reply, err := c.Do(ctx, "CREATE "+w.box); err != nil || !reply.OK() {
			return reply, err
		}
		return c.Do(ctx, "SELECT "+w.box)
	case "append":
		return c.DoParts(ctx, client.Text("APPEND "+w.box+" "), client.Literal{Data: ch.body})
	case "flags":
		op := map[bool]string{true: "+", false: "-"}[ch.on]
		return c.Do(ctx, fmt.Sprintf("UID STORE %d %sFLAGS.SILENT (%s)", ch.uid, op, ch.flag))
	}
	if _, err := c.Do(ctx, fmt.Sprintf(`UID STORE %d +FLAGS.SILENT (\Deleted)`, ch.uid)); err != nil {
		return nil, err
	}
	return c.Do(ctx, fmt.Sprintf("UID EXPUNGE %d", ch.uid))
}

// apply notes what was answered OK.
func (w *worker) apply(ch change, reply *client.Reply) {
	switch ch.kind {
	case "create":
		w.made = true
		if code := reply.Code("UIDVALIDITY"); code != nil {
			n, _ := code.Number()
			w.validity = uint32(n)
		}
	case "append":
		if a, ok := wire.AsAppendUID(reply.Tagged); ok {
			uid := a.UIDs[0].Start
			w.messages[uid] = &message{body: ch.body, flags: make(map[string]bool)}
			w.next = max(w.next, uid+1)
		}
	case "flags":
		w.messages[ch.uid].flags[ch.flag] = ch.on
	case "expunge":
		delete(w.messages, ch.uid)
	}
}

// verify compares the mailbox with what is known, and takes over what the last
// change before the crash has turned out to be.
func (w *worker) verify(ctx context.Context, addr string) error {
	return within(ctx, func(ctx context.Context) error {
		c, err := w.connect(ctx, addr)
		if err != nil {
			return w.errorf("%w", err)
		}
		defer c.Close()
		reply, err := c.Do(ctx, "SELECT "+w.box)
		if err != nil {
			return w.errorf("%w", err)
		}
		if !reply.OK() {
			if w.made {
				return w.errorf("the mailbox is gone: %s", reply.Tagged.Text)
			}
			return nil
		}
		if err := w.verifyState(c.View()); err != nil {
			return err
		}
		found, err := w.fetchAll(ctx, c)
		if err != nil {
			return err
		}
		return w.verifyMessages(found)
	})
}

func (w *worker) verifyState(v *client.View) error {
	if w.made && v.UIDValidity != w.validity {
		return w.errorf("UIDVALIDITY is %d, was %d", v.UIDValidity, w.validity)
	}
	w.made, w.validity = true, v.UIDValidity
	if v.UIDNext < w.next {
		return w.errorf("UIDNEXT is %d, but UID %d was given away", v.UIDNext, w.next-1)
	}
	w.next = v.UIDNext
	return nil
}

func (w *worker) fetchAll(ctx context.Context, c *client.Client) (map[uint32]*message, error) {
	found := make(map[uint32]*message)
	if c.View().Exists == 0 {
		return found, nil
	}
	reply, err := c.Do(ctx, "FETCH 1:* (UID FLAGS BODY.PEEK[])")
	if err == nil {
		err = reply.Err()
	}
	if err != nil {
		return nil, w.errorf("%w", err)
	}
	for _, r := range reply.Find("FETCH") {
		f, _ := wire.AsFetch(r)
		uid, _ := f.UID()
		body, _ := f.Get("BODY[]")
		m := &message{body: bytes.Clone(body.Bytes), flags: make(map[string]bool)}
		flags, _ := f.Flags()
		for _, name := range flags {
			m.flags[strings.ToLower(name)] = true
		}
		delete(m.flags, `\recent`) // belongs to the session that looks
		found[uid] = m
	}
	return found, nil
}

func (w *worker) verifyMessages(found map[uint32]*message) error {
	for uid, want := range w.messages {
		got := found[uid]
		if got == nil {
			if w.pending.kind == "expunge" && w.pending.uid == uid {
				delete(w.messages, uid)
				continue
			}
			return w.errorf("UID %d was acknowledged and is gone", uid)
		}
		if !bytes.Equal(got.body, want.body) {
			return w.errorf("UID %d has other bytes than were acknowledged", uid)
		}
		for flag, on := range want.flags {
			if got.flags[flag] != on && !(w.pending.kind == "flags" && w.pending.uid == uid && w.pending.flag == flag) {
				return w.errorf("UID %d: flag %s is %v, acknowledged was %v", uid, flag, got.flags[flag], on)
			}
		}
		want.flags = got.flags
		delete(want.flags, `\deleted`) // of an expunge that did not come to its end
	}
	for uid, got := range found {
		if w.messages[uid] != nil {
			continue
		}
		if w.pending.kind != "append" || !bytes.Equal(got.body, w.pending.body) {
			return w.errorf("UID %d is there although it was expunged, or never appended", uid)
		}
		w.messages[uid] = got
		w.pending = change{}
	}
	w.pending = change{}
	return nil
}
