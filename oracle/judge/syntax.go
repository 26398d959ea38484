package judge

import (
	"bytes"

	"imaporacle/internal/wire"
)

// syntaxRules gives the rule of each violation of the grammar that package wire
// tells; the others break response/syntax.
var syntaxRules = map[string]string{
	wire.BareLF: "syntax/line-end", wire.BareCR: "syntax/line-end",
	wire.DoubleSpace: "syntax/double-space", wire.ExtraSpace: "syntax/extra-space",
	wire.TrailingSpace: "syntax/extra-space", wire.MissingSpace: "syntax/missing-space",
	wire.MissingText: "syntax/missing-text", wire.MissingStatus: "syntax/bare-code",
	wire.MissingValue: "syntax/missing-value", wire.MissingNumber: "syntax/number",
	wire.MissingRevision: "capability/revision", wire.ExtraNumber: "syntax/number",
	wire.TrailingData: "syntax/trailing-data", wire.Unbalanced: "syntax/parenthesis",
	wire.BadTag: "syntax/tag", wire.BadStatus: "syntax/tag",
	wire.BadQuoted: "syntax/quoted", wire.BadEscape: "syntax/quoted", wire.NulByte: "syntax/quoted",
	wire.EightBit: "syntax/eight-bit", wire.BadUTF8: "syntax/eight-bit",
	wire.BadLiteral: "syntax/literal", wire.ShortLiteral: "syntax/literal", wire.NonSyncLiteral: "syntax/literal", wire.Literal8Used: "syntax/literal",
	wire.BadNumber: "syntax/number", wire.ZeroNumber: "syntax/zero-number", wire.BadNumberSet: "syntax/number-set",
	wire.BadString: "syntax/string", wire.BadFlag: "syntax/flag", wire.BadDate: "syntax/date",
	wire.BadSection: "syntax/section", wire.BadItem: "syntax/section", wire.BadCode: "syntax/code",
	wire.EnvelopeShape: "syntax/envelope", wire.BodyShape: "syntax/body", wire.BodyExtension: "syntax/body",
	wire.FetchShape: "syntax/fetch", wire.ListShape: "syntax/list", wire.ListFlags: "list/attributes",
	wire.StatusShape: "syntax/status", wire.SearchShape: "syntax/search", wire.ThreadShape: "syntax/search",
}

// syntax tells of a response that breaks the grammar.
func (s *session) syntax(r *wire.Response) {
	if r.Err == nil || s.laterText(r) {
		return
	}
	s.blame(syntaxRule(r), r.Err.Error())
}

// laterText: RFC 9051 §9 allows a code with a space and no text after it.
func (s *session) laterText(r *wire.Response) bool {
	if r.Err.What != wire.MissingText || !s.revision2() {
		return false
	}
	line := bytes.TrimRight(r.Raw, "\r\n")
	return len(line) > 0 && line[len(line)-1] != ']'
}

// syntaxRule names the rule: some values have rules of their own.
func syntaxRule(r *wire.Response) string {
	if rule := valueRule(r); rule != "" {
		return rule
	}
	if rule, ok := syntaxRules[r.Err.What]; ok {
		return rule
	}
	return "response/syntax"
}

// valueRule names the rule of a value that is out of its range.
func valueRule(r *wire.Response) string {
	code := ""
	if r.Code != nil {
		code = r.Code.Name
	}
	what := r.Err.What
	switch {
	case code == "UIDVALIDITY" && what == wire.ZeroNumber:
		return "uidvalidity/not-zero"
	case code == "UIDVALIDITY" && what == wire.BadNumber:
		return "uidvalidity/in-range"
	case code == "UIDNEXT" && what == wire.ZeroNumber:
		return "uidnext/not-zero"
	case code == "UIDNEXT" && what == wire.BadNumber:
		return "uidnext/in-range"
	case code == "HIGHESTMODSEQ" && what == wire.ZeroNumber:
		return "modseq/highest-positive"
	case (code == "COPYUID" || code == "APPENDUID") && what != wire.MissingText && what != wire.MissingStatus:
		return "copyuid/form"
	case r.Name == "FLAGS" || code == "PERMANENTFLAGS":
		return flagsRule(r)
	case r.Name == "FETCH" && what == wire.ZeroNumber && modseqAt(r):
		return "modseq/positive"
	case what == wire.BadAtom && (r.Name == "LIST" || r.Name == "LSUB"):
		return "syntax/list"
	case r.Kind == wire.Continuation && what == wire.MissingSpace:
		return "continuation/form"
	}
	return ""
}

// flagsRule tells the flags that may not stand there from those that are none.
func flagsRule(r *wire.Response) string {
	near := bytes.ToUpper([]byte(r.Err.Near))
	switch {
	case r.Err.What != wire.BadFlag:
		return ""
	case bytes.HasPrefix(near, []byte(`\*`)):
		return "flags/no-star"
	case bytes.HasPrefix(near, []byte(`\RECENT`)):
		return "flags/no-recent"
	}
	return ""
}

// modseqAt says whether the violation is in the value of MODSEQ.
func modseqAt(r *wire.Response) bool {
	before := bytes.ToUpper(r.Raw[:min(r.Err.Offset, len(r.Raw))])
	return bytes.HasSuffix(before, []byte("MODSEQ ("))
}
