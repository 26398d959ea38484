package tester

import (
	"bytes"
	"strings"
	"time"

	"imaporacle/internal/wire"
)

// item is a FETCH data item by which the probe tells what a server still has
// of an expunged message.
type item struct {
	name  string
	class itemClass
	// exact returns the bytes that the item must have, if they are defined.
	exact func(mail) []byte
}

type itemClass int

const (
	flagsClass itemClass = iota
	metadata
	headerFields // a part of the header, which servers may have among the metadata
	content
)

// items lists what is asked for, the lightest first.
var items = []item{
	{name: "FLAGS", class: flagsClass},
	{name: "INTERNALDATE", class: metadata},
	{name: "RFC822.SIZE", class: metadata},
	{name: "ENVELOPE", class: metadata},
	{name: "BODYSTRUCTURE", class: metadata},
	{name: "BODY.PEEK[HEADER.FIELDS (SUBJECT)]", class: headerFields, exact: func(m mail) []byte {
		return []byte("Subject: Message " + m.marker + "\r\n\r\n")
	}},
	{name: "BODY.PEEK[HEADER]", class: content, exact: mail.header},
	{name: "BODY.PEEK[TEXT]", class: content, exact: mail.text},
	{name: "BODY.PEEK[1]", class: content},
	{name: "BODY.PEEK[]", class: content, exact: func(m mail) []byte { return m.raw }},
}

// answer is what came for one item.
type answer int

const (
	served   answer = iota // the true value
	empty                  // NIL, or an empty string
	other                  // the value of another message
	invented               // a value that no message of the mailbox has
	refused                // tagged NO, and no value
	called                 // tagged BAD: called a mistake of the client's
	silent                 // tagged OK, and no value
	expunged               // EXPUNGE came inside the FETCH
)

var answerNames = [...]string{
	"served", "empty", "the data of another message", "data that no message has", "NO", "BAD", "OK without data", "EXPUNGE",
}

// judge says what a value is: want is what the same server gave of the message
// before it was expunged, if it was asked.
func (it item) judge(v, want wire.Value, m mail, others []mail) answer {
	switch it.name {
	case "FLAGS":
		if newFlagSet(flagNames(v)).has(`\Answered`) {
			return served
		}
		return empty
	case "INTERNALDATE":
		return judgeDate(v, m, others)
	case "RFC822.SIZE":
		return judgeSize(v, want, m, others)
	}
	text := flatten(v)
	switch {
	case want.Kind != wire.None && v.Equal(want):
		return served
	case want.Kind == wire.None && it.matches(v, m):
		return served
	case strings.Trim(text, " ") == "", emptyStructure(v):
		return empty
	}
	for _, o := range others {
		if strings.Contains(text, o.marker) {
			return other
		}
	}
	return invented
}

// matches compares with what was appended.
func (it item) matches(v wire.Value, m mail) bool {
	if it.exact != nil {
		return bytes.Equal(v.Bytes, it.exact(m))
	}
	return strings.Contains(flatten(v), m.marker)
}

func flagNames(v wire.Value) []string {
	var names []string
	for _, f := range v.List {
		names = append(names, f.Text())
	}
	return names
}

func judgeDate(v wire.Value, m mail, others []mail) answer {
	date, err := wire.ParseDate(v.Bytes)
	switch {
	case err != nil, date.Before(time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC)):
		return empty // RFC 2180 §4.1.3 shows a date of zeros
	case date.Equal(m.date):
		return served
	}
	for _, o := range others {
		if date.Equal(o.date) {
			return other
		}
	}
	return invented
}

func judgeSize(v, want wire.Value, m mail, others []mail) answer {
	n, ok := v.Uint64()
	switch {
	case !ok || n == 0:
		return empty
	case want.Kind != wire.None && v.Equal(want), want.Kind == wire.None && n == uint64(len(m.raw)):
		return served
	}
	for _, o := range others {
		if n == uint64(len(o.raw)) {
			return other
		}
	}
	return invented
}

// emptyStructure recognises the body structure of no data: of a text without
// octets and lines.
func emptyStructure(v wire.Value) bool {
	if v.Kind != wire.List || len(v.List) < 7 || v.List[0].Kind == wire.List {
		return false
	}
	n, ok := v.List[6].Uint64()
	return ok && n == 0
}
