package store

// Threads implements Store.
func (m *Memory) Threads(contents []uint64) ([]Thread, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	var list []Thread
	for _, id := range contents {
		if c := m.contents[id]; c != nil && c.thread.ID != 0 {
			list = append(list, normalThread(c.thread))
		}
	}
	return list, nil
}

func (m *Memory) putThread(op PutThread) undo {
	c := m.contents[op.Thread.Content]
	if c == nil {
		return nil
	}
	old := c.thread
	c.thread = normalThread(op.Thread)
	return func() { c.thread = old }
}
