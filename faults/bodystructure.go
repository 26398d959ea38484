package faults

import (
	"bytes"
	"slices"
	"strings"
)

var bodyStructureInline = Kind{
	Name: "bodystructure", Value: "disposition-string",
	Story:  `The disposition of a part is told as a string, "inline", where a list of it and its parameters belongs. Exchange did so; clients lost the structure of the message.`,
	Source: "MailKit issue 919 and its workaround", Rule: "syntax/body", Acts: Response,
	wire: rewritesParts(func(p *part) bool {
		d := p.disposition()
		if d == nil || !isList(*d) {
			return false
		}
		*d = elements(*d)[0]
		return true
	}),
}

var bodyStructureCollapsed = Kind{
	Name: "bodystructure", Value: "collapsed-multipart",
	Story:  "A multipart within a multipart is told without its parts: the subtype comes first. Gmail, QQ Mail and Yandex did so.",
	Source: "MailKit issues 205, 1076 and 1861 and its workarounds", Rule: "syntax/body", Acts: Response,
	wire: rewritesParts(func(p *part) bool {
		i := slices.IndexFunc(p.children, (*part).multipart)
		if i < 0 {
			return false
		}
		p.children[i] = &part{fields: p.children[i].fields}
		return true
	}),
}

var bodyStructureNilBoundary = Kind{
	Name: "bodystructure", Value: "nil-boundary",
	Story:  "The parameter BOUNDARY of a multipart has the value NIL, where strings alone may stand. Mail.ru does so.",
	Source: "Himalaya issue 649", Rule: "syntax/body", Acts: Response,
	wire: rewritesParts(func(p *part) bool {
		if !p.multipart() || len(p.fields) < 2 || !isList(p.fields[1]) {
			return false
		}
		params := elements(p.fields[1])
		i := slices.IndexFunc(params, func(e []byte) bool { return strings.EqualFold(content(e), "BOUNDARY") })
		if i < 0 || i+1 == len(params) {
			return false
		}
		params[i+1] = []byte("NIL")
		p.fields[1] = slices.Concat([]byte("("), bytes.Join(params, []byte(" ")), []byte(")"))
		return true
	}),
}

var bodyStructureUnescaped = Kind{
	Name: "bodystructure", Value: "unescaped-quotes",
	Story:  `Quotes in the name of a file are sent as they are, without the backslash, so that the string ends too early. 163.com does so.`,
	Source: "go-imap issue 659", Rule: "syntax/quoted", Acts: Response,
	wire: rewritesBody(func(value []byte) []byte {
		if !bytes.Contains(value, []byte(`\"`)) {
			return nil
		}
		return bytes.ReplaceAll(value, []byte(`\"`), []byte(`"`))
	}),
}

// rewritesBody is for a fault of the values of BODY and BODYSTRUCTURE. change
// returns nil if there is nothing to change.
func rewritesBody(change func([]byte) []byte) func(*wire) actions {
	return rewritesFetch(func(_ *wire, f *fetched) []byte {
		changed := false
		for k, i := range f.items {
			if i.name != "BODY" && i.name != "BODYSTRUCTURE" || !isList(i.value) {
				continue
			}
			if value := change(i.value); value != nil {
				f.items[k].value, changed = value, true
			}
		}
		if !changed {
			return nil
		}
		return f.bytes()
	})
}

// rewritesParts is for a fault of the first part that change can change.
func rewritesParts(change func(*part) bool) func(*wire) actions {
	return rewritesBody(func(value []byte) []byte {
		p := parsePart(value)
		if !p.each(change) {
			return nil
		}
		return p.append(nil)
	})
}
