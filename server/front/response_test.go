package front

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is whole comes out whole, and what is broken is left as it is.
func TestResponses(t *testing.T) {
	const text = "* 1 FETCH (BODY[] {6}\r\n\r\n* 2 FLAGS ())\r\n* OK {3}\r\na1 OK done\r\n* 2 FETCH (BODY[] {100}\r\nshort"
	want := []string{"* 1 FETCH (BODY[] {6}\r\n\r\n* 2 FLAGS ())\r\n", "* OK {3}\r\n", "a1 OK done\r\n", "* 2 FETCH (BODY[] {100}\r\n", "short"}
	var got []string
	for r := range Responses([]byte(text)) {
		got = append(got, string(r))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
