package server_test

import "testing"

// UTF8=ACCEPT, RFC 6855.
func TestUTF8Accept(t *testing.T) {
	play(t, `
		C: a0 ENABLE UTF8=ACCEPT
		S: a0 BAD …
		login user
		C: a1 CREATE "Entwürfe"
		S: a1 OK …
		C: a2 LIST "" Ent*
		S: * LIST (\HasNoChildren) "/" "Entw&APw-rfe"
		S: a2 OK …
		C: a5 APPEND "Entwürfe" {16+}
		C: Subject: u
		C:
		C: ü
		S: a5 OK …
		C: a6 SEARCH CHARSET UTF-8 ALL
		S: a6 BAD …
		C: a7 ENABLE utf8=accept X-OTHER
		S: * ENABLED UTF8=ACCEPT
		S: a7 OK …
		# §3: names are told in UTF-8.
		C: a8 LIST "" Ent* RETURN (STATUS (MESSAGES))
		S: * LIST (\HasNoChildren) "/" "Entwürfe"
		S: * STATUS "Entwürfe" (MESSAGES 1)
		S: a8 OK …
		C: a9 SUBSCRIBE "Entwürfe"
		S: a9 OK …
		C: b1 LSUB "" "*"
		S: * LSUB () "/" "Entwürfe"
		S: b1 OK …
		C: b2 APPEND "Entwürfe" UTF8 (~{16+}
		C: Subject: ü
		C:
		C: x) UTF8 (~{1}
		S: + …
		C: y)
		S: b2 OK [APPENDUID … 2:3] …
		C: b3 APPEND "Entwürfe" CATENATE (UTF8 (~{15+}
		C: Subject: ü
		C:
		C: ) TEXT {1+}
		C: z)
		S: b3 OK [APPENDUID … 4] …
		select "Entwürfe"
		C: b4 SEARCH SUBJECT "ü"
		S: * SEARCH 2 4
		S: b4 OK …
		C: b5 SEARCH CHARSET UTF-8 SUBJECT "ü"
		S: b5 BAD …
		# What is not UTF-8 is no quoted string.
		R: "b6 SEARCH SUBJECT \"\xfc\"\r\n"
		S: b6 BAD …
		R: "b7 CREATE \"\xfc\"\r\n"
		S: b7 BAD …
		C: b8 APPEND INBOX UTF8 {1+}
		C: y
		S: b8 BAD …
		C: b9 APPEND INBOX UTF8 (~{1+}
		C: y
		S: b9 BAD …
		# It ends with the login (RFC 8437 §4.1).
		C: c1 UNAUTHENTICATE
		S: c1 OK …
		login user
		C: c2 LIST "" Ent*
		S: * LIST (\HasNoChildren) "/" "Entw&APw-rfe"
		S: c2 OK …
	`)
}
