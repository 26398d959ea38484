package lesson

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"imaporacle/faults"
)

// sayLine is "Ann: NOOP", and "& Bob: NOOP" for what is sent together with the
// line before.
var sayLine = regexp.MustCompile(`^(& )?([A-Za-z]+): +(\S.*)$`)

// says reads the lines of a block of commands. An indented line goes on with
// the command before it, after a line end: there a literal begins.
func (p *parser) says(body []numberedLine) ([]Say, error) {
	var all []Say
	for _, line := range body {
		if literal, ok := strings.CutPrefix(line.text, "  "); ok && len(all) > 0 {
			all[len(all)-1].Text += "\r\n" + literal
			continue
		}
		m := sayLine.FindStringSubmatch(line.text)
		if m == nil {
			return nil, at(line.n, "%q is no line such as \"Ann: NOOP\"", line.text)
		}
		s := Say{Together: m[1] != "", Lane: m[2], Text: m[3], line: line.n}
		switch {
		case s.Together && (len(all) == 0 || !s.sent() || !all[len(all)-1].sent()):
			return nil, at(line.n, "\"&\" sends a command together with the one before it, and there is none")
		case s.Lane == MailLane:
			if _, err := parseMail(s.Text); err != nil {
				return nil, at(line.n, "%w", err)
			}
		case s.Lane == FaultLane:
			if _, err := parseFaults(s.Text); err != nil {
				return nil, at(line.n, "%w", err)
			}
		case !slices.Contains(p.lesson.Lanes, s.Lane):
			return nil, at(line.n, "there is no lane %q; there are %s", s.Lane, strings.Join(p.lesson.Lanes, ", "))
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, errors.New("the block is empty")
	}
	return all, nil
}

// sent reports whether it is a command.
func (s Say) sent() bool { return s.Lane != MailLane && s.Lane != FaultLane }

// parseFaults reads the fault that is to be on, or "none".
func parseFaults(text string) ([]faults.Fault, error) {
	if text == "none" {
		return nil, nil
	}
	f, err := faults.Parse(text)
	return []faults.Fault{f}, err
}

// play takes a block ```imap.
func (p *parser) play(line int, body []numberedLine) error {
	lines, err := p.says(body)
	if err != nil {
		return err
	}
	text, err := p.text.take()
	p.add(Part{Kind: Play, Text: text, Lines: lines, line: line})
	return err
}

// conditions reads the lines of a block of conditions. An indented line tells
// the learner in other words what is missing.
func (p *parser) conditions(body []numberedLine) ([]Condition, error) {
	var all []Condition
	for _, line := range body {
		if hint, ok := strings.CutPrefix(line.text, "  "); ok && len(all) > 0 {
			c := &all[len(all)-1]
			c.Hint = strings.TrimSpace(c.Hint + " " + strings.TrimSpace(hint))
			continue
		}
		c, err := parseCondition(line.text, p.lesson.Lanes)
		if err != nil {
			return nil, at(line.n, "%w", err)
		}
		c.line = line.n
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, errors.New("the block is empty")
	}
	return all, nil
}

// expect takes a block ```expect.
func (p *parser) expect(line int, body []numberedLine) error {
	part := p.last(Play)
	if part == nil || part.Conditions != nil {
		return at(line, "```expect stands directly below the ```imap whose effect it tells")
	}
	var err error
	part.Conditions, err = p.conditions(body)
	return err
}

// task takes a block ```task.
func (p *parser) task(line int, body []numberedLine) error {
	conditions, err := p.conditions(body)
	if err != nil {
		return err
	}
	text, err := p.text.take()
	p.add(Part{Kind: Task, Text: text, Conditions: conditions, line: line})
	return err
}

// find takes a block ```find, which has one line: "commands: 30".
func (p *parser) find(line int, body []numberedLine) error {
	if len(body) != 1 {
		return at(line, "a block ```find has one line, such as \"commands: 30\"")
	}
	value, ok := strings.CutPrefix(body[0].text, "commands: ")
	n, err := strconv.Atoi(value)
	if !ok || err != nil || n < 1 {
		return at(body[0].n, "%q is no line such as \"commands: 30\"", body[0].text)
	}
	text, err := p.text.take()
	p.add(Part{Kind: Find, Text: text, Commands: n, line: line})
	return err
}

// solution takes a block ```solution.
func (p *parser) solution(line int, body []numberedLine) error {
	part := p.last(Task, Find)
	if part == nil || part.Lines != nil {
		return at(line, "```solution stands directly below the ```task or ```find that it solves")
	}
	var err error
	part.Lines, err = p.says(body)
	return err
}

// choiceLine begins a choice; [x] is the right one.
var choiceLine = regexp.MustCompile(`^- \[([ x])\] +(\S.*)$`)

// predict takes a question and its choices, the heading of which has been read.
// Text indented below a choice says why it is right, or is not.
func (p *parser) predict() error {
	if err := p.read(); err != nil {
		return err
	}
	begin := p.at
	part := Part{Kind: Predict, line: begin}
	var choice, why writer
	finish := func() (err error) {
		if len(part.Choices) == 0 {
			part.Text, err = p.text.take()
			return err
		}
		c := &part.Choices[len(part.Choices)-1]
		if c.Text, err = choice.take(); err != nil {
			return err
		}
		c.Why, err = why.take()
		return err
	}
	for {
		line, ok := p.next()
		if !ok {
			break
		}
		if m := choiceLine.FindStringSubmatch(line); m != nil {
			if err := finish(); err != nil {
				return err
			}
			part.Choices = append(part.Choices, Choice{Right: m[1] == "x"})
			if err := choice.add(m[2]); err != nil {
				return err
			}
			continue
		}
		if len(part.Choices) > 0 {
			reason, indented := strings.CutPrefix(line, "  ")
			if !indented && line != "" {
				p.at--
				break
			}
			if err := why.add(reason); err != nil {
				return err
			}
			continue
		}
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "```") {
			break
		}
		if err := p.text.add(line); err != nil {
			return err
		}
	}
	if err := finish(); err != nil {
		return err
	}
	p.add(part)
	return checkPrediction(part)
}

// checkPrediction says what a question lacks.
func checkPrediction(part Part) error {
	right := 0
	for i, c := range part.Choices {
		if c.Right {
			right++
		}
		if len(c.Why) == 0 {
			return at(part.line, "choice %d lacks the reason, indented below it", i+1)
		}
	}
	switch {
	case len(part.Text) == 0:
		return at(part.line, "a prediction lacks its question")
	case len(part.Choices) < 2:
		return at(part.line, "a prediction has at least two choices: \"- [ ] ...\" and \"- [x] ...\"")
	case right != 1:
		return at(part.line, "of the choices %d are marked [x], not one", right)
	}
	return nil
}

// String writes the line as a block has it.
func (s Say) String() string {
	with := ""
	if s.Together {
		with = "& "
	}
	return fmt.Sprintf("%s%s: %s", with, s.Lane, strings.ReplaceAll(s.Text, "\r\n", "\n  "))
}
