package lesson

import (
	"testing"

	"imaporacle/docs/lessons"
)

// Each built-in lesson is played to its end: its commands show what it claims,
// its task is not done before it is begun and its solution does it, and what can
// be hidden can be found.
func TestBuiltIn(t *testing.T) {
	all, err := Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		t.Run(l.Name, func(t *testing.T) {
			t.Parallel()
			if err := Check(t.Context(), l); err != nil {
				t.Error(err)
			}
		})
	}
}
