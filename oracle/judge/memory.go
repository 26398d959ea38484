package judge

// memory keeps the last events, so that a violation can quote what led to it.
type memory struct {
	events []Event // a ring
	next   int
}

// remembered is how many events are kept; of each no more than is quoted.
const remembered = 2048

func (m *memory) add(e Event) {
	if len(m.events) < remembered {
		m.events = append(m.events, quoted(e, nil))
		return
	}
	m.events[m.next] = quoted(e, m.events[m.next].Bytes)
	m.next = (m.next + 1) % remembered
}

// quoted is the event with a copy of the octets that would be shown, in room
// that is free again. The last octet stands for the rest.
func quoted(e Event, room []byte) Event {
	e.Response = nil
	e.Bytes = append(room[:0], e.Bytes[:min(len(e.Bytes), maxLine+1)]...)
	return e
}

// lines returns the events of these numbers as text, in their order, each once.
// What is no longer kept is left out.
func (m *memory) lines(numbers ...int) []string {
	var out []string
	for i := range m.events {
		e := m.events[(m.next+i)%len(m.events)]
		for _, n := range numbers {
			if n == e.N {
				out = append(out, e.String())
				break
			}
		}
	}
	return out
}
