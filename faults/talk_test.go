package faults

import "testing"

// Scopes hold on the wire: each script shows where a fault acts and where not.
func TestWireScopes(t *testing.T) {
	tests := []struct{ line, script string }{
		{"status=empty mailbox=Other", `
			login
			C: a1 CREATE Other
			S: a1 OK …
			C: a2 STATUS INBOX (MESSAGES)
			S: * STATUS INBOX (MESSAGES 3)
			S: a2 OK …
			C: a3 STATUS Other (MESSAGES)
			S: * STATUS "Other" ()
			S: a3 OK …`},
		{"fetch=zero mailbox=INBOX", `
			login
			C: a1 CREATE Copies
			S: a1 OK …
			select
			C: a2 FETCH 1 UID
			S: * 1 FETCH (UID 1)
			S: * 0 FETCH (FLAGS ())
			S: a2 OK …
			C: a3 COPY 1 Copies
			S: a3 OK …
			C: a4 CLOSE
			S: a4 OK …`},
		{"completion=twice user=user", `
			C: a1 NOOP
			S: a1 OK …
			C: a2 LOGIN user pass
			S: a2 OK …
			S: a2 OK …
			C: a3 UNAUTHENTICATE
			S: a3 OK …
			C: a4 NOOP
			S: a4 OK …`},
		{"completion=throttled connection=2 command=NOOP", `
			login
			C: a1 NOOP
			S: a1 OK NOOP completed
			b login
			b C: b1 NOOP
			b S: b1 OK Success [THROTTLED]
			b C: b2 CAPABILITY
			b S: * CAPABILITY …
			b S: b2 OK CAPABILITY completed`},
		{"fetch-size=wrong nth=2", `
			login
			select
			C: a1 FETCH 1,3 RFC822.SIZE
			S: * 1 FETCH (RFC822.SIZE 55)
			S: * 3 FETCH (RFC822.SIZE 57)
			S: a1 OK …
			C: a2 FETCH 3 RFC822.SIZE
			S: * 3 FETCH (RFC822.SIZE 55)
			S: a2 OK …`},
		{"id=bad after=1 times=1", `
			C: a1 ID NIL
			S: * ID …
			S: a1 OK …
			C: a2 ID NIL
			S: a2 BAD …
			C: a3 ID NIL
			S: * ID …
			S: a3 OK …`},
	}
	for _, tc := range tests {
		t.Run(tc.line, func(t *testing.T) { play(t, tc.script, tc.line) })
	}
}

// Faults act one after the other upon the same response, also where one makes
// several of it.
func TestWireFaultsStack(t *testing.T) {
	play(t, `
		login
		select
		C: a1 FETCH 3 UID
		S: * 3 FETCH (UID 3 )
		S: * 4 FETCH (UID 4294967295 FLAGS () )
		S: a1 OK Success [THROTTLED]`,
		"fetch=beyond-exists", "fetch=trailing-space", "completion=throttled command=FETCH")
}

// The journal says who met a fault of the wire, in which command and mailbox.
func TestWireJournal(t *testing.T) {
	p := play(t, `
		login
		select
		C: a1 UID FETCH 2:3 (UID RFC822.SIZE)
		S: * 2 FETCH …
		S: * 3 FETCH …
		S: a1 OK …
		C: a2 FETCH 1 RFC822.SIZE
		S: * 1 FETCH …
		S: a2 OK …`, "fetch-size=wrong")
	want := []Firing{
		{User: "user", Conn: 1, Command: "UID FETCH", Tag: "a1", Mailbox: "INBOX", UID: 2},
		{User: "user", Conn: 1, Command: "UID FETCH", Tag: "a1", Mailbox: "INBOX", UID: 3},
		{User: "user", Conn: 1, Command: "FETCH", Tag: "a2", Mailbox: "INBOX"},
	}
	got := firings(p)
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for k, f := range got {
		w := want[k]
		w.Fault, w.Kind, w.Time = "fetch-size=wrong", "fetch-size=wrong", f.Time
		if f != w {
			t.Errorf("%+v, want %+v", f, w)
		}
	}
}

// With a seed a fault acts on the same commands again.
func TestWireChanceIsRepeatable(t *testing.T) {
	const script = `
		login
		select
		C: a1 FETCH 1:3 UID
		S: * 1 …
		S: * 2 …
		S: * 3 …
		S: a1 OK …
		C: a2 FETCH 1:3 UID
		S: * 1 …
		S: * 2 …
		S: * 3 …
		S: a2 OK …`
	const line = "fetch=trailing-space p=0.5 seed=5"
	var first []uint32
	for round := range 3 {
		var uids []uint32
		for _, f := range firings(play(t, script, line)) {
			uids = append(uids, f.UID)
		}
		if round == 0 {
			first = uids
		}
		if len(uids) == 0 || len(uids) == 6 || len(uids) != len(first) {
			t.Fatalf("%d of 6, then %d", len(first), len(uids))
		}
		for k := range uids {
			if uids[k] != first[k] {
				t.Errorf("%d, then %d", first, uids)
			}
		}
	}
}

// AUTHENTICATE gives a session its user as LOGIN does.
func TestAuthenticatedUser(t *testing.T) {
	play(t, `
		C: a1 AUTHENTICATE PLAIN
		S: + 
		C: AHVzZXIAcGFzcw==
		S: a1 OK …
		C: a2 NOOP
		S: a2 OK Success [THROTTLED]`, "completion=throttled user=user command=NOOP")
}
