package server

import (
	"strings"

	"imaporacle/server/front"
)

// modSeqKey reads what follows MODSEQ: a mod-sequence, and before it the name
// and type of a metadata item, perhaps. As there is one mod-sequence for each
// message, these are ignored (RFC 7162 §3.1.5).
func (r *searchReader) modSeqKey() (key, error) {
	if err := r.SP(); err != nil {
		return key{}, err
	}
	if r.Peek() == '"' {
		if err := r.metadataItem(); err != nil {
			return key{}, err
		}
	}
	n, err := r.Number64("a mod-sequence")
	if err != nil {
		return key{}, err
	}
	r.modSeq = true
	if r.depth == 1 { // a condition that all messages found fulfil
		r.since = max(r.since, uint64(n))
	}
	return key{match: func(c *candidate) bool { return c.m.ModSeq() >= uint64(n) }}, nil
}

func (r *searchReader) metadataItem() error {
	entry, err := r.String("the name of a metadata item")
	if err != nil {
		return err
	}
	if len(entry) < len("/flags/x") || !strings.EqualFold(string(entry[:len("/flags/")]), "/flags/") {
		return front.Bad("There is no metadata item %+.40q", entry)
	}
	if err := r.SP(); err != nil {
		return err
	}
	switch kind, err := r.Keyword("priv, shared or all"); {
	case err != nil:
		return err
	case kind != "PRIV" && kind != "SHARED" && kind != "ALL":
		return front.Bad("The type of a metadata item is priv, shared or all, not %.40s", kind)
	}
	return r.SP()
}

// highest returns the mod-sequence to be told with a result, 0 if none is: the
// highest of the messages returned (RFC 7162 §3.1.6, RFC 4731 §3.2).
func (q *query) highest(s *session, found []int) (modSeq uint64) {
	if !q.modSeq {
		return 0
	}
	for k, i := range found {
		if q.returns.keeps(k, len(found)) {
			modSeq = max(modSeq, s.view.Messages()[i].ModSeq())
		}
	}
	return modSeq
}
