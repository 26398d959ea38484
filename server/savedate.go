package server

import (
	"time"

	"imaporacle/server/mailbox"
)

// saveDateItem is the FETCH item SAVEDATE (RFC 8514 §4.2).
var saveDateItem = fetchItem{kind: itemSaveDate, class: mailbox.ItemDate}

// appendSaveDate appends the item; it is NIL for what was saved before the
// store kept the date.
func appendSaveDate(b []byte, saved time.Time) []byte {
	if saved.IsZero() {
		return append(b, "SAVEDATE NIL"...)
	}
	return appendDateTime(append(b, "SAVEDATE "...), saved)
}

// appendDateTime appends a date-time (RFC 9051 §9).
func appendDateTime(b []byte, t time.Time) []byte {
	return append(t.AppendFormat(append(b, '"'), "02-Jan-2006 15:04:05 -0700"), '"')
}

// saved reads the date of SAVEDBEFORE, SAVEDON or SAVEDSINCE (RFC 8514 §4.3).
// Where the save date is not known the internal date counts.
func (r *searchReader) saved(compare string) (key, error) {
	if err := r.SP(); err != nil {
		return key{}, err
	}
	day, err := r.Date()
	return key{match: func(c *candidate) bool {
		if c.m.Saved.IsZero() {
			return dayMatches(compare, c.m.Date, day)
		}
		return dayMatches(compare, c.m.Saved, day)
	}}, err
}
