package judge

import "testing"

// Keep says how many violations of a rule are kept and told of; all are counted.
func TestKeep(t *testing.T) {
	for keep, want := range map[int]int{0: 5, 2: 2, 100: 8} {
		told := 0
		j := New(Options{Keep: keep, Found: func(Violation) { told++ }})
		j.Feed(Event{Session: "A", Kind: Opened})
		j.Feed(Event{Session: "A", Kind: Server, Bytes: []byte("* OK ready\r\n")})
		for range 8 {
			j.Feed(Event{Session: "A", Kind: Server, Bytes: []byte("+ go on\r\n")})
		}
		if n := j.Counts()["continuation/asked"]; n != 8 || told != want || len(j.Violations()) != want {
			t.Errorf("with Keep %d: %d counted, %d told, %d kept; want %d", keep, n, told, len(j.Violations()), want)
		}
	}
}
