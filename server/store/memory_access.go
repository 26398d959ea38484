package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// annotationKey names an annotation of one mailbox.
type annotationKey struct{ user, name string }

// ACLs implements Store.
func (m *Memory) ACLs() ([]ACL, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	var list []ACL
	for _, id := range slices.Sorted(maps.Keys(m.boxes)) {
		if b := m.boxes[id]; len(b.grants) > 0 {
			list = append(list, ACL{Box: id, User: b.mailbox.User, Grants: slices.Clone(b.grants)})
		}
	}
	return list, nil
}

// Annotations implements Store.
func (m *Memory) Annotations(box MailboxID) ([]Annotation, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	kept, err := m.annotationsOf(box)
	if err != nil {
		return nil, fmt.Errorf("store: annotations of mailbox %d: %w", box, err)
	}
	var list []Annotation
	for key, value := range kept {
		list = append(list, Annotation{User: key.user, Name: key.name, Value: value})
	}
	slices.SortFunc(list, func(x, y Annotation) int {
		return cmp.Or(cmp.Compare(x.User, y.User), cmp.Compare(x.Name, y.Name))
	})
	return list, nil
}

func (m *Memory) annotationsOf(box MailboxID) (map[annotationKey]string, error) {
	if box == ServerBox {
		return m.annotations, nil
	}
	b := m.boxes[box]
	if b == nil {
		return nil, ErrNoMailbox
	}
	return b.annotations, nil
}

func (m *Memory) setACL(op SetACL) (undo, error) {
	b := m.boxes[op.Box]
	if b == nil {
		return nil, ErrNoMailbox
	}
	old := b.grants
	b.grants = slices.Clone(op.Grants)
	return func() { b.grants = old }, nil
}

func (m *Memory) annotate(op Annotate) (undo, error) {
	kept, err := m.annotationsOf(op.Box)
	if err != nil {
		return nil, err
	}
	key := annotationKey{op.Annotation.User, op.Annotation.Name}
	old, was := kept[key]
	set := func(value string, on bool) {
		if on {
			kept[key] = value
		} else {
			delete(kept, key)
		}
	}
	set(op.Annotation.Value, !op.Remove)
	return func() { set(old, was) }, nil
}
