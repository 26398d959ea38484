// Package rfc finds citations of RFCs, in the form in which this project writes
// them: "RFC 9051 §6.4.4, §7.5.1".
package rfc

import "regexp"

// Citation is a section of an RFC, or an RFC as a whole.
type Citation struct {
	RFC        string // its number
	Section    string // "6.4.4"; "" for the whole
	Start, End int    // where it stands in the text
}

var form = regexp.MustCompile(`RFC ([0-9]+)(?: §([0-9A-Z][0-9A-Z.]*[0-9A-Z]|[0-9A-Z]))?|§([0-9A-Z][0-9A-Z.]*[0-9A-Z]|[0-9A-Z])`)

// Citations returns those in a text, in order. A section alone is one of the RFC
// that was cited before it; without one it is none.
func Citations(text string) []Citation {
	var list []Citation
	rfc := ""
	for _, at := range form.FindAllStringSubmatchIndex(text, -1) {
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		if number := group(1); number != "" {
			rfc = number
		}
		if rfc != "" {
			list = append(list, Citation{rfc, group(2) + group(3), at[0], at[1]})
		}
	}
	return list
}

// URL is where the section can be read.
func (c Citation) URL() string {
	url := "https://www.rfc-editor.org/rfc/rfc" + c.RFC
	if c.Section != "" {
		url += "#section-" + c.Section
	}
	return url
}
