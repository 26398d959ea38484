package clients

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// some is how many messages NeoMutt sends: it writes the end of each APPEND by
// itself, which TCP holds back until the rest is acknowledged, some 40 ms later.
const some = 100

// NeoMutt copies a thousand messages into a Maildir, and some from another, is
// told of new mail while it idles, searches, flags, moves and
// expunges; when it comes back it asks by QRESYNC what has happened, and fetches
// no header that it has. It comes by STARTTLS.
func TestNeomutt(t *testing.T) {
	needs(t, "neomutt")
	s := start(t)
	n := newNeomutt(t, s)
	other := login(t, s.addr())
	other.deliver("INBOX", 1, many)
	inbox := letters(1, many)

	visit := n.open("=INBOX")
	s.heard.await(t, 0, `^C: a\d+ IDLE$`)
	other.deliver("INBOX", many+1, many+1)
	visit.await("New mail in this mailbox")
	inbox = inbox.with(letters(many+1, many+1))
	visit.keys(n.copyAll("pulled")...)
	visit.keys("T=b \"long message\"\n", ";w!", "\x14~A\n") // tag what the server finds, flag, untag
	visit.keys("T~s \"mail 01\"\n", ";s", "\x15=Archive\n") // mail 0100 to 0199
	visit.keys("$", "q")
	visit.end()
	same(t, "what the client copied", n.maildir("pulled"), inbox)
	for i := 3; i <= many; i += 4 {
		inbox.flag(`\Flagged`, i, i)
	}
	archive := inbox.take(100, 199)
	same(t, "INBOX", look(t, s.addr(), "INBOX"), inbox)
	same(t, "Archive", look(t, s.addr(), "Archive"), archive)

	mark := s.heard.mark()
	other.say("CREATE Sent", "SELECT INBOX", `UID STORE 900 +FLAGS.SILENT (\Answered)`, `UID STORE 901 +FLAGS.SILENT (\Deleted)`, "EXPUNGE")
	other.deliver("INBOX", many+2, many+2)
	inbox = inbox.with(letters(many+2, many+2))
	inbox.flag(`\Answered`, 900, 900)
	inbox.take(901, 901)
	visit = n.open("=INBOX")
	visit.keys(n.copyAll("again")...)
	visit.keys("q")
	visit.end()
	same(t, "what the client copied when it was back", n.maildir("again"), inbox)
	same(t, "INBOX at the end", look(t, s.addr(), "INBOX"), inbox)
	// NeoMutt asks for all flags besides if a message has vanished, as it does not
	// renumber those above it.
	s.heard.mustSay(t, mark, `^C: \S+ ENABLE QRESYNC$`, `^C: \S+ UID FETCH 1:\d+ \(FLAGS\) \(CHANGEDSINCE \d+ VANISHED\)$`)
	s.heard.mustNotSay(t, mark, `^C: \S+ FETCH \d+:\d+ .*HEADER`)

	fillMaildir(t, filepath.Join(n.home, "local"), 2001, 2000+some)
	visit = n.open("local")
	visit.keys(n.copyAll("=Sent")...)
	visit.keys("q")
	visit.end()
	same(t, "Sent", without(look(t, s.addr(), "Sent"), counts), letters(2001, 2000+some))
}

type neomutt struct {
	t    *testing.T
	home string
}

func newNeomutt(t *testing.T, s *target) neomutt {
	t.Helper()
	n := neomutt{t, t.TempDir()}
	for _, cache := range []string{"headers", "messages"} {
		must(t, os.Mkdir(filepath.Join(n.home, cache), 0o700))
	}
	write(t, filepath.Join(n.home, "muttrc"), fmt.Sprintf(`
set folder="imap://%s@%s/" imap_pass=%s
set ssl_starttls=yes ssl_force_tls=yes certificate_file=%q
set imap_idle=yes imap_condstore=yes imap_qresync=yes mail_check=1 timeout=1
set header_cache="%[5]s/headers" message_cachedir="%[5]s/messages"
set mbox_type=Maildir sort=reverse-mailbox-order mark_old=no
set quit=yes delete=yes move=no confirmappend=no confirmcreate=no
`, user, s.addr(), pass, s.cert, n.home))
	return n
}

// open starts NeoMutt in a mailbox. What is typed before its status line is
// there would be edited by the terminal.
func (n neomutt) open(mailbox string) *terminal {
	n.t.Helper()
	visit := openTerminal(n.t, n.home, "neomutt", "-n", "-F", "muttrc", "-f", mailbox)
	visit.await("---NeoMutt:")
	return visit
}

// copyAll are the keys that copy all messages to a mailbox.
func (n neomutt) copyAll(to string) []string {
	return []string{"T~A\n", ";C", "\x15" + to + "\n", "\x14~A\n"}
}

// counts are the header fields that NeoMutt adds to what it copies; Lines where
// it writes to a Maildir.
var counts = regexp.MustCompile(`Content-Length: \d+\r\n(Lines: \d+\r\n)?`)

// maildir reads a Maildir that NeoMutt has written.
func (n neomutt) maildir(name string) box {
	n.t.Helper()
	return without(readMaildir(n.t, filepath.Join(n.home, name)), counts)
}
