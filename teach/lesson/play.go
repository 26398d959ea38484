package lesson

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Play sends the next line of a Play, with those that are sent together with
// it, and returns them: none if all have been sent. When it returns, all that
// is said about them is in the Room.
func (r *Run) Play(ctx context.Context) ([]Say, error) {
	r.playing.Lock()
	defer r.playing.Unlock()
	part, _, ok := r.Current()
	if !ok || part.Kind != Play {
		return nil, ErrNotHere
	}
	r.mu.Lock()
	group := firstGroup(part.Lines[r.sent:])
	s := r.stage
	r.mu.Unlock()
	if len(group) == 0 {
		return nil, nil
	}
	if err := s.play(ctx, group); err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.sent += len(group)
	r.mu.Unlock()
	return group, nil
}

// Waiting returns the lines of a Play that have not been sent.
func (r *Run) Waiting() []Say {
	part, _, _ := r.Current()
	r.mu.Lock()
	defer r.mu.Unlock()
	if part.Kind != Play || r.sent > len(part.Lines) {
		return nil
	}
	return part.Lines[r.sent:]
}

// Send sends commands of the learner's, all at once if there are several, and
// waits for their answers. Where it is the next line of a Play, that counts as
// sent. It is ErrNoCommands if the part allows no more; other errors say what is
// wrong with the command, or are room.ErrLaneEnded.
func (r *Run) Send(ctx context.Context, says ...Say) error {
	for _, say := range says {
		if say.sent() && r.Lane(say.Lane) == nil {
			return fmt.Errorf("there is no lane %q: there are %s", say.Lane, strings.Join(r.lesson.Lanes, ", "))
		}
	}
	if left, limited := r.Left(); limited && len(says) > left {
		return ErrNoCommands
	}
	r.mu.Lock()
	s := r.stage
	r.mu.Unlock()
	if err := s.play(ctx, says); err != nil {
		return err
	}
	if waiting := r.Waiting(); len(waiting) > 0 && len(says) == 1 && waiting[0].same(says[0]) {
		r.mu.Lock()
		r.sent++
		r.mu.Unlock()
	}
	return nil
}

// same reports whether two lines say the same but for case.
func (s Say) same(other Say) bool {
	return s.Lane == other.Lane && strings.EqualFold(s.Text, other.Text)
}

// Deliver has a message of that subject delivered to INBOX.
func (r *Run) Deliver(ctx context.Context, subject string) error {
	return r.Send(ctx, Say{Lane: MailLane, Text: subject})
}

// firstGroup returns the first line, with those that are sent together with it.
func firstGroup(lines []Say) []Say {
	if len(lines) == 0 {
		return nil
	}
	n := 1
	for n < len(lines) && lines[n].Together {
		n++
	}
	return lines[:n]
}

// playAll sends lines, group by group.
func (s *stage) playAll(ctx context.Context, lines []Say) error {
	for len(lines) > 0 {
		group := firstGroup(lines)
		lines = lines[len(group):]
		if err := s.play(ctx, group); err != nil {
			return err
		}
	}
	return nil
}

// play sends lines at once and waits for the answers to all.
func (s *stage) play(ctx context.Context, lines []Say) error {
	results := make(chan error, len(lines))
	byLane := make(map[string][]Say)
	for _, line := range lines {
		byLane[line.Lane] = append(byLane[line.Lane], line)
	}
	for _, own := range byLane {
		go func() { results <- s.sendOn(ctx, own) }()
	}
	var errs []error
	for range byLane {
		errs = append(errs, <-results)
	}
	return errors.Join(errs...)
}

// sendOn sends lines on one lane, without waiting in between: that is
// pipelining.
func (s *stage) sendOn(ctx context.Context, lines []Say) error {
	switch lines[0].Lane {
	case MailLane:
		return s.deliver(lines)
	case FaultLane:
		return s.arm(lines[0].Text)
	}
	lane := s.lanes[lines[0].Lane]
	for i, line := range lines {
		send := lane.Start
		if i == len(lines)-1 {
			send = lane.Send // the server answers in order: with this all are answered
		}
		if _, err := send(ctx, s.filled(line.Text)); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) deliver(lines []Say) error {
	for _, line := range lines {
		m, err := parseMail(line.Text)
		if err != nil {
			return err
		}
		if _, err := s.room.Deliver(user, "INBOX", m.Flags, m.message()); err != nil {
			return err
		}
	}
	return nil
}

// arm puts a fault in the place of those that are on.
func (s *stage) arm(line string) error {
	all, err := parseFaults(line)
	if err != nil {
		return err
	}
	for _, a := range s.room.Armed() {
		if err := s.room.Disarm(a.ID); err != nil {
			return err
		}
	}
	for _, f := range all {
		if _, err := s.room.Arm(f); err != nil {
			return err
		}
	}
	return nil
}

// validityWord stands in a command for the UIDVALIDITY of INBOX, which a lesson
// cannot know.
const validityWord = "$uidvalidity"

// filled puts in what a lesson cannot know.
func (s *stage) filled(text string) string {
	if !strings.Contains(text, validityWord) {
		return text
	}
	for _, b := range s.room.State(0).Boxes {
		if b.Name == "INBOX" {
			return strings.ReplaceAll(text, validityWord, strconv.FormatUint(uint64(b.UIDValidity), 10))
		}
	}
	return text
}
