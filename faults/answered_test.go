package faults

// answeredScripts are of other commands, and of how commands are completed.
var answeredScripts = map[string]string{
	"login=unconnected": `
		login
		C: a1 NOOP
		S: a1 OK …
		C: a2 SELECT INBOX
		S: a2 BAD User is authenticated but not connected.
		S: * BYE Connection closed.
		closed`,
	"enable=unanswered": `
		login
		C: a1 ENABLE CONDSTORE
		S: a1 OK …`,
	"id=bad": `
		login
		C: a1 ID NIL
		S: a1 BAD Command unknown or arguments invalid`,
	"namespace=hangs-up": `
		login
		C: a1 NAMESPACE
		closed`,
	"list-return=nothing": `
		login
		C: a1 LIST "" * RETURN (CHILDREN)
		S: a1 OK …
		C: a2 LIST "" *
		S: * LIST (\HasNoChildren) "/" INBOX
		S: a2 OK …`,
	"list-special-use=bad": `
		login
		C: a1 LIST "" * RETURN (SPECIAL-USE)
		S: a1 BAD …
		C: a2 LIST (SPECIAL-USE) "" *
		S: a2 BAD …`,
	"list=unquoted-names": `
		login
		C: a1 CREATE "Sync Issues"
		S: a1 OK …
		C: a2 LIST "" Sync%
		S: * LIST (\HasNoChildren) "/" Sync	Issues
		S: a2 OK …`,
	"uid-expunge=bad": `
		login
		select
		C: a1 UID EXPUNGE 1
		S: a1 BAD …
		C: a2 EXPUNGE
		S: a2 OK …`,
	"completion=twice after=1": `
		login
		C: a1 NOOP
		S: a1 OK NOOP completed
		S: a1 OK NOOP completed`,
	"completion=throttled": `
		login
		C: a1 NOOP
		S: a1 OK Success [THROTTLED]`,
	`answer=bad command=SEARCH with="or "`: `
		login
		select
		C: a1 SEARCH ALL
		S: * SEARCH 1 2 3
		S: a1 OK …
		C: a2 SEARCH or ALL ALL
		S: * SEARCH 1 2 3
		S: a2 BAD Command unknown or arguments invalid`,
	"answer=server-bug command=STATUS": `
		login
		C: a1 STATUS INBOX (MESSAGES)
		S: * STATUS INBOX (MESSAGES 3)
		S: a1 NO [SERVERBUG] Internal error
		C: a2 STATUS nowhere (MESSAGES)
		S: a2 NO [NONEXISTENT] …`,
	"completion=without-text": `
		login
		C: a1 NOOP
		S: a1 OK
		C: a2 FROBNICATE
		S: a2 BAD Unknown command FROBNICATE`,
	"bad=untagged": `
		login
		C: a1 FROBNICATE
		S: * BAD Unknown command FROBNICATE`,
	"code=unparsable": `
		C: a1 LOGIN user wrong
		S: a1 NO [Error="AuthFailed:LogonFailed-InvalidCredentials" Proxy=mail.example.org:1993:SSL] …`,
	"continuation=bare": `
		login
		C: a1 IDLE
		S: +
		C: DONE
		S: a1 OK …`,
	"bye=endless lines=3": `
		login
		C: a1 LOGOUT
		S: * BYE …
		S: * BYE …
		S: * BYE …
		closed`,
	"bye=sudden": `
		C: a1 NOOP
		S: * BYE Server is shutting down
		closed`,
	"limit=bye commands=2": `
		login
		C: a1 NOOP
		S: a1 OK …
		C: a2 NOOP
		S: a2 NO [LIMIT] NOOP Rate limit hit
		S: * BYE Rate limit hit
		closed`,
}
