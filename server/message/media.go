package message

// The fields that describe a body part (RFC 2045 §3, RFC 2183, RFC 3282,
// RFC 1864, RFC 2557).
const (
	contentType = iota
	contentTransferEncoding
	contentID
	contentDescription
	contentMD5
	contentDisposition
	contentLanguage
	contentLocation
	contentFields
)

var contentNames = [contentFields]string{
	contentType:             "Type",
	contentTransferEncoding: "Transfer-Encoding",
	contentID:               "ID",
	contentDescription:      "Description",
	contentMD5:              "MD5",
	contentDisposition:      "Disposition",
	contentLanguage:         "Language",
	contentLocation:         "Location",
}

// contentFieldOf returns which of the fields above has this name.
func contentFieldOf(name []byte) (int, bool) {
	const prefix = "Content-"
	if len(name) <= len(prefix) || !equalFold(name[:len(prefix)], prefix) {
		return 0, false
	}
	for i, n := range contentNames {
		if equalFold(name[len(prefix):], n) {
			return i, true
		}
	}
	return 0, false
}

// media is a media type. Type and subtype are in upper case; the parameters
// stay as they stand in the raw bytes.
type media struct {
	typ, subtype string
	params       span
}

var (
	textPlain     = media{typ: "TEXT", subtype: "PLAIN"}
	octetStream   = media{typ: "APPLICATION", subtype: "OCTET-STREAM"}
	messageRFC822 = media{typ: "MESSAGE", subtype: "RFC822"}
)

// mediaOf reads the Content-Type at value. An absent field means fallback, one
// that is malformed text/plain (RFC 2045 §5.2).
func mediaOf(raw []byte, value span, fallback media) media {
	if !value.present() {
		return fallback
	}
	l := lexer{in: value.of(raw)}
	l.skipCFWS()
	typ := l.token("/;\"")
	l.skipCFWS()
	if l.peek() != '/' {
		return textPlain
	}
	l.pos++
	l.skipCFWS()
	subtype := l.token("/;\"")
	if !isToken(typ) || !isToken(subtype) {
		return textPlain
	}
	return media{upperName(typ), upperName(subtype), span{value.start + l.pos, value.end}}
}

func (m media) kind() kind {
	switch {
	case m.typ == "MULTIPART":
		return multipart
	case m.typ == "MESSAGE" && (m.subtype == "RFC822" || m.subtype == "GLOBAL"):
		return embedded
	}
	return leaf
}

// param returns the value of the first parameter with this name, nil if there
// is none.
func (m media) param(raw []byte, want string) []byte {
	l := lexer{in: m.params.of(raw)}
	for {
		name, value, ok := l.param(nil)
		if !ok {
			return nil
		}
		if equalFold(name, want) {
			return value
		}
	}
}

// boundary returns the boundary parameter of a multipart. One cannot end in
// white space (RFC 2046 §5.1.1), which transport may add or take away.
func (m media) boundary(raw []byte) []byte {
	b := m.param(raw, "boundary")
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// encoding returns the Content-Transfer-Encoding in upper case, "7BIT" if there
// is none (RFC 2045 §6.1).
func (p *Part) encoding(raw []byte) string {
	if !p.content[contentTransferEncoding].present() {
		return "7BIT"
	}
	l := lexer{in: p.content[contentTransferEncoding].of(raw)}
	l.skipCFWS()
	if l.peek() == '"' { // an error that is common enough
		l.pos++
	}
	name := l.token(";\"")
	if len(name) == 0 {
		return "7BIT"
	}
	return upperName(name)
}

// encoded reports whether the body must be decoded to be read.
func (p *Part) encoded(raw []byte) bool {
	e := p.encoding(raw)
	return e == "BASE64" || e == "QUOTED-PRINTABLE"
}

// isToken reports whether s is a token of RFC 2045 §5.1.
func isToken(s []byte) bool {
	for _, c := range s {
		if c <= ' ' || c > '~' {
			return false
		}
		switch c {
		case '(', ')', '<', '>', '@', ',', ';', ':', '\\', '"', '/', '[', ']', '?', '=':
			return false
		}
	}
	return len(s) > 0
}

// commonNames saves an allocation for each part of an ordinary message.
var commonNames = func() map[string]string {
	names := map[string]string{}
	for _, n := range []string{
		"TEXT", "PLAIN", "HTML", "CALENDAR", "MULTIPART", "MIXED", "ALTERNATIVE", "RELATED", "REPORT",
		"SIGNED", "DIGEST", "MESSAGE", "RFC822", "GLOBAL", "DELIVERY-STATUS", "APPLICATION",
		"OCTET-STREAM", "PDF", "IMAGE", "PNG", "JPEG", "GIF", "AUDIO", "VIDEO",
		"7BIT", "8BIT", "BINARY", "BASE64", "QUOTED-PRINTABLE",
	} {
		names[n] = n
	}
	return names
}()

// upperName returns name with its ASCII letters in upper case.
func upperName(name []byte) string {
	var store [64]byte
	up := store[:0]
	for _, c := range name {
		up = append(up, upper(c))
	}
	if common, ok := commonNames[string(up)]; ok {
		return common
	}
	return string(up)
}
