package wire

// Kind tells the three sorts of response apart (RFC 9051 §2.2.2).
type Kind uint8

// The sorts of response.
const (
	Untagged     Kind = iota // * ...
	Tagged                   // tag ...
	Continuation             // + ...
)

func (k Kind) String() string { return [...]string{"untagged", "tagged", "continuation"}[k] }

// Status is the condition of a status response (RFC 9051 §7.1).
type Status uint8

// The conditions. NoStatus marks a response that is no status response.
const (
	NoStatus Status = iota
	OK
	NO
	BAD
	BYE
	PREAUTH
)

func (s Status) String() string {
	return [...]string{"", "OK", "NO", "BAD", "BYE", "PREAUTH"}[s]
}

// Code is a response code (RFC 9051 §7.1, RFC 5530): "[UIDNEXT 4392]".
type Code struct {
	Name string  // in upper case
	Args []Value // arguments, for the codes that this package knows
	Raw  string  // what stands between the brackets
}

// Response is one response of a server.
type Response struct {
	Raw       []byte // the exact octets, literals and line end included; read-only
	Kind      Kind
	Tag       string  // of a Tagged one
	Status    Status  // of a status response
	Code      *Code   // of a status response that has one
	Text      string  // human-readable text of a status response or continuation
	Number    uint32  // the number before Name
	HasNumber bool    // says that there was one
	Name      string  // of a data response, in upper case: EXISTS, FETCH, LIST
	Args      []Value // arguments of a data response
	UTF8      bool    // it was read with UTF-8 allowed
	Err       *SyntaxError
}

// CodeIs says whether the response carries the response code of that name
// (in upper case).
func (r *Response) CodeIs(name string) bool { return r.Code != nil && r.Code.Name == name }

func statusOf(word []byte) Status {
	switch len(word) {
	case 2:
		if foldIs(word, "OK") {
			return OK
		}
		if foldIs(word, "NO") {
			return NO
		}
	case 3:
		if foldIs(word, "BAD") {
			return BAD
		}
		if foldIs(word, "BYE") {
			return BYE
		}
	case 7:
		if foldIs(word, "PREAUTH") {
			return PREAUTH
		}
	}
	return NoStatus
}
