package script

import "testing"

func TestAdvertised(t *testing.T) {
	caps := []string{"IMAP4REV1", "RIGHTS=KXTEN", "APPENDLIMIT=35"}
	for name, want := range map[string]bool{
		"imap4rev1": true, "IMAP4": false, "RIGHTS=texk": true, "RIGHTS=texkq": false, "RIGHTS=*": true, "APPENDLIMIT=*": true,
		"APPENDLIMIT=36": false, "QUOTA=*": false,
	} {
		if got := advertised(caps, name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
