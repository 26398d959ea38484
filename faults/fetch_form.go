package faults

import "fmt"

var fetchTrailingSpace = Kind{
	Name: "fetch", Value: "trailing-space",
	Story:  "A space stands before the parenthesis that closes FETCH data. QQ Mail sends that.",
	Source: "Jakarta Mail issue 209", Rule: "syntax/extra-space", Acts: Response,
	wire: rewritesFetch(func(_ *wire, f *fetched) []byte {
		return append(appendItems(fmt.Appendf(nil, "* %d FETCH (", f.seq), f.items), " )\r\n"...)
	}),
}

var fetchClosedEarly = Kind{
	Name: "fetch", Value: "closed-early",
	Story:  "The list of FETCH data is closed behind its first item, and the others trail behind it. Xeams did so.",
	Source: "Paperless-ngx issue 13412", Rule: "syntax/trailing-data", Acts: Response,
	wire: rewritesFetch(func(_ *wire, f *fetched) []byte {
		if len(f.items) < 2 {
			return nil
		}
		b := appendItems(fmt.Appendf(nil, "* %d FETCH (", f.seq), f.items[:1])
		return append(appendItems(append(b, ") "...), f.items[1:]), "\r\n"...)
	}),
}
