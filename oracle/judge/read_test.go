package judge

import (
	"maps"
	"testing"

	"imaporacle/internal/wire"
)

// What somebody else has read is taken as it is, unless it was read without
// UTF-8 where UTF-8 may be.
func TestReadAlready(t *testing.T) {
	bytes, read := New(Options{}), New(Options{})
	lines := []struct {
		kind Kind
		text string
	}{
		{Opened, ""}, {Server, "* OK [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT] hello\r\n"},
		{Client, "a1 LOGIN user pass\r\n"}, {Server, "a1 OK grün\r\n"},
		{Client, "a2 ENABLE UTF8=ACCEPT\r\n"}, {Server, "* ENABLED UTF8=ACCEPT\r\n"}, {Server, "a2 OK done\r\n"},
		{Client, "a3 NOOP\r\n"}, {Server, "a3 OK grün\r\n"},
	}
	for _, l := range lines {
		e := Event{Session: "A", Kind: l.kind, Bytes: []byte(l.text)}
		bytes.Feed(e)
		if l.kind == Server {
			e.Response, _ = wire.ParseResponse(e.Bytes, wire.Limits{}, false)
		}
		read.Feed(e)
	}
	if want := map[string]int{"syntax/eight-bit": 1}; !maps.Equal(bytes.Counts(), want) || !maps.Equal(read.Counts(), want) {
		t.Errorf("of bytes %v, of what was read %v, want %v", bytes.Counts(), read.Counts(), want)
	}
}
