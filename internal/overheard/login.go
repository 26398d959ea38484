package overheard

import (
	"bytes"
	"encoding/base64"
	"strings"

	"imaporacle/server/front"
)

// login finds out who logs in, from what the client says.
type login struct {
	user      string
	mechanism string // of an AUTHENTICATE whose first response is still to come
}

// begin is told each command. It reports whether what it wants to know was
// there.
func (l *login) begin(command string, args *front.Args) bool {
	if command != "LOGIN" && command != "AUTHENTICATE" {
		return true
	}
	l.user = ""
	if args.SP() != nil {
		return false
	}
	var err error
	if command == "LOGIN" {
		l.user, err = args.Astring("a user")
		return err == nil
	}
	l.mechanism, err = args.Keyword("a mechanism")
	if args.SP() == nil { // an initial response (RFC 4959)
		l.hear(args.Rest())
	}
	return err == nil
}

// hear is told what the client says between responses.
func (l *login) hear(data []byte) {
	if l.mechanism == "" {
		return
	}
	response, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(data)))
	if err != nil {
		return
	}
	if user := userOf(l.mechanism, string(response)); user != "" {
		l.user, l.mechanism = user, ""
	}
}

// userOf reads the name out of a first response. Mechanisms that tell none,
// such as EXTERNAL, give an empty one.
func userOf(mechanism, response string) string {
	after := func(mark, end string) string {
		_, rest, _ := strings.Cut(response, mark)
		user, _, _ := strings.Cut(rest, end)
		return user
	}
	switch {
	case mechanism == "PLAIN": // RFC 4616: identity NUL user NUL password
		return after("\x00", "\x00")
	case mechanism == "LOGIN":
		return response
	case mechanism == "CRAM-MD5": // RFC 2195: user SP digest
		return response[:max(0, strings.LastIndexByte(response, ' '))]
	case mechanism == "XOAUTH2":
		return after("user=", "\x01")
	case mechanism == "OAUTHBEARER": // RFC 7628: gs2-header "n,a=user,"
		return after("a=", ",")
	case strings.HasPrefix(mechanism, "SCRAM-"): // RFC 5802
		return strings.NewReplacer("=2C", ",", "=3D", "=").Replace(after("n=", ","))
	}
	return ""
}
