// Package imapurl reads IMAP URLs (RFC 5092) that name a message or a part of
// one, with the URLAUTH parameters of RFC 4467.
package imapurl

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// URL is an IMAP URL that names a message or a part of one. What is not given
// is the zero value. Names and sections are without percent-encoding; Mailbox
// is UTF-8 (RFC 5092 §8).
type URL struct {
	Absolute bool   // "imap://" and a server stand before the path
	User     string // enc-user of an absolute URL
	Server   string // host and port of an absolute URL, as they stand

	Mailbox     string
	UIDValidity uint32
	UID         uint32 // never 0
	Section     string // as in BODY[...]; empty for the whole message
	Partial     *Range

	Expire time.Time
	Access string // "submit+fred", "user+fred", "authuser" or "anonymous", in the case given
	Mech   string // in upper case
	Token  string // hexadecimal digits, as they stand
	// Rump is the URL up to the access identifier, untouched: what the
	// token is made of (RFC 4467 §6).
	Rump string
}

// Range is part of a section, in octets. Without HasCount it goes to the end.
type Range struct {
	Offset   uint32
	Count    uint32
	HasCount bool
}

// Of returns that part of b.
func (r *Range) Of(b []byte) []byte {
	if r == nil {
		return b
	}
	b = b[min(int64(r.Offset), int64(len(b))):]
	if r.HasCount {
		b = b[:min(int64(r.Count), int64(len(b)))]
	}
	return b
}

// The reasons why a string is no URL of a message.
var (
	ErrRelativePath = errors.New("imapurl: relative-path references are not accepted") // RFC 5092 §7.2
	ErrScheme       = errors.New("imapurl: the scheme is not imap")
	ErrNetworkPath  = errors.New("imapurl: network-path references are not accepted")
	ErrServer       = errors.New("imapurl: the server is missing or malformed")
	ErrNoMessage    = errors.New("imapurl: it does not name a message by ;UID=")
	ErrEncoding     = errors.New("imapurl: a character that must be percent-encoded, or a malformed encoding")
	ErrParameter    = errors.New("imapurl: a parameter is unknown, malformed or out of order")
)

// Parse reads an absolute URL, or an absolute-path reference such as
// "/INBOX/;UID=20/;SECTION=1.2" (RFC 5092 §7.1).
func Parse(text string) (URL, error) {
	var u URL
	rest := text
	switch {
	case strings.HasPrefix(rest, "//"):
		return u, ErrNetworkPath
	case !strings.HasPrefix(rest, "/"):
		scheme, after, ok := strings.Cut(rest, "://")
		if !ok {
			return u, ErrRelativePath
		}
		if !strings.EqualFold(scheme, "imap") {
			return u, ErrScheme
		}
		u.Absolute = true
		var err error
		if rest, err = u.readServer(after); err != nil {
			return u, err
		}
	}
	p := pathReader{rest: rest[1:], whole: text}
	return u, p.read(&u)
}

// readServer reads "[user[;AUTH=mechanism]@]host[:port]" and returns what
// follows, which begins with "/".
func (u *URL) readServer(s string) (string, error) {
	slash := strings.IndexByte(s, '/')
	if slash < 0 {
		return "", ErrNoMessage
	}
	server, path := s[:slash], s[slash:]
	if at := strings.LastIndexByte(server, '@'); at >= 0 {
		user := server[:at]
		server = server[at+1:]
		if semicolon := strings.IndexByte(user, ';'); semicolon >= 0 {
			auth, ok := cutFold(user[semicolon:], ";AUTH=")
			if !ok || auth == "" {
				return "", ErrServer
			}
			user = user[:semicolon]
		}
		var err error
		if u.User, err = unescape(user, achar); err != nil {
			return "", err
		}
	}
	if server == "" {
		return "", ErrServer
	}
	for i := 0; i < len(server); i++ {
		if !isUchar(server[i]) && !strings.ContainsRune(":[]", rune(server[i])) {
			return "", ErrServer
		}
	}
	u.Server = server
	return path, nil
}

// pathReader reads the path of a URL, behind its first "/".
type pathReader struct{ rest, whole string }

