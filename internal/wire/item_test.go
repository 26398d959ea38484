package wire

import "testing"

func TestIsItem(t *testing.T) {
	for name, want := range map[string]bool{
		"FLAGS": true, "flags": true, "RFC822.SIZE": true, "BODY": true, "BODY[]": true, "BODY[1.2.MIME]": true, "BODY[TEXT]<0>": true,
		"BODY[HEADER.FIELDS (FROM TO)]": true, "BINARY[1]": true, "MODSEQ": true,
		"": false, "FAST": false, "BODY[1.]": false, "BODY[": false, "BODY[]<0": false, "BODY[]x": false, "BODY[MIME]": false, "FLAGS UID": false, "BODY[HEADER.FIELDS]": false,
	} {
		if got := IsItem([]byte(name)); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}
