package faults

import (
	"bytes"
	"slices"
)

var envelopeExtraParentheses = Kind{
	Name: "envelope", Value: "extra-parentheses",
	Story:  "ENVELOPE stands in parentheses twice. Domino sent it so.",
	Source: "MailKit issue 943 and its workaround", Rule: "syntax/envelope", Acts: Response,
	wire: rewritesEnvelope(func(value []byte) []byte {
		return slices.Concat([]byte("("), value, []byte(")"))
	}),
}

var envelopeForbiddenOctets = Kind{
	Name: "envelope", Value: "forbidden-octets",
	Story:  "The subject stands in a quoted string with an octet that may not stand there: NUL, decoded from an encoded word. Proton Mail Bridge put decoded text into quoted strings.",
	Source: "modern-email defects issue 38", Rule: "syntax/quoted", Acts: Response,
	wire: rewritesEnvelope(func(value []byte) []byte {
		fields := elements(value)
		if len(fields) < 2 || !bytes.HasPrefix(fields[1], []byte(`"`)) {
			return nil
		}
		fields[1] = slices.Concat([]byte("\"\x00"), fields[1][1:])
		return slices.Concat([]byte("("), bytes.Join(fields, []byte(" ")), []byte(")"))
	}),
}

// rewritesEnvelope is for a fault of ENVELOPE. change returns nil if there is
// nothing to change.
func rewritesEnvelope(change func([]byte) []byte) func(*wire) actions {
	return rewritesFetch(func(_ *wire, f *fetched) []byte {
		i := f.item("ENVELOPE")
		if i == nil || !isList(i.value) {
			return nil
		}
		value := change(i.value)
		if value == nil {
			return nil
		}
		i.value = value
		return f.bytes()
	})
}
