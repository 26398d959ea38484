package faults

// memory is a map that forgets. It keeps at least the last generation entries
// that were put in or looked up, and at most twice as many, so that a server
// may run for months: nothing tells a fault when a session has ended.
type memory[K comparable, V any] struct {
	recent, older map[K]V
}

// generation is how much a memory keeps at least.
const generation = 4_000

func (m *memory[K, V]) get(k K) (V, bool) {
	if v, ok := m.recent[k]; ok {
		return v, true
	}
	v, ok := m.older[k]
	if ok {
		m.put(k, v) // what is in use is not to be forgotten
	}
	return v, ok
}

func (m *memory[K, V]) put(k K, v V) {
	if m.recent == nil || len(m.recent) >= generation {
		m.older, m.recent = m.recent, make(map[K]V)
	}
	m.recent[k] = v
}

func (m *memory[K, V]) drop(k K) {
	delete(m.recent, k)
	delete(m.older, k)
}
