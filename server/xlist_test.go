package server_test

import "testing"

// XLIST has the uses without being asked, and a use for INBOX.
func TestXList(t *testing.T) {
	play(t, `
		C: a0 XLIST "" *
		S: a0 BAD …
		login user
		C: a1 CREATE Sent (USE (\Sent))
		S: a1 OK …
		C: a2 CREATE "a b/&AOQ-"
		S: a2 OK …
		C: a3 XLIST "" *
		S: * XLIST (\HasNoChildren \Inbox) "/" INBOX
		S: * XLIST (\HasNoChildren \Sent) "/" "Sent"
		S: * XLIST (\HasChildren) "/" "a b"
		S: * XLIST (\HasNoChildren) "/" "a b/&AOQ-"
		S: a3 OK …
		C: a4 XLIST "a b/" %
		S: * XLIST (\HasNoChildren) "/" "a b/&AOQ-"
		S: a4 OK …
		C: a5 XLIST "" ""
		S: * XLIST (\Noselect) "/" ""
		S: a5 OK …
		C: a6 XLIST "" nosuch
		S: a6 OK …
		C: a7 XLIST ""
		S: a7 BAD …
		C: a8 XLIST "" * RETURN (CHILDREN)
		S: a8 BAD …
	`)
}
