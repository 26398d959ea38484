#!/bin/bash
# A mailbox is filled and looked at with curl, by HTTP and by IMAP.
set -euo pipefail

inbox=$CONTROL/users/user/mailboxes/INBOX
curl() { command curl --silent --show-error --fail "$@"; }

echo "Deliver a message, as a delivery agent would:"
printf 'From: ann@example.org\r\nSubject: Hello\r\n\r\nA message.\r\n' |
	curl -H 'Content-Type: message/rfc822' --data-binary @- "$inbox/messages"

echo "Read it by IMAP:"
curl "imap://user:pass@$IMAP/INBOX;MAILINDEX=1" | grep 'Subject: Hello'

echo "Have STORE lose updates when two come at the same time:"
curl --json '{"line":"atomic=race window=1ms"}' "$CONTROL/faults"
curl "imap://user:pass@$IMAP/INBOX" --request 'STORE 1 +FLAGS (\Flagged)'

echo "The fault has acted:"
curl "$CONTROL/journal" | grep -o '"what":"fault","text":"[^"]*"'

echo "What is wrong is told with the field that is wrong:"
command curl --silent --json '{"line":"atomic=raze"}' "$CONTROL/faults" | grep '"location":"body.line"'

curl --request DELETE "$CONTROL/faults/1"
curl --request POST "$CONTROL/reset"
curl "$inbox" | grep '"messages":0'
