package tester

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// flagSet is a set of flags in lower case, without \Recent, which belongs to a
// session.
type flagSet map[string]bool

func newFlagSet(flags []string) flagSet {
	set := make(flagSet)
	for _, f := range flags {
		if !strings.EqualFold(f, `\Recent`) {
			set[strings.ToLower(f)] = true
		}
	}
	return set
}

func (f flagSet) has(flag string) bool { return f[strings.ToLower(flag)] }

func (f flagSet) String() string {
	var names []string
	for name := range f {
		names = append(names, name)
	}
	slices.Sort(names)
	return "(" + strings.Join(names, " ") + ")"
}

// messageState is what a FETCH tells of one message.
type messageState struct {
	uid    uint32
	flags  flagSet
	recent bool
	modSeq uint64
}

// states fetches UID and flags of all messages: by sequence number, so that a
// server must not tell an EXPUNGE meanwhile.
func (s *session) states(modSeq bool) (map[uint32]messageState, error) {
	items := "UID FLAGS"
	if modSeq {
		items += " MODSEQ"
	}
	if s.View().Exists == 0 {
		return map[uint32]messageState{}, nil
	}
	reply, err := s.do("FETCH 1:* (%s)", items)
	switch {
	case err != nil:
		return nil, err
	case !reply.OK() && len(reply.Find("FETCH")) > 0:
		// Some messages have been expunged: RFC 2180 §4.1.2 has NO then, and
		// some servers BAD. What came is what the session is shown.
	case !reply.OK():
		return nil, reply.Err()
	}
	states := statesOf(reply)
	// The judge tells of messages that there cannot be.
	maps.DeleteFunc(states, func(seq uint32, _ messageState) bool { return seq == 0 || seq > s.View().Exists })
	return states, s.believable(states)
}

// believable looks whether a probe can rest on states: messages can be told
// apart by their UIDs, and the flags have come.
func (s *session) believable(states map[uint32]messageState) error {
	var last, lastSeq uint32
	for _, seq := range slices.Sorted(maps.Keys(states)) {
		st := states[seq]
		switch {
		case st.uid == 0:
			continue // told by itself
		case st.flags == nil:
			return precondition("FETCH (UID FLAGS) shows session %s no flags of message %d", s.Name(), seq)
		case st.uid <= last:
			return precondition("session %s is shown message %d with the UID %d, and message %d with %d", s.Name(), lastSeq, last, seq, st.uid)
		}
		last, lastSeq = st.uid, seq
	}
	return nil
}

// statesOf gathers what a reply tells of each message, by sequence number; of
// several FETCH responses for one the last counts.
func statesOf(reply *client.Reply) map[uint32]messageState {
	states := make(map[uint32]messageState)
	for _, r := range reply.Find("FETCH") {
		f, ok := wire.AsFetch(r)
		if !ok {
			continue
		}
		st := states[f.Seq]
		if uid, ok := f.UID(); ok {
			st.uid = uid
		}
		if flags, ok := f.Flags(); ok {
			st.flags = newFlagSet(flags)
			st.recent = slices.ContainsFunc(flags, func(f string) bool { return strings.EqualFold(f, `\Recent`) })
		}
		if n, ok := f.ModSeq(); ok {
			st.modSeq = n
		}
		states[f.Seq] = st
	}
	return states
}

// picture prints states so that equal pictures are equal strings.
func picture(exists uint32, states map[uint32]messageState) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d messages", exists)
	var seqs []uint32
	for seq := range states {
		seqs = append(seqs, seq)
	}
	slices.Sort(seqs)
	for _, seq := range seqs {
		st := states[seq]
		fmt.Fprintf(&b, "; %d: UID %d %s", seq, st.uid, st.flags)
		if st.modSeq > 0 {
			fmt.Fprintf(&b, " MODSEQ %d", st.modSeq)
		}
	}
	return b.String()
}

// keywords reports whether the session's mailbox takes new keywords.
func (s *session) keywords() bool { return slices.Contains(s.View().PermanentFlags, `\*`) }
