package server_test

import "testing"

// Names come, go and change; the mailbox above is affected as well, and what
// the client does itself is no news to it (RFC 5465 §5, §5.4, §5.5).
func TestNotifyNames(t *testing.T) {
	play(t, `
		A login user
		B login user
		A C: a1 NOTIFY SET (personal (MailboxName SubscriptionChange))
		A S: a1 OK …
		A C: a2 CREATE mine
		A S: a2 OK …
		A C: a3 SUBSCRIBE mine
		A S: a3 OK …
		mail INBOX 1
		A C: a0 NOTIFY SET (personal (MessageNew MessageExpunge MailboxName))
		A S: a0 OK …
		A C: a0 RENAME INBOX older
		A S: a0 OK …
		A C: a1 NOTIFY SET (personal (MailboxName SubscriptionChange))
		A S: a1 OK …
		B C: b1 CREATE up/down
		B S: b1 OK …
		A S: * LIST (\HasChildren) "/" "up"
		A S: * LIST (\HasNoChildren) "/" "up/down"
		B C: b2 CREATE up/other
		B S: b2 OK …
		A S: * LIST (\HasNoChildren) "/" "up/other"
		A S: * LIST (\HasChildren) "/" "up"
		B C: b3 SUBSCRIBE up
		B S: b3 OK …
		A S: * LIST (\Subscribed \HasChildren) "/" "up"
		# The children of what is renamed are not told.
		B C: b4 RENAME up "new name"
		B S: b4 OK …
		A S: * LIST (\HasChildren) "/" "new name" ("OLDNAME" ("up"))
		B C: b5 UNSUBSCRIBE up
		B S: b5 OK …
		A S: * LIST (\NonExistent) "/" "up"
		B C: b6 DELETE "new name/other"
		B S: b6 OK …
		A S: * LIST (\NonExistent) "/" "new name/other"
		A S: * LIST (\HasChildren) "/" "new name"
		B C: b7 DELETE "new name/down"
		B S: b7 OK …
		A S: * LIST (\NonExistent) "/" "new name/down"
		A S: * LIST (\HasNoChildren) "/" "new name"
		# INBOX stays when it is renamed.
		B C: b8 RENAME INBOX old
		B S: b8 OK …
		A S: * LIST (\HasNoChildren) "/" "old" ("OLDNAME" (INBOX))
		# Other scopes, and a name that is only the old one.
		A C: a4 NOTIFY SET (mailboxes (old nosuch) (MailboxName)) (subscribed (SubscriptionChange))
		A S: a4 OK …
		B C: b9 SUBSCRIBE elsewhere
		B S: b9 OK …
		A S: * LIST (\NonExistent \Subscribed \HasNoChildren) "/" "elsewhere"
		B C: b10 UNSUBSCRIBE elsewhere
		B S: b10 OK …
		A S: * LIST (\NonExistent) "/" "elsewhere"
		B C: b11 RENAME old "&AOQ-lter"
		B S: b11 OK …
		A S: * LIST (\HasNoChildren) "/" "&AOQ-lter" ("OLDNAME" ("old"))
		B C: b12 DELETE mine
		B S: b12 OK …
		A fence
	`)
}

// A mailbox that is deleted and made again has a new UIDVALIDITY
// (RFC 5465 §5.1); one that is renamed is watched by its new name.
func TestNotifyMadeAnew(t *testing.T) {
	play(t, `
		B login user
		B C: b1 CREATE box
		B S: b1 OK …
		A login user
		A C: a1 NOTIFY SET (mailboxes box (MessageNew MessageExpunge FlagChange))
		A S: a1 OK …
		B C: b2 DELETE box
		B S: b2 OK …
		B C: b3 CREATE box
		B S: b3 OK …
		A S: * STATUS "box" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY …)
		B C: b4 RENAME box other
		B S: b4 OK …
		mail other 1
		A fence
		B C: b5 RENAME other box
		B S: b5 OK …
		A S: * STATUS "box" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY …)
		mail box 1
		A S: * STATUS "box" (MESSAGES 2 UIDNEXT 3 UNSEEN 2)
	`)
}
