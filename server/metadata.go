package server

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// getMetadata answers GETMETADATA (RFC 5464 §4.2).
func getMetadata(s *session, c *front.Command) error {
	q, err := readGetMetadata(c.Args())
	if err != nil {
		return err
	}
	annotations, err := s.annotated(q.mailbox)
	if err != nil {
		return err
	}
	found, longest := q.find(s.actor.User, annotations)
	s.sendMetadata(q.mailbox, found)
	if longest > 0 {
		s.ok("METADATA LONGENTRIES "+strconv.Itoa(longest), "GETMETADATA completed")
	}
	return nil
}

// metadataQuery is which annotations are wanted.
type metadataQuery struct {
	mailbox string // empty for the server as a whole
	entries []mailbox.Annotation
	depth   int
	maxSize int // -1 if there is none
}

// metadataValue is an entry as it is told; it may have no value.
type metadataValue struct {
	mailbox.Annotation
	missing bool
}

// annotatedFunc returns annotations of a mailbox or of the server.
type annotatedFunc func(user string, entry mailbox.Annotation, depth int) []mailbox.Annotation

// annotated finds what has the annotations. It takes "l" and one right that has
// to do with messages (RFC 5464 §3.3).
func (s *session) annotated(name string) (annotatedFunc, error) {
	if name == "" {
		return s.serverAnnotations, nil
	}
	mb, err := s.annotatable(name)
	if err != nil {
		return nil, err
	}
	return mb.Annotations, nil
}

func (s *session) annotatable(name string) (*mailbox.Mailbox, error) {
	mb, err := s.account.Lookup(name, mailbox.RightLookup)
	if err == nil && !mb.Rights(s.actor.User).Any(metadataRights) {
		return nil, mailbox.ErrNoPermission
	}
	return mb, err
}

const metadataRights = mailbox.RightRead | mailbox.RightSeen | mailbox.RightWrite | mailbox.RightInsert | mailbox.RightPost

// serverAnnotations adds to those that clients have set "/shared/admin", which
// the operator has (RFC 5464 §3.2.1.1).
func (s *session) serverAnnotations(user string, entry mailbox.Annotation, depth int) []mailbox.Annotation {
	found := s.server.registry.Annotations(user, entry, depth)
	contact := s.server.options.Contact
	if contact == "" || entry.Private || entry.Name != "" && entry.Name != adminEntry || entry.Name == "" && depth == 0 {
		return found
	}
	found = append(found, mailbox.Annotation{Name: adminEntry, Value: contact})
	slices.SortFunc(found, func(x, y mailbox.Annotation) int { return strings.Compare(x.Name, y.Name) })
	return found
}

const adminEntry = "admin"

// find returns what is to be told, and the size of the largest value that is
// larger than MAXSIZE, 0 if there is none. Without DEPTH each entry is told,
// with NIL if it has no value, as Dovecot does.
func (q metadataQuery) find(user string, annotations annotatedFunc) (found []metadataValue, longest int) {
	told := make(map[mailbox.Annotation]bool)
	for _, entry := range q.entries {
		list := annotations(user, entry, q.depth)
		if len(list) == 0 && q.depth == 0 {
			found = append(found, metadataValue{entry, true})
		}
		for _, a := range list {
			switch {
			case told[a]: // by another entry of the command
			case q.maxSize >= 0 && len(a.Value) > q.maxSize:
				longest = max(longest, len(a.Value))
			default:
				found = append(found, metadataValue{a, false})
			}
			told[a] = true
		}
	}
	return found, longest
}

// sendMetadata sends a METADATA response, unless there is nothing to tell.
func (s *session) sendMetadata(name string, found []metadataValue) {
	if len(found) == 0 {
		return
	}
	b := front.AppendMailbox(append(s.conn.Begin(), "* METADATA "...), mailbox.CanonicalName(name), s.speaksUTF8())
	b = append(b, " ("...)
	for i, v := range found {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(appendWord(b, entryName(v.Annotation)), ' ')
		b = v.append(b)
	}
	s.conn.End(append(b, ")\r\n"...))
}

// append appends the value: only a literal8 may hold NUL (RFC 5464 §5).
func (v metadataValue) append(b []byte) []byte {
	switch {
	case v.missing:
		return append(b, "NIL"...)
	case strings.IndexByte(v.Value, 0) >= 0:
		return appendLiteral(append(b, '~'), []byte(v.Value))
	}
	return front.AppendAstring(b, v.Value)
}

// readGetMetadata reads the arguments. The options come first by the grammar,
// and behind the mailbox in the examples of the RFC; both are taken.
func readGetMetadata(a *front.Args) (q metadataQuery, err error) {
	q.maxSize = -1
	if bytes.HasPrefix(a.Rest(), []byte(" (")) {
		a.Accept(' ')
		if err = q.readOptions(a); err != nil {
			return q, err
		}
	}
	if q.mailbox, err = spaceMailbox(a); err != nil {
		return q, err
	}
	if rest := a.Rest(); bytes.HasPrefix(rest, []byte(" (")) && len(rest) > 2 && !bytes.ContainsAny(rest[2:3], `/"{)`) {
		a.Accept(' ')
		if err = q.readOptions(a); err != nil {
			return q, err
		}
	}
	// One entry after another, too, stands in the examples (§4.4.1).
	for len(q.entries) == 0 || a.Peek() != 0 {
		if err = a.SP(); err != nil {
			return q, err
		}
		entries, err := readEntries(a)
		if err != nil {
			return q, err
		}
		q.entries = append(q.entries, entries...)
	}
	return q, a.End()
}

func (q *metadataQuery) readOptions(a *front.Args) error {
	return a.List("a list of GETMETADATA options", false, func() error {
		option, err := a.Keyword("MAXSIZE or DEPTH")
		if err != nil {
			return err
		}
		if option != "MAXSIZE" && option != "DEPTH" {
			return front.Bad("Unknown GETMETADATA option %.40s", option)
		}
		if err := a.SP(); err != nil {
			return err
		}
		if option == "MAXSIZE" {
			n, err := a.Number("a size in octets")
			q.maxSize = int(n)
			return err
		}
		depth, err := a.Keyword("0, 1 or infinity")
		if err != nil {
			return err
		}
		switch depth {
		case "0":
			q.depth = 0
		case "1":
			q.depth = 1
		case "INFINITY":
			q.depth = mailbox.Infinite
		default:
			return front.Bad("DEPTH takes 0, 1 or infinity, not %.40s", depth)
		}
		return nil
	})
}
