package store

// Quota implements Store.
func (m *Memory) Quota(user string) (Limits, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	limits, set := m.quotas[user]
	if !set {
		return nil, nil
	}
	return normalLimits(limits), nil
}

func (m *Memory) setQuota(op SetQuota) undo {
	old, was := m.quotas[op.User]
	m.quotas[op.User] = normalLimits(op.Limits)
	return func() {
		if was {
			m.quotas[op.User] = old
		} else {
			delete(m.quotas, op.User)
		}
	}
}
