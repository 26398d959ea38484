package judge

import (
	"bytes"
	"fmt"
	"strconv"

	"imaporacle/internal/wire"
)

// partial looks at an item such as BODY[]<100>.
func (s *session) partial(m *message, name []byte, v wire.Value) {
	item := wire.CanonicalItem(name)
	asked, p := s.partialAsked(item)
	switch {
	case asked == nil:
		return
	case p == nil:
		s.blame("fetch/partial-within", string(name)+" was not asked for", asked.first)
		return
	case v.Kind == wire.Nil:
		return
	}
	n := uint64(len(v.Bytes))
	if n > p.length {
		s.blame("fetch/partial-within", fmt.Sprintf("%s has %d octets of %d that were asked for", name, n, p.length), asked.first)
		return
	}
	if m == nil || m.wholeAt == 0 || !bytes.HasPrefix([]byte(item), []byte("BODY[]<")) {
		return
	}
	origin, err := strconv.ParseUint(item[len("BODY[]<"):len(item)-1], 10, 63)
	if err != nil {
		return
	}
	if want := min(p.length, m.whole-min(origin, m.whole)); n != want {
		s.blame("fetch/partial-short", fmt.Sprintf("%s has %d octets of %d that there are", name, n, want), m.wholeAt, asked.first)
	}
}

// partialAsked returns the FETCH in progress that asks for parts, and which of
// them it is; no command if several could be meant.
func (s *session) partialAsked(item string) (*command, *partial) {
	var one *command
	for _, c := range s.inflight {
		if c.verb != "FETCH" || c.bad || !c.complete {
			continue
		}
		for i := range c.wanted.partial {
			if c.wanted.partial[i].item == item {
				return c, &c.wanted.partial[i]
			}
		}
		if one != nil || len(c.wanted.partial) == 0 {
			return nil, nil
		}
		one = c
	}
	return one, nil
}
