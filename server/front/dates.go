package front

import (
	"strings"
	"time"
)

// DateTime reads the date-time of APPEND (RFC 9051 §9).
func (a *Args) DateTime() (time.Time, error) {
	start := a.pos
	raw, err := a.quoted()
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse("_2-Jan-2006 15:04:05 -0700", string(raw))
	if err != nil || len(raw) != len("02-Jan-2006 15:04:05 -0700") {
		a.pos = start
		return time.Time{}, a.expected(`a date such as " 1-Feb-2026 03:04:05 +0600"`)
	}
	return t, nil
}

// Date reads the date of SEARCH, quoted or not, at midnight UTC.
func (a *Args) Date() (time.Time, error) {
	start := a.pos
	raw, err := a.Astring("a date")
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse("2-Jan-2006", strings.TrimPrefix(raw, " "))
	if err != nil {
		a.pos = start
		return time.Time{}, a.expected("a date such as 1-Feb-2026")
	}
	return t, nil
}
