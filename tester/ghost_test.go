package tester

import (
	"testing"

	"imaporacle/internal/wire"
)

// What vanished earlier is nothing that is taken from the session.
func TestRemoves(t *testing.T) {
	tests := map[string]bool{
		"* 2 EXPUNGE\r\n": true, "* VANISHED 4:7\r\n": true, "* VANISHED (EARLIER) 4:7\r\n": false,
		"* VANISHED (EARLIER) \r\n": false, "* 2 EXISTS\r\n": false, "* 2 FETCH (UID 4)\r\n": false,
	}
	for line, want := range tests {
		r, err := wire.ParseResponse([]byte(line), wire.Limits{}, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := removes(r); got != want {
			t.Errorf("%q removes: %t", line, got)
		}
	}
}
