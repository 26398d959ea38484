package judge

import (
	"fmt"

	"imaporacle/internal/wire"
)

// With UIDONLY messages have no numbers but their UIDs (RFC 9586 §3): nothing is
// known of slots, and all of what never changes.

// uidFetch takes UIDFETCH.
func (s *session) uidFetch(b *box, r *wire.Response) {
	f, ok := wire.AsUIDFetch(r)
	if !ok || f.Seq == 0 {
		return
	}
	if !s.isEnabled("UIDONLY") {
		if s.whole {
			s.blame("uidonly/asked", "UIDFETCH although UIDONLY is not enabled")
		}
		return
	}
	uid := f.Seq
	if at, dead := b.gone[uid]; dead {
		s.blame("uid/never-reused", fmt.Sprintf("UIDFETCH of the UID %d, which is gone", uid), at)
	}
	if b.facts == nil {
		return
	}
	if known := b.facts.message(key{uid, s.utf8}); known != nil {
		s.items(known, r.Args[0].List)
	}
}

// items holds the items of a response against what is known of the message, nil
// if nothing is.
func (s *session) items(known *message, items []wire.Value) {
	for i := 0; i+1 < len(items); i += 2 {
		name, v := items[i].Bytes, items[i+1]
		if known != nil {
			s.immutable(known, name, v)
		}
		if len(name) > 0 && name[len(name)-1] == '>' {
			s.partial(known, name, v)
		}
	}
}

// uidFetchDone looks whether UID FETCH has returned all that it asked for of the
// messages of which anything has come. UIDFETCH names the UID already.
func (s *session) uidFetchDone(c *command) {
	w := &c.wanted
	for uid, got := range w.got {
		missing := w.all &^ got &^ w.bitOf([]byte("UID"))
		switch {
		case missing == 0, !w.set.Contains(uid), got&w.any == 0 && (w.filtered || !s.alone()):
			continue // or it was told by itself
		}
		s.blame("fetch/complete", fmt.Sprintf("UID %d: no %s", uid, w.names(missing)), c.first)
		return
	}
}
