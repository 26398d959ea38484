package mailbox

import (
	"maps"
	"slices"
	"strings"

	"imaporacle/server/store"
)

// Annotation is one entry of METADATA with its value (RFC 5464 §3). Name is
// what follows the scope: "comment" for "/shared/comment", in lower case.
type Annotation struct {
	Private bool
	Name    string
	Value   string
}

// AnnotationChange sets an annotation or, with Remove, removes it.
type AnnotationChange struct {
	Annotation
	Remove bool
}

// Infinite is the depth of all entries below one (RFC 5464 §4.2.2).
const Infinite = 1 << 30

// specialUseEntry is the private annotation that is a mailbox's special uses
// (RFC 6154 §4).
const specialUseEntry = "specialuse"

// IsSpecialUse reports whether the annotation stands for the special uses of a
// mailbox.
func (n Annotation) IsSpecialUse() bool { return n.Private && n.Name == specialUseEntry }

// noteKey names an annotation; user is empty for a shared one.
type noteKey struct{ user, name string }

// notes are the annotations of a mailbox, or of the server.
type notes map[noteKey]string

func notesOf(list []store.Annotation) notes {
	n := make(notes, len(list))
	for _, e := range list {
		n[noteKey{e.User, e.Name}] = e.Value
	}
	return n
}

func keyFor(user string, a Annotation) noteKey {
	if a.Private {
		return noteKey{user, a.Name}
	}
	return noteKey{"", a.Name}
}

// below returns what user sees of an entry and, down to a depth, of those
// below it, by name.
func (n notes) below(user string, entry Annotation, depth int) []Annotation {
	if depth == 0 {
		entry.Value = n[keyFor(user, entry)]
		if _, ok := n[keyFor(user, entry)]; !ok {
			return nil
		}
		return []Annotation{entry}
	}
	var found []Annotation
	for key, value := range n {
		rest, ok := strings.CutPrefix("/"+key.name, "/"+entry.Name)
		within := ok && (rest == "" || entry.Name == "" || rest[0] == '/')
		levels := strings.Count(strings.TrimPrefix(rest, "/"), "/")
		if rest != "" {
			levels++
		}
		if within && levels <= depth && key.user == keyFor(user, entry).user {
			found = append(found, Annotation{entry.Private, key.name, value})
		}
	}
	slices.SortFunc(found, func(x, y Annotation) int { return strings.Compare(x.Name, y.Name) })
	return found
}

// change carries out all changes or none, and returns what the store must do:
// nothing for what stays as it is.
func (n notes) change(box store.MailboxID, user string, changes []AnnotationChange, l MetadataLimits) ([]store.Op, error) {
	next := maps.Clone(n)
	var ops []store.Op
	for _, c := range changes {
		key := keyFor(user, c.Annotation)
		old, was := next[key]
		switch {
		case c.Remove && !was, !c.Remove && was && old == c.Value:
			continue
		case c.Remove:
			delete(next, key)
		case len(c.Value) > l.Size:
			return nil, refuse(l.tooLarge(), "The value of %s is too large", c.Name)
		default:
			next[key] = c.Value
			if !was && next.count(key.user) > l.Entries {
				return nil, refuse("METADATA TOOMANY", "There are %d annotations already", l.Entries)
			}
		}
		ops = append(ops, store.Annotate{
			Box: box, Annotation: store.Annotation{User: key.user, Name: key.name, Value: c.Value}, Remove: c.Remove,
		})
	}
	clear(n)
	maps.Copy(n, next)
	return ops, nil
}

// count returns how many annotations a user has, or are shared.
func (n notes) count(user string) int {
	count := 0
	for key := range n {
		if key.user == user {
			count++
		}
	}
	return count
}

// Annotations returns the annotation of that name as the user sees it, and
// those below it down to a depth, in order (RFC 5464 §4.2.2).
func (mb *Mailbox) Annotations(user string, entry Annotation, depth int) []Annotation {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	n := mb.notes
	if user == mb.owner && len(mb.rec.SpecialUse) > 0 {
		n = maps.Clone(n)
		n[noteKey{user, specialUseEntry}] = strings.Join(mb.rec.SpecialUse, " ")
	}
	return n.below(user, entry, depth)
}

