package property

import "time"

// letter is a message, and what it says once decoded, by hand.
type letter struct {
	raw            string
	from, to       string // local parts
	subject        string
	base           string // RFC 5256 §2.1
	text           string
	sent           time.Time
	header, colour string // the header block; X-Colour
}

var letters = []*letter{
	write("anna", "bob", "Apples", "Apples", "apples", "Two apples and a pear", "Mon, 2 Feb 2026 23:30:00 -0800",
		"red"),
	write("Carl", "anna", "Re: Apples", "Re: Apples", "apples", "Are they ripe?", "Tue, 3 Feb 2026 01:00:00 +0900", ""),
	write("bob", "carl", "=?UTF-8?B?w4RwZmVs?= and pears", "Äpfel and pears", "Äpfel and pears", "", "Mon, 2 Feb 2026 12:00:00 +0000", "dark red"),
	write("dora", "Bob", "Fwd: [list] zebra", "Fwd: [list] zebra", "zebra", "ZEBRA\r\nand a very long tale of it, so that it is larger", "Thu, 1 Jan 2026 00:10:00 +0100", "blue"),
	write("anna", "dora", "", "", "", "No subject here", "Fri, 30 Jan 2026 10:00:00 -0500", ""),
}

func write(from, to, encoded, subject, base, text, date, colour string) *letter {
	l := &letter{from: from, to: to, subject: subject, base: base, text: text, colour: colour}
	l.header = "Date: " + date + "\r\nFrom: " + from + "@example.org\r\nTo: <" + to + "@example.net>\r\nSubject: " + encoded + "\r\n"
	if colour != "" {
		l.header += "X-Colour: " + colour + "\r\n"
	}
	l.raw = l.header + "\r\n" + text + "\r\n"
	var err error
	if l.sent, err = time.Parse(time.RFC1123Z, padded(date)); err != nil {
		panic(err)
	}
	return l
}

// padded gives a day of one digit a second, as package time wants it.
func padded(date string) string {
	if date[6] == ' ' {
		return date[:5] + "0" + date[5:]
	}
	return date
}

// internalDates are given to APPEND; with the zones in which days differ.
var internalDates = []string{
	"02-Feb-2026 23:30:00 -0800", "03-Feb-2026 07:30:00 +0000", "01-Jan-2026 00:10:00 +0100", "31-Dec-2025 23:10:00 +0000",
}

const internalForm = "02-Jan-2006 15:04:05 -0700"

func day(t time.Time) string { return t.Format("20060102") }
