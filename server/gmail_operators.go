package server

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// gmailOperators are the operators of Gmail queries. Each makes a key of its
// value; ok is false if it cannot.
var gmailOperators = map[string]func(r *searchReader, value string) (k key, ok bool){
	"from": inField("From"), "to": inField("To"), "cc": inField("Cc"), "bcc": inField("Bcc"),
	"subject": inField("Subject"), "deliveredto": inField("Delivered-To"), "list": inField("List-Id"),
	"rfc822msgid": byMessageID,
	"has":         gmailHas, "is": gmailIs, "in": gmailIn, "label": gmailIn,
	"larger": bySize(true), "size": bySize(true), "smaller": bySize(false),
	"older_than": byAge(false), "newer_than": byAge(true),
	"before": byDate("BEFORE"), "older": byDate("BEFORE"), "after": byDate("SINCE"), "newer": byDate("SINCE"),
}

func inField(field string) func(*searchReader, string) (key, bool) {
	return func(r *searchReader, value string) (key, bool) {
		return textKey("", field, r.matcher(value)), true
	}
}

// byMessageID compares the whole Message ID.
func byMessageID(_ *searchReader, value string) (key, bool) {
	id := strings.Trim(value, "<>")
	return key{costly: true, match: func(c *candidate) bool {
		return id != "" && message.OrderOf(c.bytes()).ID == id
	}}, true
}

func gmailHas(_ *searchReader, value string) (key, bool) {
	switch strings.ToLower(value) {
	case "attachment":
		return key{costly: true, match: func(c *candidate) bool { return c.parts().HasAttachment(c.bytes()) }}, true
	case "userlabels", "nouserlabels":
		want := strings.HasPrefix(strings.ToLower(value), "user")
		user := func(label string) bool { return !strings.HasPrefix(label, `\`) }
		return key{match: func(c *candidate) bool { return slices.ContainsFunc(c.m.Labels().Names(), user) == want }}, true
	}
	return key{}, false
}

func gmailIs(r *searchReader, value string) (key, bool) {
	switch strings.ToLower(value) {
	case "unread":
		return flagKey(mailbox.Seen, false), true
	case "read":
		return flagKey(mailbox.Seen, true), true
	case "unstarred":
		return flagKey(mailbox.Flagged, false), true
	case "starred", "important", "muted", "sent":
		return gmailIn(r, value)
	}
	return key{}, false
}

// gmailPlaces are the names that stand for a special use, a flag, or both.
var gmailPlaces = map[string]struct{ use, flag string }{
	"sent": {use: `\Sent`}, "trash": {use: `\Trash`}, "spam": {use: `\Junk`},
	"draft": {`\Drafts`, mailbox.Draft}, "drafts": {`\Drafts`, mailbox.Draft},
	"starred": {`\Flagged`, mailbox.Flagged}, "important": {flag: "$Important"},
}

// gmailIn finds messages with a label, in a mailbox of that name, or in that
// for its special use.
func gmailIn(_ *searchReader, value string) (key, bool) {
	wanted := hyphenated(value)
	if wanted == "anywhere" || wanted == "all" {
		return key{match: func(*candidate) bool { return true }}, true
	}
	place := gmailPlaces[wanted]
	named := func(label string) bool { return strings.TrimPrefix(hyphenated(label), `\`) == wanted }
	return key{match: func(c *candidate) bool {
		mb := c.s.view.Mailbox()
		return named(mb.Name()) || place.use != "" && slices.Contains(mb.SpecialUse(), place.use) ||
			place.flag != "" && c.s.view.Flags(c.m).Has(place.flag) || slices.ContainsFunc(c.m.Labels().Names(), named)
	}}, true
}

// hyphenated is the form in which Gmail names labels in queries.
func hyphenated(label string) string { return hyphens.Replace(strings.ToLower(label)) }

var hyphens = strings.NewReplacer(" ", "-", "/", "-", "&", "-")

func bySize(larger bool) func(*searchReader, string) (key, bool) {
	return func(_ *searchReader, value string) (key, bool) {
		n, unit, ok := gmailNumber(value)
		switch strings.ToUpper(unit) {
		case "":
		case "K", "KB":
			n <<= 10
		case "M", "MB":
			n <<= 20
		default:
			return key{}, false
		}
		return sizeKey(larger, n), ok
	}
}

// byAge takes 5d, 2m and 1y: days, months and years before now.
func byAge(newer bool) func(*searchReader, string) (key, bool) {
	return func(_ *searchReader, value string) (key, bool) {
		n, unit, ok := gmailNumber(value)
		ago := map[string][3]int{"y": {1, 0, 0}, "m": {0, 1, 0}, "d": {0, 0, 1}}[strings.ToLower(unit)]
		if !ok || ago == [3]int{} || n > 10_000 {
			return key{}, false
		}
		return key{match: func(c *candidate) bool {
			limit := c.now().AddDate(-ago[0]*int(n), -ago[1]*int(n), -ago[2]*int(n))
			return c.m.Date.Before(limit) != newer
		}}, true
	}
}

// byDate compares the internal date with a day, or with a moment.
func byDate(compare string) func(*searchReader, string) (key, bool) {
	return func(_ *searchReader, value string) (key, bool) {
		date, whole, ok := gmailDate(value)
		if whole {
			return dateKey(false, compare, date), ok
		}
		return key{match: func(c *candidate) bool { return c.m.Date.Before(date) == (compare == "BEFORE") }}, ok
	}
}

// gmailDate reads a date: year first or last, or seconds since 1970. whole tells
// that it is a day.
func gmailDate(s string) (t time.Time, whole, ok bool) {
	slashed := strings.ReplaceAll(s, "-", "/")
	for _, form := range []string{"2006/1/2", "1/2/2006"} {
		if t, err := time.Parse(form, slashed); err == nil {
			return t, true, true
		}
	}
	n, unit, ok := gmailNumber(s)
	return time.Unix(n, 0), false, ok && unit == "" && len(s) > 4 // a year alone is no moment
}

// gmailNumber divides a number, of at most 40 bits, from the unit after it.
func gmailNumber(s string) (n int64, unit string, ok bool) {
	unit = strings.TrimLeft(s, "0123456789")
	u, err := strconv.ParseUint(strings.TrimSuffix(s, unit), 10, 40)
	return int64(u), unit, err == nil
}
