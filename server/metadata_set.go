package server

import (
	"slices"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// setMetadata answers SETMETADATA (RFC 5464 §4.3): all entries are set, or none.
func setMetadata(s *session, c *front.Command) error {
	a := c.Args()
	name, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	if err := a.SP(); err != nil {
		return err
	}
	var changes []mailbox.AnnotationChange
	err = a.List("a list of entries and values", false, func() error {
		change, err := readChange(a)
		changes = append(changes, change)
		return err
	})
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	if name == "" {
		return s.annotateServer(changes)
	}
	mb, err := s.annotatable(name)
	if err != nil {
		return err
	}
	changes, uses, err := cutSpecialUse(changes)
	if err != nil {
		return err
	}
	return s.account.Annotate(mb, changes, uses)
}

// readChange reads an entry and its value; NIL removes it.
func readChange(a *front.Args) (mailbox.AnnotationChange, error) {
	entry, err := readEntry(a)
	change := mailbox.AnnotationChange{Annotation: entry}
	switch {
	case err != nil:
		return change, err
	case entry.Name == "":
		return change, front.Bad("The entry %s has one component, it needs two", entryName(entry))
	case strings.HasPrefix(entry.Name+"/", "vendor/") && strings.Count(entry.Name, "/") < 2:
		return change, front.Bad("The entry %.60s names no entry of a vendor", entryName(entry)) // RFC 5464 §3.2
	}
	if err := a.SP(); err != nil {
		return change, err
	}
	var value []byte
	switch a.Peek() {
	case '~': // literal8
		a.Accept('~')
		value, err = a.Literal("a literal8 with the value")
	case '"', '{':
		value, err = a.String("a value")
	default:
		var word string
		word, err = a.Keyword("a string or NIL")
		if err == nil && word != "NIL" {
			err = front.Bad("The value of %.60s is neither a string nor NIL", entryName(entry))
		}
		change.Remove = true
	}
	change.Value = string(value)
	return change, err
}

// annotateServer changes annotations of the server. Those that are shared are
// for the administrators if there are any (RFC 5464 §3.3).
func (s *session) annotateServer(changes []mailbox.AnnotationChange) error {
	admins := s.server.options.Admins
	for _, c := range changes {
		switch {
		case s.nameless:
			return mailbox.ErrNoPermission
		case !c.Private && c.Name == adminEntry:
			return front.No("NOPERM", "%s is read-only", entryName(c.Annotation))
		case !c.Private && len(admins) > 0 && !slices.Contains(admins, s.actor.User):
			return front.No("NOPERM", "%s is for administrators to set", entryName(c.Annotation))
		}
	}
	return s.server.registry.Annotate(&s.actor, changes)
}

// cutSpecialUse takes the special uses out of the changes, nil if they stay as
// they are. They are checked as those of CREATE (RFC 6154 §4).
func cutSpecialUse(changes []mailbox.AnnotationChange) ([]mailbox.AnnotationChange, *[]string, error) {
	var others []mailbox.AnnotationChange
	var uses *[]string
	for _, c := range changes {
		if !c.IsSpecialUse() {
			others = append(others, c)
			continue
		}
		known, err := knownUses(strings.Fields(c.Value))
		if err != nil {
			return nil, nil, err
		}
		uses = &known
	}
	return others, uses, nil
}
