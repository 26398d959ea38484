package stress

import (
	"fmt"
	"strings"

	"imaporacle/tester/client"
)

// statusItems are those of every server (RFC 9051 §6.3.11).
var statusItems = []string{"MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN"}

// statusCommand asks for a mailbox that is not selected: of one that is, servers
// may answer as they have told the session.
func (s *session) statusCommand() command {
	box := s.anyBox()
	if box == s.box {
		box = s.other(box)
	}
	wanted := some(s, 3, statusItems...)
	if s.style != plain {
		wanted = append(wanted, "HIGHESTMODSEQ")
	}
	return line("STATUS %s (%s)", client.Quote(box), strings.Join(wanted, " "))
}

func (s *session) listCommand() command {
	verb := "LIST"
	if s.caps["IMAP4REV1"] && s.rng.IntN(4) == 0 {
		verb = "LSUB"
	}
	return line(`%s "" %s`, verb, client.Quote(s.base()+oneOf(s, "*", "%", "-tree*")))
}

// treeSize is how many mailboxes there may be beside those with messages.
const treeSize = 4

// tree draws a mailbox in which no messages are, and which may not be there.
func (s *session) tree() string {
	name := fmt.Sprintf("%s-tree%d", s.base(), s.rng.IntN(treeSize))
	if d := s.places[s.user].Delimiter; d != "" && s.rng.IntN(3) == 0 {
		name += d + "below"
	}
	return client.Quote(name)
}

// treeCommand makes, names, removes or subscribes to mailboxes (RFC 9051 §6.3.4
// to §6.3.8). Others do the same beside it: NO is as good as OK.
func (s *session) treeCommand() command {
	verb := oneOf(s, "CREATE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE")
	if verb == "RENAME" {
		return line("RENAME %s %s", s.tree(), s.tree())
	}
	return line("%s %s", verb, s.tree())
}
