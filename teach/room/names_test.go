package room

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	r := newTestRoom(t, Options{Mail: append(mails(1), Mail{Mailbox: "Archive", Message: []byte("Subject: old\r\n\r\n")})})
	if names, err := r.Mailboxes("user"); err != nil || !slices.Equal(names, []string{"Archive", "INBOX"}) {
		t.Errorf("the mailboxes are %q, %v", names, err)
	}
	if has, err := r.HasMail("user", "INBOX"); err != nil || !has {
		t.Errorf("mail in INBOX: %v, %v", has, err)
	}
	if _, err := r.HasMail("user", "nowhere"); err == nil {
		t.Error("a mailbox that is not there has mail or none")
	}
	send(t, open(t, r, "Ann")[0], `STORE 1 +FLAGS (\Deleted)`, "EXPUNGE")
	if has, err := r.HasMail("user", "INBOX"); err != nil || has {
		t.Errorf("mail in an INBOX of which all is expunged: %v, %v", has, err)
	}
}
