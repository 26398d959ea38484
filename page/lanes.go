package page

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"imaporacle/teach/room"
)

// answerLimit is how long an answer is waited for. A command that takes longer
// goes on; the page sees its lines as they come.
const answerLimit = 10 * time.Second

// defaultNames are what lanes are called.
var defaultNames = []string{"Ann", "Bob", "Cara", "Dan", "Eve", "Finn", "Gina", "Hugo", "Ida", "Jan", "Kim", "Leo"}

// newName returns a name that no open lane has.
func (d *desk) newName() string {
	taken := make(map[string]bool)
	for _, l := range d.room().Lanes() {
		taken[l.Name] = taken[l.Name] || !l.Ended
	}
	for _, name := range defaultNames {
		if !taken[name] {
			return name
		}
	}
	return "Lane " + strconv.Itoa(len(taken)+1)
}

// postLane opens a lane; where it is a user whom the page knows, logged in.
func (d *desk) postLane(r *http.Request) (any, error) {
	var in struct{ Name, User, Mailbox string }
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	if in.Name = strings.TrimSpace(in.Name); in.Name == "" {
		in.Name = d.newName()
	}
	if len(in.Name) > 40 {
		return nil, wrong("%q is too long for a name.", in.Name)
	}
	if _, known := d.users[in.User]; in.User != "" && !known {
		return nil, wrong("The page cannot log in %q.", in.User)
	}
	return nil, d.do(r.Context(), opens(in.Name, in.User, in.Mailbox))
}

// opens opens a lane, logs in and selects a mailbox if they are given.
func opens(name, user, mailbox string) act {
	return func(ctx context.Context, d *desk) error {
		ctx, cancel := context.WithTimeout(ctx, answerLimit)
		defer cancel()
		l, err := d.room().Open(ctx, name)
		if err != nil {
			return err
		}
		d.mu.Lock()
		d.lanes = append(d.lanes, l)
		d.mu.Unlock()
		if user == "" {
			return nil
		}
		if _, err := l.Send(ctx, "LOGIN "+quoted(user)+" "+quoted(d.users[user])); err != nil || mailbox == "" {
			return err
		}
		_, err = l.Send(ctx, "SELECT "+quoted(mailbox))
		return err
	}
}

// quoted writes a string as an astring (RFC 9051 §9).
func quoted(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c > '~' || strings.ContainsRune(`(){%*"\`, c) }) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func (d *desk) deleteLane(r *http.Request) (any, error) {
	ordinal, err := d.namedLane(r)
	if err != nil {
		return nil, err
	}
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	return nil, d.do(r.Context(), func(_ context.Context, d *desk) error { return d.lane(ordinal).Close() })
}

// postCommand sends what was typed in a lane.
func (d *desk) postCommand(r *http.Request) (any, error) {
	var in struct {
		Text string
		Raw  bool // lines with tags of their own, all at once
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if strings.TrimSpace(in.Text) == "" {
		return nil, wrong("There is nothing to send.")
	}
	if d.run != nil {
		return nil, d.sendInLesson(r, in.Text)
	}
	ordinal, err := d.namedLane(r)
	if err != nil {
		return nil, err
	}
	return nil, d.do(r.Context(), func(ctx context.Context, d *desk) error {
		return sends(ctx, d.lane(ordinal), in.Text, in.Raw)
	})
}

// sends sends a command and waits for the answer, but not for ever: that one is
// slow is for the reader to see.
func sends(ctx context.Context, l *room.Lane, text string, raw bool) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	send := l.Send
	if raw {
		send = l.SendRaw
	}
	_, err := send(ctx, text)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, room.ErrLaneEnded) {
		return nil // the lane shows it
	}
	return err
}

// namedLane returns which of the lanes that were opened the path names.
func (d *desk) namedLane(r *http.Request) (ordinal int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := r.PathValue("lane")
	for i, l := range d.lanes {
		if strconv.Itoa(l.ID()) == name {
			return i, nil
		}
	}
	return 0, missing("There is no lane %q in which one can type.", name)
}

// beginMail is what the page delivers for a beginning if there is no mail.
var beginMail = []string{"Lunch on Friday?", "Minutes of the meeting", "Your parcel is on its way", "Photos from the lake", "Re: Lunch on Friday?"}

// postBegin gives a newcomer something to look at: mail, and two lanes that have
// INBOX selected.
func (d *desk) postBegin(r *http.Request) (any, error) {
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	names := d.userNames()
	if len(names) == 0 {
		return nil, wrong("The page can log in nobody: open a lane and log in there.")
	}
	user := names[0]
	return nil, d.do(r.Context(), func(ctx context.Context, d *desk) error {
		has, err := d.room().HasMail(user, "INBOX")
		if err != nil {
			return err
		}
		if !has {
			var messages [][]byte
			for i, subject := range beginMail {
				messages = append(messages, letter(subject, i+1))
			}
			if _, err := d.room().DeliverAll(user, "INBOX", nil, messages...); err != nil {
				return err
			}
		}
		for range 2 {
			if err := opens(d.newName(), user, "INBOX")(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *desk) getMailboxes(*http.Request) (any, error) {
	all := make(map[string][]string)
	for _, l := range d.room().Lanes() {
		if l.User == "" || l.Ended {
			continue
		}
		names, err := d.room().Mailboxes(l.User)
		if err != nil {
			return nil, err
		}
		all[l.User] = names
	}
	return all, nil
}

// notInLesson refuses what would lead away from what a lesson is about.
func (d *desk) notInLesson() error {
	if d.run != nil {
		return refusal{http.StatusForbidden, "A lesson has its own lanes, mail and faults."}
	}
	return nil
}
