package mailbox

import (
	"fmt"
	"strings"
)

// Rights is a set of the rights of RFC 4314 §2.1.
type Rights uint16

// The rights, each with its letter.
const (
	RightLookup        Rights = 1 << iota // l: LIST shows the mailbox
	RightRead                             // r: SELECT, STATUS
	RightWrite                            // w: change flags other than \Seen and \Deleted
	RightSeen                             // s: change \Seen
	RightDeleted                          // t: change \Deleted
	RightInsert                           // i: APPEND, COPY into the mailbox
	RightPost                             // p: send to its address; IMAP does not ask for it
	RightExpunge                          // e: EXPUNGE
	RightCreate                           // k: CREATE below the mailbox
	RightDeleteMailbox                    // x: DELETE, RENAME
	RightAdmin                            // a: SETACL and the like
)

// AllRights is every right there is.
const AllRights = RightAdmin<<1 - 1

// flagRights are those to change flags, changingRights those without which a
// mailbox is READ-ONLY (RFC 4314 §5.2).
const (
	flagRights     = RightWrite | RightSeen | RightDeleted
	changingRights = flagRights | RightInsert | RightExpunge
)

// rightLetters are the letters in the order of the bits.
const rightLetters = "lrwstipekxa"

// The virtual rights of RFC 2086 and what they stand for, of the two readings
// of RFC 4314 §2.1.1 that under which "c" controls DELETE.
const (
	virtualCreate = RightCreate | RightDeleteMailbox
	virtualDelete = RightExpunge | RightDeleted
)

// ParseRights reads letters of rights, "c" and "d" among them. The error says
// which letter is none.
func ParseRights(letters string) (Rights, error) {
	var r Rights
	for _, c := range letters {
		i := strings.IndexRune(rightLetters, c)
		switch {
		case i >= 0:
			r |= 1 << i
		case c == 'c':
			r |= virtualCreate
		case c == 'd':
			r |= virtualDelete
		case c >= 'A' && c <= 'Z':
			return 0, fmt.Errorf("uppercase rights such as %c are not allowed", c)
		default:
			return 0, fmt.Errorf("there is no right %+q", c)
		}
	}
	return r, nil
}

// String returns the letters, with "c" and "d" if any of what they stand for is
// there (RFC 4314 §2.1.1).
func (r Rights) String() string { return strings.Join(r.Letters(), "") }

// Letters returns the letters of String one by one.
func (r Rights) Letters() []string {
	var letters []string
	for i := range rightLetters {
		if r&(1<<i) != 0 {
			letters = append(letters, rightLetters[i:i+1])
		}
	}
	if r.Any(virtualCreate) {
		letters = append(letters, "c")
	}
	if r.Any(virtualDelete) {
		letters = append(letters, "d")
	}
	return letters
}

// Has reports whether all rights of need are there.
func (r Rights) Has(need Rights) bool { return r&need == need }

// Any reports whether one right of some is there.
func (r Rights) Any(some Rights) bool { return r&some != 0 }

// Flags returns those of names that may be changed (RFC 4314 §4).
func (r Rights) Flags(names []string) []string {
	if r.Has(flagRights) {
		return names
	}
	var allowed []string
	for _, name := range names {
		if r.Has(rightFor(name)) {
			allowed = append(allowed, name)
		}
	}
	return allowed
}

// rightFor returns the right that it takes to change a flag.
func rightFor(flag string) Rights {
	switch canonicalFlag(flag) {
	case Seen:
		return RightSeen
	case Deleted:
		return RightDeleted
	}
	return RightWrite
}
