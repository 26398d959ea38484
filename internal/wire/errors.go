package wire

import "fmt"

// The names of the violations that a [SyntaxError] carries. They are stable:
// reports, truth tables and traces may cite them.
const (
	BareLF          = "bare-lf"                // a line that ends in LF without CR
	BareCR          = "bare-cr"                // a CR that is not followed by LF
	DoubleSpace     = "double-space"           // two or more SP where the ABNF has one
	ExtraSpace      = "extra-space"            // SP where the ABNF has none: "( a", "a )", ") (" between addresses
	TrailingSpace   = "trailing-space"         // SP before the CRLF
	MissingSpace    = "missing-space"          // two tokens without the SP between them
	MissingText     = "missing-text"           // a status without text: RFC 3501 forbids it, RFC 9051 §9 allows it
	MissingStatus   = "missing-status"         // a bare response code, without OK, NO, BAD or BYE before it
	MissingName     = "missing-name"           // nothing after "* "
	MissingNumber   = "missing-number"         // EXISTS, FETCH and the like without their number
	MissingValue    = "missing-value"          // a name without the value that belongs to it
	MissingRevision = "missing-revision"       // CAPABILITY without IMAP4rev1 or IMAP4rev2
	ExtraNumber     = "unexpected-number"      // a number before a response that has none
	TrailingData    = "trailing-data"          // more arguments than the ABNF has
	Unbalanced      = "unbalanced-parenthesis" // a parenthesis too many or too few
	BadTag          = "bad-tag"                // a tag with characters that no tag has
	BadStatus       = "bad-status"             // a tagged line that is not OK, NO or BAD
	BadAtom         = "bad-atom"               // an atom-special or control character in an atom
	BadQuoted       = "bad-quoted"             // a quoted string that does not end, or holds CR or NUL
	BadEscape       = "bad-escape"             // a backslash before anything but DQUOTE and backslash
	EightBit        = "eight-bit"              // an octet above 127 where only 7-bit is allowed
	BadUTF8         = "bad-utf8"               // octets above 127 that are not UTF-8
	NulByte         = "nul-byte"               // NUL outside of a literal8
	BadLiteral      = "bad-literal"            // "{" that does not begin a literal
	ShortLiteral    = "short-literal"          // fewer octets than "{n}" announces: it holds the end of its response
	NonSyncLiteral  = "nonsync-literal"        // "{n+}" from a server
	Literal8Used    = "unexpected-literal8"    // "~{n}" where only a literal is allowed
	BadNumber       = "bad-number"             // not a number, or out of the range of its kind
	ZeroNumber      = "zero-number"            // 0 where the ABNF has nz-number
	BadNumberSet    = "bad-number-set"         // a sequence-set or uid-set that is none
	BadString       = "bad-string"             // another token where a string, nstring or astring belongs
	BadFlag         = "bad-flag"               // a token that is no flag, or a flag that may not stand there
	BadDate         = "bad-date"               // a date-time that breaks its grammar
	BadSection      = "bad-section"            // BODY[...] or BINARY[...] that breaks its grammar
	BadItem         = "bad-item"               // a FETCH item that is no atom
	BadCode         = "bad-code"               // a response code that breaks its grammar
	EnvelopeShape   = "envelope-shape"         // ENVELOPE is not its ten fields
	BodyShape       = "body-shape"             // BODY or BODYSTRUCTURE breaks its grammar
	BodyExtension   = "extension-in-body"      // BODY carries the extension data of BODYSTRUCTURE
	FetchShape      = "fetch-shape"            // FETCH without its list, or with a value of the wrong kind
	ListShape       = "list-shape"             // LIST or LSUB is not (flags) delimiter mailbox
	ListFlags       = "list-flags"             // a mailbox attribute twice, or two selectability attributes
	StatusShape     = "status-shape"           // STATUS is not mailbox (name value ...)
	SearchShape     = "search-shape"           // SEARCH, SORT or ESEARCH breaks its grammar
	ThreadShape     = "thread-shape"           // THREAD breaks its grammar
	NamespaceShape  = "namespace-shape"        // NAMESPACE is not its three parts
	ResponseShape   = "response-shape"         // any other response breaks its grammar
)

// SyntaxError says where a response breaks the grammar of RFC 3501 §9,
// RFC 9051 §9 or of an extension.
type SyntaxError struct {
	What   string // one of the names above
	Offset int    // octets from the start of Response.Raw
	Near   string // a few octets from there on
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s at octet %d near %q", e.What, e.Offset, e.Near)
}

// LimitError says that a response went beyond one of the [Limits].
type LimitError struct {
	What  string // "line", "literal", "response", "nesting" or "values"
	Limit int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("response goes beyond the limit of %d for %s", e.Limit, e.What)
}

// fatal says whether the stream cannot be read on after the error.
func (e *LimitError) fatal() bool { return e.What != "nesting" && e.What != "values" }

// nearLen is how many octets SyntaxError.Near quotes at most.
const nearLen = 32

func newSyntaxError(what string, raw []byte, off int) *SyntaxError {
	off = min(max(off, 0), len(raw))
	return &SyntaxError{What: what, Offset: off, Near: string(raw[off:min(off+nearLen, len(raw))])}
}
