package lesson

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// front reads the title and the list below it.
func (p *parser) front() error {
	title, _ := p.next()
	var ok bool
	if p.lesson.Title, ok = strings.CutPrefix(title, "# "); !ok {
		return errors.New("a lesson begins with its title: \"# Title\"")
	}
	seen := make(map[string]bool)
	for {
		line, ok := p.next()
		if ok && line == "" {
			if len(seen) == 0 {
				continue
			}
			break
		}
		item, isItem := strings.CutPrefix(line, "- ")
		key, value, hasValue := strings.Cut(item, ": ")
		if !isItem || !hasValue {
			return fmt.Errorf("below the title stand lines such as \"- minutes: 8\", not %q", line)
		}
		set, known := frontKeys[key]
		switch {
		case !known:
			return fmt.Errorf("unknown key %q; there are %s", key, strings.Join(frontOrder, ", "))
		case seen[key] && key != "fault":
			return fmt.Errorf("%q is there twice", key)
		}
		seen[key] = true
		if err := set(p.lesson, strings.TrimSpace(value)); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	for _, key := range []string{"minutes", "lanes"} {
		if !seen[key] {
			return fmt.Errorf("the list below the title lacks %q", "- "+key+": ...")
		}
	}
	return nil
}

var frontOrder = []string{"minutes", "needs", "lanes", "start", "mail", "fault", "hidden"}

// frontKeys set what stands in the list below the title.
var frontKeys = map[string]func(*Lesson, string) error{
	"minutes": func(l *Lesson, v string) (err error) {
		if l.Minutes, err = strconv.Atoi(v); err != nil || l.Minutes < 1 || l.Minutes > 60 {
			return fmt.Errorf("%q is not a number from 1 to 60", v)
		}
		return nil
	},
	"needs": func(l *Lesson, v string) error {
		l.Needs = commaList(v)
		return nil
	},
	"lanes": setLanes,
	"start": func(l *Lesson, v string) error {
		l.Start = Start(v)
		if all := []Start{Connected, Authenticated, Selected}; !slices.Contains(all, l.Start) {
			return fmt.Errorf("%q is none of %v", v, all)
		}
		return nil
	},
	"mail": setMail,
	"fault": func(l *Lesson, v string) error {
		f, err := faults.Parse(v)
		l.Faults = append(l.Faults, f)
		return err
	},
	"hidden": setHidden,
}

func commaList(v string) []string {
	var all []string
	for word := range strings.SplitSeq(v, ",") {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}
	return all
}

// maxLanes is how many lanes can be drawn side by side.
const maxLanes = 6

// laneName is a name that can stand before a command.
var laneName = regexp.MustCompile(`^[A-Z][a-z]{1,9}$`)

func setLanes(l *Lesson, v string) error {
	l.Lanes = commaList(v)
	for i, name := range l.Lanes {
		switch {
		case !laneName.MatchString(name) || name == MailLane || name == FaultLane:
			return fmt.Errorf("%q is no name such as Ann: a capital, then small letters, ten at most; not %s or %s", name, MailLane, FaultLane)
		case slices.Contains(l.Lanes[:i], name):
			return fmt.Errorf("%s is there twice", name)
		}
	}
	if len(l.Lanes) == 0 || len(l.Lanes) > maxLanes {
		return fmt.Errorf("there are 1 to %d lanes", maxLanes)
	}
	return nil
}

// setMail reads "Apples \Seen, Bread": subjects, each with its flags.
func setMail(l *Lesson, v string) error {
	for _, item := range commaList(v) {
		m, err := parseMail(item)
		if err != nil {
			return err
		}
		l.Mail = append(l.Mail, m)
	}
	return nil
}

// flagWord is a flag that a message can be delivered with.
var flagWord = regexp.MustCompile(`^[\\$][A-Za-z]+$`)

func parseMail(text string) (Mail, error) {
	var m Mail
	var subject []string
	for _, word := range strings.Fields(text) {
		if flagWord.MatchString(word) {
			m.Flags = append(m.Flags, word)
			continue
		}
		if len(m.Flags) > 0 {
			return Mail{}, fmt.Errorf("in %q the flags stand behind the subject", text)
		}
		subject = append(subject, word)
	}
	m.Subject = strings.Join(subject, " ")
	if m.Subject == "" {
		return Mail{}, fmt.Errorf("%q has no subject", text)
	}
	return m, nil
}

// setHidden reads "any", or names of faults such as "expunge-store, recent",
// and looks up which faults of those names show in a column of the table.
func setHidden(l *Lesson, v string) error {
	for _, name := range commaList(v) {
		n := len(l.Hidden)
		for _, t := range oracle.Truths {
			if f, err := faults.Parse(t.Fault); err == nil && shows(t) && (name == "any" || name == f.Name) {
				l.Hidden = append(l.Hidden, f)
			}
		}
		if n == len(l.Hidden) {
			return fmt.Errorf("no fault of the name %q shows in a column of the table", name)
		}
	}
	return nil
}

// shows reports whether a fault can be named by a cell, beside which the others
// can be told, too.
func shows(t oracle.Truth) bool {
	named := false
	for _, e := range t.Cells {
		if e.Cell == oracle.Unknown {
			return false
		}
		named = named || e.Cell != oracle.Yes
	}
	return named && len(t.MayBeUnknown) == 0
}
