package wire

import (
	"fmt"
	"time"
)

// dateForm is date-time (RFC 9051 §9) without its quotes. "d" stands for a
// digit, "D" for a digit or the SP before a day of one digit, "m" for the month
// and "+" for the sign of the zone.
const dateForm = "Dd-mmm-dddd dd:dd:dd +dddd"

// isDate checks the grammar of date-time, and that the month is one.
func isDate(b []byte) bool {
	if len(b) != len(dateForm) {
		return false
	}
	for i, c := range b {
		ok := false
		switch f := dateForm[i]; f {
		case 'd':
			ok = isDigit(c)
		case 'D':
			ok = isDigit(c) || c == ' '
		case 'm':
			ok = true
		case '+':
			ok = c == '+' || c == '-'
		default:
			ok = c == f
		}
		if !ok {
			return false
		}
	}
	for m := time.January; m <= time.December; m++ {
		if foldIs(b[3:6], m.String()[:3]) {
			return true
		}
	}
	return false
}

// ParseDate reads the contents of a date-time: " 1-Feb-2026 03:04:05 +0000".
func ParseDate(b []byte) (time.Time, error) {
	if !isDate(b) {
		return time.Time{}, fmt.Errorf("not a date-time: %.40q", b)
	}
	return time.Parse("_2-Jan-2006 15:04:05 -0700", string(b))
}

func (p *parser) checkDate(v Value) {
	if v.Kind != Quoted || !isDate(v.Bytes) {
		p.failAt(BadDate, v)
	}
}
