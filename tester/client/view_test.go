package client

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"imaporacle/internal/wire"
	"pgregory.net/rapid"
)

func TestViewOfSelect(t *testing.T) {
	cfg := serve(t, nil, selected(3, func(p *peer) {
		p.send("* 2 FETCH (UID 20 FLAGS (\\Seen))", "* 3 FETCH (FLAGS ())", p.expect("FETCH 1:3 (UID)")+" OK done")
		p.send("* 1 EXPUNGE", "* 3 EXISTS", "* VANISHED (EARLIER) 5", p.expect("NOOP")+" OK [UIDNEXT 101] done")
		tag := p.expect("EXAMINE b")
		p.send("* 2 EXPUNGE", "* OK [CLOSED] old", "* 1 EXISTS", tag+" OK [READ-ONLY] done")
		p.send("* 9 EXISTS", p.expect("SELECT none")+" NO no")
		p.toEnd()
	}))
	c := dial(t, cfg, nil)
	v := c.View()
	do(t, c, "SELECT INBOX")
	if d := cmp.Diff([]any{true, "INBOX", false, uint32(3), uint32(1), uint32(7), uint32(100), uint64(12), []string{`\Seen`, `\Deleted`}, []string{`\Seen`, `\*`}},
		[]any{v.Selected, v.Mailbox, v.ReadOnly, v.Exists, v.Recent, v.UIDValidity, v.UIDNext, v.HighestModSeq, v.Flags, v.PermanentFlags}); d != "" {
		t.Error(d)
	}
	do(t, c, "FETCH 1:3 (UID)")
	do(t, c, "NOOP")
	uid, ok := v.UID(1)
	seq, _ := v.Seq(20)
	fl1, ok1 := v.FlagsOf(1)
	fl2, ok2 := v.FlagsOf(2)
	_, ok3 := v.FlagsOf(3)
	if d := cmp.Diff([]any{uint32(20), true, uint32(1), []string{`\Seen`}, true, []string{}, true, false, uint32(3), uint32(101)},
		[]any{uid, ok, seq, fl1, ok1, fl2, ok2, ok3, v.Exists, v.UIDNext}); d != "" {
		t.Error(d)
	}
	do(t, c, "EXAMINE b")
	if !v.ReadOnly || v.Mailbox != "b" || v.Exists != 1 {
		t.Errorf("%+v", v)
	}
	do(t, c, "SELECT none")
	if v.Selected || v.Exists != 0 {
		t.Errorf("%+v", v)
	}
}

// feed applies a response to a View as if a NOOP were in flight.
func feed(t interface{ Fatal(...any) }, v *View, line string) {
	r, err := wire.ParseResponse([]byte(line+"\r\n"), wire.Limits{}, false)
	if err != nil || r.Err != nil {
		t.Fatal(line, err, r)
	}
	v.apply(r, &Pending{verb: "NOOP"})
}

// What cannot be changes nothing, and what comes after it is taken.
func TestImpossible(t *testing.T) {
	v := &View{Selected: true}
	for _, line := range []string{
		"* 3 EXISTS", "* 2 FETCH (UID 5)", "* 4 EXPUNGE", "* 4 FETCH (UID 9)", "* 1 FETCH (UID 4)", "* VANISHED 7,8",
	} {
		feed(t, v, line)
	}
	uid, ok := v.UID(1)
	if v.Exists != 2 || uid != 4 || !ok { // only one message can have been UID 7 or 8
		t.Errorf("%d messages, the first is %d (%t)", v.Exists, uid, ok)
	}
}

func TestHostileNumbersCostNothing(t *testing.T) {
	v := &View{Selected: true}
	for _, line := range []string{
		"* 4294967295 EXISTS", "* 4294967295 FETCH (UID 4294967295 FLAGS ())", "* VANISHED 1:4294967290", "* VANISHED 1:4294967290",
	} {
		feed(t, v, line)
	}
	if len(v.uids) > 0 || v.Exists != 0 {
		t.Error(len(v.uids), v.Exists)
	}
}

// Whatever a correct server says, the View never knows a wrong UID.
func TestViewAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := &View{Selected: true}
		var mailbox []uint32
		next := uint32(1)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			op := rapid.IntRange(0, 5).Draw(t, "op")
			if len(mailbox) == 0 {
				op = 0
			}
			i := 0
			if op > 0 {
				i = rapid.IntRange(0, len(mailbox)-1).Draw(t, "index")
			}
			switch op {
			case 0:
				for range rapid.SampledFrom([]int{1, 2, 5, 400}).Draw(t, "arrivals") {
					mailbox = append(mailbox, next)
					next += uint32(rapid.SampledFrom([]int{1, 1, 1, 5}).Draw(t, "gap"))
				}
				feed(t, v, fmt.Sprintf("* %d EXISTS", len(mailbox)))
			case 1:
				feed(t, v, fmt.Sprintf("* %d FETCH (UID %d FLAGS (k%d))", i+1, mailbox[i], mailbox[i]))
			case 5:
				feed(t, v, fmt.Sprintf("* %d FETCH (FLAGS (k%d))", i+1, mailbox[i]))
			case 2:
				feed(t, v, fmt.Sprintf("* %d EXPUNGE", i+1))
				mailbox = append(mailbox[:i], mailbox[i+1:]...)
			case 3, 4:
				j := min(len(mailbox), i+1)
				if op == 4 {
					j = rapid.IntRange(i+1, len(mailbox)).Draw(t, "end")
				}
				var set wire.NumSet
				for _, uid := range mailbox[i:j] {
					set = append(set, wire.NumRange{Start: uid, Stop: uid})
				}
				feed(t, v, "* VANISHED "+set.String())
				mailbox = append(mailbox[:i], mailbox[j:]...)
			}
			if int(v.Exists) != len(mailbox) {
				t.Fatal(v.Exists, len(mailbox))
			}
			for i, want := range mailbox {
				if uid, ok := v.UID(uint32(i + 1)); ok && uid != want {
					t.Fatalf("message %d: UID %d, want %d", i+1, uid, want)
				}
				if fl, ok := v.FlagsOf(uint32(i + 1)); ok && fl[0] != fmt.Sprintf("k%d", want) {
					t.Fatalf("message %d: flags %v of another", i+1, fl)
				}
			}
		}
	})
}
