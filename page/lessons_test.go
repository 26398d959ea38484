package page

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"imaporacle/teach/lesson"
)

// begin begins a lesson and returns its room.
func (v *visitor) begin(name string, status int, text string) string {
	v.Helper()
	var in struct{ Room string }
	got := v.ask("POST /lessons/"+name, fields{}, status, text)
	if status == 200 {
		if err := json.Unmarshal([]byte(got), &in); err != nil {
			v.Fatal(err)
		}
	}
	return in.Room
}

// Each learner has a room of his own, which is closed when nobody uses it; there
// is a limit.
func TestRooms(t *testing.T) {
	v := visit(t)
	name := v.page.options.Lessons[0].Name
	one, two := v.begin(name, 200, ""), v.begin(name, 200, "")
	if one == two {
		t.Fatal("two learners share a room")
	}
	at := func(room string) string { return "/rooms/" + room + "/lesson" }
	v.ask("POST "+at(one)+"/next", fields{}, 200, `"index":1`)
	v.ask("GET "+at(two), nil, 200, `"index":0`)
	v.ask("POST /rooms/"+one+"/faults", fields{"line": "answer=bad"}, 403, "lesson")
	v.ask("POST /rooms/"+one+"/mail", fields{"subject": "Eggs"}, 204, "")

	ctx, leave := context.WithCancel(t.Context())
	events := v.follow(ctx, two)
	v.until(events, "room", "Ann")
	if err := v.page.desks.closeIdle(time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	v.ask("GET "+at(one), nil, 404, "Begin the lesson again")
	v.ask("GET "+at(two), nil, 200, `"index":0`) // somebody looks at it
	leave()
	for range events.events {
	}

	for len(v.page.desks.all) < maxRooms {
		v.begin(name, 200, "")
	}
	v.begin(name, 503, "200 learners")
}

// What is right is not told before the answer.
func TestPrediction(t *testing.T) {
	v := visit(t)
	all := v.page.options.Lessons
	l := all[slices.IndexFunc(all, func(l *lesson.Lesson) bool {
		return slices.ContainsFunc(l.Parts, func(p lesson.Part) bool { return p.Kind == lesson.Predict })
	})]
	at := "/rooms/" + v.begin(l.Name, 200, "") + "/lesson"
	for _, p := range l.Parts {
		if p.Kind == lesson.Predict {
			break
		}
		for range p.Lines {
			v.ask("POST "+at+"/play", fields{}, 200, "")
		}
		v.ask("POST "+at+"/next", fields{}, 200, "")
	}
	if got := v.ask("GET "+at, nil, 200, `"choices"`); strings.Contains(got, "right") {
		t.Errorf("it is told what is right: %s", got)
	}
	v.ask("POST "+at+"/next", fields{}, 409, "something to do")
	v.ask("POST "+at+"/answer", fields{"choice": 0}, 200, `"right":true`)
	v.ask("POST "+at+"/answer", fields{"choice": 1}, 200, `"taken":true`)
}
