package server

import "imaporacle/server/front"

// fetchModifiers are what may follow the items of a FETCH (RFC 4466 §2.4).
type fetchModifiers struct {
	partial *partialRange // PARTIAL (RFC 9394 §3.3)
}

func readFetchModifiers(a *front.Args) (m fetchModifiers, err error) {
	if a.Peek() != ' ' {
		return m, nil
	}
	a.Accept(' ')
	err = a.List("a list of FETCH modifiers", false, func() error {
		name, err := a.Keyword("a FETCH modifier")
		switch {
		case err != nil:
			return err
		case name == "PARTIAL" && m.partial == nil:
			m.partial, err = readPartialRange(a)
			return err
		case name == "PARTIAL":
			return front.Bad("%s is given twice", name)
		}
		return front.Bad("Unknown FETCH modifier %.40s", name)
	})
	return m, err
}

// check refuses PARTIAL where it is not defined (RFC 9394 §3.3).
func (m fetchModifiers) check(uid bool) error {
	if m.partial != nil && !uid {
		return front.Bad("PARTIAL is for UID FETCH only")
	}
	return nil
}

// fetched returns the indexes of the messages of a FETCH, once the modifiers
// have had their say.
func (s *session) fetched(set front.NumSet, mods fetchModifiers, uid bool) ([]int, error) {
	if err := mods.check(uid); err != nil {
		return nil, err
	}
	indexes, err := s.resolve(set, uid)
	if err == nil && mods.partial != nil {
		start, end := mods.partial.slice(len(indexes))
		indexes = indexes[start:end]
	}
	return indexes, err
}
