package tester

import (
	"fmt"
	"strings"
	"time"
)

// conversation is of two subjects. No order of it is that of the numbers but
// that of arrival.
var conversation = []struct{ subject, from, date, links string }{
	{"Plans", "dora", "05", ""},
	{"Another matter", "carl", "04", ""},
	{"Re: Plans", "bert", "03", "In-Reply-To: <imaporacle-1@example.org>\r\n"},
	{"[list] Re: plans (fwd)", "anna", "02", "References: <imaporacle-1@example.org> <imaporacle-3@example.org>\r\n"},
}

// tourOrder sorts and threads a conversation (RFC 5256 §3) of which it has seen
// all that decides.
func tourOrder(t *trial) error {
	s, box, err := t.guide(0)
	if err != nil || !s.Has("SORT") && !s.Has("THREAD=REFERENCES") && !s.Has("THREAD=ORDEREDSUBJECT") {
		return err
	}
	for i := range conversation {
		if err := s.append(box, letter(i), ""); err != nil {
			return err
		}
	}
	err = s.say("SELECT "+box, "FETCH 1:4 (UID INTERNALDATE RFC822.SIZE ENVELOPE)", "FETCH 1:4 (UID BODY.PEEK[])")
	if err == nil && s.Has("SORT") {
		err = s.say("SORT (REVERSE ARRIVAL) UTF-8 ALL", "SORT (SIZE) UTF-8 ALL", "SORT (DATE) UTF-8 ALL", "SORT (SUBJECT REVERSE DATE) UTF-8 ALL",
			"UID SORT (FROM) UTF-8 ALL")
	}
	for _, algorithm := range []string{"REFERENCES", "ORDEREDSUBJECT"} {
		if err == nil && s.Has("THREAD="+algorithm) {
			err = s.say("THREAD "+algorithm+" UTF-8 ALL", "UID THREAD "+algorithm+" UTF-8 2:4")
		}
	}
	return err
}

// letter makes a message of the conversation, the later the shorter.
func letter(i int) mail {
	c := conversation[i]
	raw := fmt.Sprintf("Date: Mon, %s Feb 2020 04:05:06 +0000\r\nFrom: <%s@example.org>\r\nSubject: %s\r\nMessage-ID: <imaporacle-%d@example.org>\r\n%s\r\n%s\r\n",
		c.date, c.from, c.subject, i+1, c.links, strings.Repeat("text ", 10*(len(conversation)-i)))
	return mail{raw: []byte(raw), date: time.Date(2020, 2, 10+i, 0, 0, 0, 0, time.UTC)}
}

// tourUIDOnly asks for messages by nothing but their UIDs (RFC 9586 §3).
func tourUIDOnly(t *trial) error {
	s, box, err := t.guide(2)
	if err != nil || !s.Has("UIDONLY") {
		return err
	}
	return s.say("CHECK", "ENABLE UIDONLY", "UID FETCH 1:1000 (FLAGS RFC822.SIZE)", `UID STORE 1:1000 +FLAGS (\Flagged)`, "UNSELECT", "EXAMINE "+box,
		"UID FETCH 1:1000 (RFC822.SIZE BODY.PEEK[])")
}
