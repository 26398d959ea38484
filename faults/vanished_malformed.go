package faults

import "strings"

var vanishedMalformed = Kind{
	Name: "vanished", Value: "malformed",
	Story:  "VANISHED comes without the set of UIDs that it is there for. iCloud sent VANISHED that clients could not read, and they crashed.",
	Source: "Mailspring-Sync pull request 91", Rule: "syntax/number-set", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		rest, ok := untagged(resp, "VANISHED")
		if !ok || !w.acts() {
			return resp
		}
		if strings.HasPrefix(string(rest), "(EARLIER)") {
			return []byte("* VANISHED (EARLIER) \r\n")
		}
		return []byte("* VANISHED \r\n")
	}),
}
