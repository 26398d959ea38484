package faults

// searchedScripts are of SEARCH.
var searchedScripts = map[string]string{
	"search=beyond-exists": `
		login
		select
		C: a1 SEARCH ALL
		S: * SEARCH 1 2 3 4
		S: a1 OK …`,
	"search=order-dependent": `
		login
		select
		C: a1 SEARCH SUBJECT Letter SEEN
		S: * SEARCH 1 3
		S: a1 OK …
		C: a2 SEARCH SEEN SUBJECT Letter
		S: * SEARCH
		S: a2 OK …`,
	"search=server-bug": `
		login
		select
		C: a1 SEARCH OR SEEN UNSEEN
		S: a1 NO [SERVERBUG] SEARCH Server error - Please try again later
		C: a2 SEARCH HEADER Subject Nested
		S: a2 NO [SERVERBUG] …
		C: a3 SEARCH SUBJECT Nested
		S: * SEARCH 2
		S: a3 OK …`,
	"search-charset=quoted-refused": `
		login
		select
		C: a1 SEARCH CHARSET "UTF-8" SUBJECT Nested
		S: a1 NO [BADCHARSET] Unsupported charset
		C: a2 SEARCH CHARSET UTF-8 SUBJECT Nested
		S: * SEARCH 2
		S: a2 OK …`,
	"search-return=nothing": `
		login
		select
		C: a1 SEARCH RETURN () ALL
		S: a1 OK …
		C: a2 SEARCH RETURN (ALL) ALL
		S: * ESEARCH (TAG "a2") ALL 1:3
		S: a2 OK …`,
	"search-return=ignored": `
		login
		select
		C: a1 UID SEARCH RETURN (ALL COUNT) ALL
		S: * SEARCH 1 2 3
		S: a1 OK …`,
	"esearch=without-all": `
		login
		C: a1 CAPABILITY
		S: * CAPABILITY IMAP4rev1 LITERAL+ …
		S: a1 OK …
		C: a2 ENABLE IMAP4rev2
		S: * ENABLED IMAP4rev2
		S: a2 OK …
		select
		C: a3 SEARCH ALL
		S: * ESEARCH (TAG "a3")
		S: a3 OK …`,
	"esearch=uids-for-numbers": `
		login
		select
		C: a1 STORE 1 +FLAGS.SILENT (\Deleted)
		S: a1 OK …
		C: a2 EXPUNGE
		S: * 1 EXPUNGE
		S: * 2 RECENT
		S: a2 OK …
		C: a3 SEARCH RETURN (MAX COUNT) ALL
		S: * ESEARCH (TAG "a3") UID MAX 3 COUNT 2
		S: a3 OK …
		C: a4 SEARCH ALL
		S: * SEARCH 1 2
		S: a4 OK …`,
	"esearch=count-total": `
		login
		select
		C: a1 SEARCH RETURN (MIN COUNT) SUBJECT Nested
		S: * ESEARCH (TAG "a1") MIN 0 COUNT 3
		S: a1 OK …`,
}
