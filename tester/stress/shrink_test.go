package stress

import (
	"slices"
	"strings"
	"testing"

	"imaporacle/tester/client"
	"imaporacle/tester/script"
)

// fake fails if it is given these numbers, in their order.
func fake(needed ...int) (fails func([]int) bool, calls *int) {
	calls = new(int)
	return func(things []int) bool {
		*calls++
		left := needed
		for _, n := range things {
			if len(left) > 0 && n == left[0] {
				left = left[1:]
			}
		}
		return len(left) == 0
	}, calls
}

func TestMinimize(t *testing.T) {
	many := make([]int, 1000)
	for i := range many {
		many[i] = i
	}
	tests := map[string]struct{ all, needed []int }{
		"one":         {many, []int{500}},
		"far apart":   {many, []int{0, 333, 999}},
		"neighbours":  {many, []int{41, 42, 43}},
		"all":         {many[:7], many[:7]},
		"two of two":  {many[:2], many[:2]},
		"one of one":  {many[:1], many[:1]},
		"the last":    {many, []int{999}},
		"none needed": {many, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			fails, calls := fake(tt.needed...)
			got := minimize(tt.all, fails)
			if !slices.Equal(got, tt.needed) {
				t.Errorf("left with %v, want %v", got, tt.needed)
			}
			if *calls > 400 {
				t.Errorf("tried %d times", *calls)
			}
		})
	}
}

func TestSimpler(t *testing.T) {
	tests := map[string][]string{
		"UID STORE 3:6 +FLAGS (\\Seen)": {"UID STORE 3 +FLAGS (\\Seen)", "UID STORE 6 +FLAGS (\\Seen)"},
		"FETCH 1:* (UID FLAGS)":         nil,
		"FETCH 2 (UID FLAGS)":           nil,
		"NOOP":                          nil,
	}
	for text, want := range tests {
		var got []string
		for _, c := range line("%s", text).simpler() {
			got = append(got, c.text())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// What is printed is a script: names of mailboxes are variables, and a dollar
// sign is one.
func TestScript(t *testing.T) {
	s := &shrinker{run: newRun(Config{Seed: 3}), failure: failure{rule: "flags/no-lost-update", base: "base-1"}, moments: oneByOne}
	s.last.read = &staleRead{uid: 7, flag: flaggedFlag, op: flagOp{seq: 2, session: "u1-s2", value: 0}}
	got := s.script([]step{
		{conn: "u1-s1", command: command{client.Text(`APPEND "base-1" ($Forwarded) `), client.Literal{Data: []byte("a\r\n\r\nb\r\n")}}},
		{conn: "u1-s2", command: line(`SELECT "base-1-b"`)},
		{conn: "u1-s2", command: line("FETCH 1:* (UID FLAGS)")},
	})
	want := `# RFC 3501 §6.4.6: breaks flags/no-lost-update: of flag changes made at the same time none is lost
# Shrunk from a run of imaporacle test --stress --seed 3.
connections: 2
state: created

1 "" APPEND "${mailbox}" ($$Forwarded) {{{
a

b

}}}
2 "" SELECT "${mailbox}-b"
2 "" FETCH 1:* (UID FLAGS)
2 "" UID FETCH 7 (FLAGS)
* $ FETCH (UID 7 FLAGS ($!unordered \Flagged))
`
	if string(got) != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if _, err := script.Parse("shrunk", "shrunk", got); err != nil {
		t.Error(err)
	}
	if n := strings.Count(string(got), "base-1"); n > 0 {
		t.Errorf("the name of the mailbox is left %d times", n)
	}
}

// Steps that were in progress at once are one moment; what was sent after an
// answer comes after it.
func TestAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		times [][2]int // of each step, when it was sent and answered
		want  []int    // how many there are in each moment
	}{
		"nothing":             {nil, nil},
		"one by one":          {[][2]int{{0, 2}, {2, 4}, {5, 7}}, []int{1, 1, 1}},
		"at once":             {[][2]int{{0, 9}, {1, 8}, {2, 7}}, []int{3}},
		"after the first":     {[][2]int{{0, 4}, {1, 8}, {4, 6}, {5, 7}}, []int{2, 2}},
		"never answered":      {[][2]int{{0, never}, {1, never}, {2, 3}, {3, 4}}, []int{3, 1}},
		"left without a word": {[][2]int{{0, 2}, {2, 2}, {2, 4}}, []int{1, 1, 1}},
	} {
		var all []step
		for _, at := range c.times {
			all = append(all, step{from: at[0], to: at[1]})
		}
		var got []int
		for _, m := range atOnce(all) {
			got = append(got, len(m))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: moments of %v steps, want %v", name, got, c.want)
		}
	}
}

// What is sent at once on one connection the format can say; on several it is
// marked.
func TestScriptAtOnce(t *testing.T) {
	s := &shrinker{run: newRun(Config{Seed: 3}), failure: failure{rule: "flags/no-lost-update", base: "base-1"}, moments: atOnce}
	steps := []step{
		{conn: "a", command: line(`SELECT "base-1"`), from: 0, to: 2},
		{conn: "b", command: line(`SELECT "base-1"`), from: 2, to: 4},
		{conn: "a", command: line("STORE 1 +FLAGS (x)"), from: 4, to: 8},
		{conn: "b", command: line("STORE 1 -FLAGS (x)"), from: 5, to: 9},
		{conn: "a", command: line("NOOP"), from: 9, to: 13},
		{conn: "a", command: line("UID FETCH 1 (FLAGS)"), from: 9, to: 14},
	}
	got := string(s.script(steps))
	_, body, _ := strings.Cut(got, "\n\n")
	want := `1 "" SELECT "${mailbox}"
2 "" SELECT "${mailbox}"
# At once:
1 "" STORE 1 +FLAGS (x)
2 "" STORE 1 -FLAGS (x)
# When all are answered:
1 tag1 "" NOOP
1 tag2 "" UID FETCH 1 (FLAGS)
`
	if body != want {
		t.Errorf("got:\n%s\nwant:\n%s", body, want)
	}
	if _, err := script.Parse("shrunk", "shrunk", []byte(got)); err != nil {
		t.Error(err)
	}
	if !s.abreast(steps) || s.abreast(steps[4:]) {
		t.Error("not the steps of two connections alone are abreast")
	}
}
