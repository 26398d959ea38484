package faults

import "strings"

var flagsWithStar = Kind{
	Name: "flags", Value: "with-star",
	Story:  `FLAGS lists \*, which belongs into PERMANENTFLAGS alone. Zoho did so.`,
	Source: "async-imap issue 37", Rule: "flags/no-star", Acts: Response,
	wire: addsFlag(`\*`),
}

var flagsAtomSpecials = Kind{
	Name: "flags", Value: "atom-specials",
	Story:  "FLAGS lists a keyword with characters that may not stand in an atom, as a user has named a label. Gmail did so.",
	Source: "net-imap issue 241", Rule: "response/syntax", Acts: Response,
	wire: addsFlag(`Follow]up%`),
}

// addsFlag makes a fault that lists one more flag in FLAGS.
func addsFlag(flag string) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		rest, ok := untagged(resp, "FLAGS")
		if !ok || !isList(rest) || !w.acts() {
			return resp
		}
		list, _ := strings.CutSuffix(string(rest), ")\r\n")
		if list != "(" {
			list += " "
		}
		return []byte("* FLAGS " + list + flag + ")\r\n")
	})
}
