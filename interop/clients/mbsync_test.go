package clients

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// mbsync pulls a thousand messages into a Maildir and pushes a thousand from
// another, carries flags and expunges both ways, and finds nothing to do when it
// comes again. It logs in by SCRAM in TLS, and compresses. It verifies names of
// hosts only, not addresses. It knows neither IDLE nor CONDSTORE.
func TestMbsync(t *testing.T) {
	needs(t, "mbsync")
	s := startBinary(t)
	m := newMbsync(t, s)
	other := login(t, s.addr())
	inbox := letters(1, many)
	other.deliver("INBOX", 1, many)
	m.sync()
	same(t, "the Maildir", m.near("INBOX"), inbox)

	markMaildir(t, m.dir("INBOX"), "S", 1, 100)
	markMaildir(t, m.dir("INBOX"), "ST", 101, 110)
	other.say("SELECT INBOX", `UID STORE 201:300 +FLAGS.SILENT (\Flagged)`,
		`UID STORE 301:310 +FLAGS.SILENT (\Deleted)`, "EXPUNGE")
	other.deliver("INBOX", many+1, many+2)
	inbox = inbox.with(letters(many+1, many+2))
	inbox.flag(`\Seen`, 1, 100)
	inbox.flag(`\Flagged`, 201, 300)
	inbox.take(101, 110)
	inbox.take(301, 310)
	fillMaildir(t, m.dir("Sent"), 2001, 2000+many)
	sent := letters(2001, 2000+many)
	m.sync()
	m.compare(inbox, sent)

	m.sync()
	said := s.lastTranscript()
	m.compare(inbox, sent)
	for _, pattern := range []string{"AUTHENTICATE SCRAM-SHA-256 ", "COMPRESS DEFLATE", `SELECT "Sent"`} {
		if !regexp.MustCompile(`C: \S+ ` + pattern).MatchString(said) {
			t.Errorf("mbsync did not say %s", pattern)
		}
	}
	if found := regexp.MustCompile(`C: \S+ (APPEND|.*STORE|.*EXPUNGE|.*BODY).*`).FindString(said); found != "" {
		t.Errorf("there was nothing to do, and mbsync said %q", found)
	}
}

type mbsync struct {
	t    *testing.T
	s    *binary
	home string
}

func newMbsync(t *testing.T, s *binary) mbsync {
	t.Helper()
	m := mbsync{t, s, t.TempDir()}
	must(t, os.Mkdir(filepath.Join(m.home, "mail"), 0o700))
	write(t, filepath.Join(m.home, ".mbsyncrc"), fmt.Sprintf(`
IMAPStore far
Host localhost
Port %s
User %s
Pass %s
SSLType IMAPS
CertificateFile %s
AuthMechs SCRAM-SHA-256

MaildirStore near
Path mail/
Inbox mail/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Expunge Both
SyncState *
`, s.tlsPort, user, pass, s.cert))
	return m
}

func (m mbsync) sync() { m.t.Helper(); run(m.t, m.home, "mbsync", "--all") }

func (m mbsync) dir(mailbox string) string { return filepath.Join(m.home, "mail", mailbox) }

func (m mbsync) near(mailbox string) box {
	m.t.Helper()
	return without(readMaildir(m.t, m.dir(mailbox)), tuid)
}

// compare compares both sides with what they should hold.
func (m mbsync) compare(inbox, sent box) {
	m.t.Helper()
	for mailbox, want := range map[string]box{"INBOX": inbox, "Sent": sent} {
		same(m.t, "the Maildir of "+mailbox, m.near(mailbox), want)
		same(m.t, mailbox, without(look(m.t, m.s.addr(), mailbox), tuid), want)
	}
}

// tuid is the header field by which mbsync recognizes the messages that it has
// copied.
var tuid = regexp.MustCompile(`X-TUID: \S+\r\n`)