func (p *pathReader) read(u *URL) error {
	mailbox := p.value()
	if p.at("UID=") {
		var ok bool
		if mailbox, ok = strings.CutSuffix(mailbox, "/"); !ok {
			return ErrParameter
		}
	}
	var err error
	if u.Mailbox, err = unescape(mailbox, bchar); err != nil {
		return err
	}
	if u.Mailbox == "" || !utf8.ValidString(u.Mailbox) {
		return ErrNoMessage
	}
	if p.accept("UIDVALIDITY=") {
		text, ok := strings.CutSuffix(p.value(), "/")
		if !ok {
			return ErrNoMessage
		}
		if u.UIDValidity, err = nzNumber(text); err != nil {
			return err
		}
	}
	if !p.accept("UID=") {
		return ErrNoMessage
	}
	if u.UID, err = nzNumber(p.valueBefore("SECTION=", "PARTIAL=")); err != nil {
		return err
	}
	if p.accept("SECTION=") {
		if u.Section, err = unescape(p.valueBefore("PARTIAL="), bchar); err != nil {
			return err
		}
		if u.Section == "" {
			return ErrParameter
		}
	}
	if p.accept("PARTIAL=") {
		if u.Partial, err = partial(p.value()); err != nil {
			return err
		}
	}
	return p.readAuth(u)
}

// at reports whether the parameter comes next.
func (p *pathReader) at(name string) bool {
	_, ok := cutFold(p.rest, ";"+name)
	return ok
}

func (p *pathReader) accept(name string) bool {
	rest, ok := cutFold(p.rest, ";"+name)
	if ok {
		p.rest = rest
	}
	return ok
}

// value takes all up to the next parameter. A semicolon in a value would be
// percent-encoded.
func (p *pathReader) value() string {
	end := strings.IndexByte(p.rest, ';')
	if end < 0 {
		end = len(p.rest)
	}
	v := p.rest[:end]
	p.rest = p.rest[end:]
	return v
}

// valueBefore is value, without the slash that stands before the parameters
// named.
func (p *pathReader) valueBefore(names ...string) string {
	v := p.value()
	for _, name := range names {
		if p.at(name) {
			return strings.TrimSuffix(v, "/")
		}
	}
	return v
}

// readAuth reads [";EXPIRE=" date-time] ";URLAUTH=" access [":" mech ":" token]
// if it is there (RFC 5092 §11, iurlauth).
func (p *pathReader) readAuth(u *URL) error {
	expires := p.accept("EXPIRE=")
	if expires {
		var err error
		if u.Expire, err = time.Parse(time.RFC3339, strings.ToUpper(p.value())); err != nil {
			return ErrParameter
		}
	}
	if !p.accept("URLAUTH=") {
		if expires || p.rest != "" {
			return ErrParameter
		}
		return nil
	}
	access, auth, signed := strings.Cut(p.rest, ":")
	u.Rump = p.whole[:len(p.whole)-len(p.rest)+len(access)]
	var err error
	if u.Access, err = readAccess(access); err != nil || !signed {
		return err
	}
	mech, token, ok := strings.Cut(auth, ":")
	if !ok || mech == "" || len(token) < 32 || strings.Trim(token, "0123456789abcdefABCDEF") != "" {
		return ErrParameter
	}
	u.Mech, u.Token = strings.ToUpper(mech), token
	return nil
}

func readAccess(s string) (string, error) {
	for _, prefix := range []string{"submit+", "user+"} {
		if user, ok := cutFold(s, prefix); ok {
			user, err := unescape(user, achar)
			if err == nil && user == "" {
				err = ErrParameter
			}
			return prefix + user, err
		}
	}
	if access := strings.ToLower(s); access == "authuser" || access == "anonymous" {
		return access, nil
	}
	return "", ErrParameter
}

func partial(s string) (*Range, error) {
	offset, count, hasCount := strings.Cut(s, ".")
	n, err := number(offset)
	if err != nil {
		return nil, err
	}
	r := &Range{Offset: n, HasCount: hasCount}
	if hasCount {
		r.Count, err = nzNumber(count)
	}
	return r, err
}

func nzNumber(s string) (uint32, error) {
	n, err := number(s)
	if err == nil && n == 0 {
		err = ErrParameter
	}
	return n, err
}

func number(s string) (uint32, error) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, ErrParameter
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return 0, ErrParameter
	}
	return uint32(n), nil
}

// cutFold is strings.CutPrefix without regard to case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// What may stand for itself beside uchar (RFC 5092 §11).
const (
	achar = "&="
	bchar = "&=:@/"
)

func isUchar(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	}
	return c != 0 && strings.IndexByte("-._~!$'()*+,", c) >= 0
}

// unescape removes the percent-encoding.
func unescape(s, also string) (string, error) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%':
			if i+2 >= len(s) {
				return "", ErrEncoding
			}
			n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return "", ErrEncoding
			}
			out.WriteByte(byte(n))
			i += 2
		case isUchar(c) || strings.IndexByte(also, c) >= 0:
			out.WriteByte(c)
		default:
			return "", ErrEncoding
		}
	}
	return out.String(), nil
}
