package report

import "strings"

// lanes are the lines of several connections side by side, in order of time.
type lanes struct {
	Names []string // of the connections, in the order in which they first spoke
	Rows  []laneRow
}

// laneRow is one line, in the lane of its connection.
type laneRow struct {
	Lane   int
	Number string // of the event
	Client bool   // said by the client, not by the server
	Text   string
	Marked bool // it matters
}

// lanesOf reads lines such as "12 A C: a1 NOOP" (client.Event). Those of the
// server that hold one of the marks matter.
func lanesOf(lines []string, marks ...string) lanes {
	var l lanes
	for _, line := range lines {
		number, rest, ok1 := strings.Cut(line, " ")
		name, rest, ok2 := strings.Cut(rest, " ")
		dir, text, ok3 := strings.Cut(rest, ": ")
		if !ok1 || !ok2 || !ok3 {
			number, name, dir, text = "", "", "S", line
		}
		l.Rows = append(l.Rows, laneRow{
			Lane: l.lane(name), Number: number, Client: dir == "C", Text: text,
			Marked: dir == "S" && holdsAny(text, marks),
		})
	}
	return l
}

func (l *lanes) lane(name string) int {
	for i, known := range l.Names {
		if known == name {
			return i
		}
	}
	l.Names = append(l.Names, name)
	return len(l.Names) - 1
}

func holdsAny(text string, marks []string) bool {
	for _, m := range marks {
		if m != "" && strings.Contains(text, m) {
			return true
		}
	}
	return false
}
