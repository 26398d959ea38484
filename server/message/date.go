package message

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// SentDate returns the date of the first Date field in the header of raw, in
// its own zone, and whether it names a day. It reads RFC 5322 §3.3 with the
// obsolete forms of §4.3, and also forgives a missing day name, missing seconds,
// and the order of asctime. As RFC 5256 §2.2 asks, a zone that is not known is
// UTC and a time that is not valid is 00:00:00.
func SentDate(raw []byte) (time.Time, bool) {
	for rest := raw; ; {
		f := nextField(rest)
		if len(f.all) == 0 {
			return time.Time{}, false
		}
		if equalFold(f.name, "Date") {
			return parseDate(f.value)
		}
		rest = rest[len(f.all):]
	}
}

// date is what has been found of a date so far; -1 is a number not yet found.
type date struct {
	day, month, year int
	clock            [3]int // hour, minute, second
	clocked          bool
	zone             *time.Location
}

func parseDate(value []byte) (time.Time, bool) {
	d := date{day: -1, month: -1, year: -1}
	for l := (lexer{in: value}); ; {
		l.skipCFWS()
		if l.end() {
			break
		}
		word := l.token(",")
		if len(word) == 0 {
			l.pos++
			continue
		}
		d.word(l.joinClock(word))
	}
	if d.day < 1 || d.month < 1 || d.year < 0 || d.day > daysIn(d.month, d.year) {
		return time.Time{}, false
	}
	if d.zone == nil {
		d.zone = time.UTC
	}
	return time.Date(d.year, time.Month(d.month), d.day, d.clock[0], d.clock[1], d.clock[2], 0, d.zone), true
}

// joinClock joins to word what follows it around colons: "09 : 55 : 06" is an
// obs-hour and its like (RFC 5322 §4.3).
func (l *lexer) joinClock(word []byte) []byte {
	for len(word) < len("hh:mm:ss") {
		l.skipCFWS()
		if l.peek() != ':' && word[len(word)-1] != ':' || l.peek() == ',' || l.end() {
			break
		}
		word = append(word[:len(word):len(word)], l.token(",")...)
	}
	return word
}

// word takes in one word of a date: what it is shows in its form and in what
// has come before.
func (d *date) word(word []byte) {
	switch first := word[0]; {
	case bytes.IndexByte(word, ':') > 0 && !d.clocked:
		d.clocked = true
		if sign := bytes.IndexAny(word, "+-"); sign > 0 {
			d.zone = zoneOf(word[sign:])
			word = word[:sign]
		}
		d.setClock(word)
	case (first == '+' || first == '-') && d.clocked:
		d.zone = zoneOf(word)
	case '0' <= first && first <= '9':
		// 2-Jan-2006 is one word, but three of a date.
		for _, number := range bytes.Split(word, []byte{'-'}) {
			d.number(number)
		}
	case d.month < 0 && monthOf(word) > 0:
		d.month = monthOf(word)
	case d.clocked && d.zone == nil:
		d.zone = zoneOf(word)
	}
}

// number takes in the day or the year, or the month's name between them.
func (d *date) number(word []byte) {
	n, err := strconv.Atoi(string(word))
	switch {
	case err != nil && d.month < 0:
		d.month = monthOf(word)
	case err != nil || n < 0:
	case d.day < 0 && len(word) <= 2:
		d.day = n
	case d.year < 0:
		d.year = fullYear(n, len(word))
	}
}

// fullYear completes a year of two or three digits (RFC 5322 §4.3).
func fullYear(n, digits int) int {
	switch {
	case digits <= 2 && n < 50:
		return 2000 + n
	case digits <= 3:
		return 1900 + n
	case n > 9999:
		return -1
	}
	return n
}

// setClock reads hh:mm or hh:mm:ss. A leap second is the one before it, so that
// it stays on its day.
func (d *date) setClock(word []byte) {
	limits := [3]int{23, 59, 60}
	var clock [3]int
	for i, digits := range strings.Split(string(word), ":") {
		n, err := strconv.Atoi(digits)
		if i > 2 || err != nil || n < 0 || n > limits[i] {
			return
		}
		clock[i] = n
	}
	clock[2] = min(clock[2], 59)
	d.clock = clock
}

// obsoleteZones are those of RFC 5322 §4.3 that differ from UTC, in hours. The
// military letters were defined the wrong way round, so they mean nothing.
var obsoleteZones = map[string]int{
	"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
}

// zoneOf reads +hhmm, also with a colon, or the name of an obsolete zone.
func zoneOf(word []byte) *time.Location {
	if word[0] != '+' && word[0] != '-' {
		if hours, ok := obsoleteZones[upperName(word)]; ok {
			return time.FixedZone(upperName(word), hours*3600)
		}
		return time.UTC
	}
	digits := strings.Replace(string(word[1:]), ":", "", 1)
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || len(digits) != 4 || n%100 > 59 || n == 0 {
		return time.UTC
	}
	offset := (int(n)/100*60 + int(n)%100) * 60
	if word[0] == '-' {
		offset = -offset
	}
	return time.FixedZone("", offset)
}

var monthNames = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// monthOf returns 1 to 12 for a month's name, of which three letters count, and
// -1 for other words.
func monthOf(word []byte) int {
	for i, name := range monthNames {
		if len(word) >= 3 && equalFold(word[:3], name) {
			return i + 1
		}
	}
	return -1
}

// daysIn returns the length of a month: day 0 of the next is the last of it.
func daysIn(month, year int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