// Annotate changes annotations of a mailbox in any namespace, all or none, and
// returns when that is durable. uses, if not nil, are its special uses from now
// on. A change raises the mailbox's mod-sequence (RFC 7162 §3.2).
func (a *Account) Annotate(mb *Mailbox, changes []AnnotationChange, uses *[]string) error {
	if uses != nil && mb.owner != a.user {
		return refuse("USEATTR", "Only your own mailboxes can have a special use")
	}
	ops, p, err := a.annotate(mb, changes, uses)
	if err == nil {
		err = p.wait()
	}
	if err != nil {
		return err
	}
	if uses != nil {
		a.MetadataChanged(mb.Name(), "/private/"+specialUseEntry)
	}
	home, err := a.registry.Account(mb.owner)
	if err == nil {
		home.As(a.by).annotated(mb.Name(), ops)
	}
	return err
}

func (a *Account) annotate(mb *Mailbox, changes []AnnotationChange, uses *[]string) ([]store.Op, *pending, error) {
	if uses != nil { // one use has one mailbox of the account
		a.mu.Lock()
		defer a.mu.Unlock()
		if err := a.useIsFree(*uses, mb); err != nil {
			return nil, nil, err
		}
	}
	mb.mu.Lock()
	defer mb.mu.Unlock()
	return mb.annotate(a.user, changes, uses)
}

// annotated publishes the annotations, changed by these operations, that the
// user of the account can see.
func (a *Account) annotated(name string, ops []store.Op) {
	var entries []string
	for _, op := range ops {
		op, ok := op.(store.Annotate)
		switch {
		case !ok:
		case op.Annotation.User == "":
			entries = append(entries, "/shared/"+op.Annotation.Name)
		case op.Annotation.User == a.user:
			entries = append(entries, "/private/"+op.Annotation.Name)
		}
	}
	if len(entries) > 0 {
		a.MetadataChanged(name, entries...)
	}
}

// annotate is the one place at which the annotations of a mailbox change. mu is
// held.
func (mb *Mailbox) annotate(user string, changes []AnnotationChange, uses *[]string) ([]store.Op, *pending, error) {
	if err := mb.usable(); err != nil {
		return nil, nil, err
	}
	ops, err := mb.notes.change(mb.id, user, changes, mb.registry.policy.Metadata)
	if err != nil {
		return nil, nil, err
	}
	used := uses != nil && !slices.Equal(*uses, mb.rec.SpecialUse)
	if used {
		mb.rec.SpecialUse = *uses
	}
	if used || len(ops) > 0 {
		// In the log, so that nobody is told the mod-sequence before it is
		// durable.
		mb.log.add(Change{Kind: Annotated, ModSeq: mb.nextModSeq()})
		ops = append(ops, store.PutMailbox{Mailbox: mb.rec})
	}
	p := commit(mb.registry.store, ops, mb)
	mb.trim()
	return ops, p, nil
}

// copyAnnotations gives dest the annotations that the mailbox has, of all
// users.
func (mb *Mailbox) copyAnnotations(dest *Mailbox) error {
	unlock := lockBoth(mb, dest)
	var ops []store.Op
	for key, value := range mb.notes {
		dest.notes[key] = value
		ops = append(ops, store.Annotate{
			Box: dest.id, Annotation: store.Annotation{User: key.user, Name: key.name, Value: value},
		})
	}
	p := commit(dest.registry.store, ops, dest)
	unlock()
	return p.wait()
}

// Annotations returns annotations of the server as a whole, as those of a
// mailbox.
func (r *Registry) Annotations(user string, entry Annotation, depth int) []Annotation {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.notes.below(user, entry, depth)
}

// Annotate has a session that is logged in change annotations of the server, all
// or none, and returns when that is durable. It is the one place at which they
// change.
func (r *Registry) Annotate(by *Actor, changes []AnnotationChange) error {
	r.mu.Lock()
	ops, err := r.notes.change(store.ServerBox, by.User, changes, r.policy.Metadata)
	if err != nil {
		r.mu.Unlock()
		return err
	}
	p := commit(r.store, ops)
	accounts := slices.Collect(maps.Values(r.accounts))
	r.mu.Unlock()
	if err := p.wait(); err != nil {
		return err
	}
	for _, a := range accounts {
		a.As(by).annotated("", ops)
	}
	return nil
}
