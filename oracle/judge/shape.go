package judge

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"

	"imaporacle/internal/wire"
)

// maxShaped is up to which size a message is taken apart.
const maxShaped = 1 << 20

// maxParts is up to how deep a message is taken apart.
const maxLevels = 20

// structureTrue holds BODYSTRUCTURE against the parts of the text.
func (s *session) structureTrue(m *message, v wire.Value) {
	if m.parts == "" {
		return
	}
	if told := shapeOfStructure(v, 0); told != m.parts {
		s.blame("fetch/structure-true", "BODYSTRUCTURE is "+told+", the text has "+m.parts, m.wholeAt)
	}
}

// read takes from the text, once, what other responses are held against.
func (m *message) read(text []byte) {
	if m.taken || len(text) > maxShaped {
		return
	}
	m.taken = true
	if msg, err := mail.ReadMessage(bytes.NewReader(text)); err == nil {
		m.parts, m.links = shapeOfText(msg), linksOf(msg.Header)
	}
}

// shapeOfText names the types of a multipart message and its parts, as far as
// nobody can read it otherwise; "" for any other message.
func shapeOfText(msg *mail.Message) string {
	shape, ok := shapeOfPart(msg.Header.Get("Content-Type"), msg.Body, 0)
	if !ok || !strings.HasPrefix(shape, "multipart/") {
		return ""
	}
	return shape
}

func shapeOfPart(contentType string, body io.Reader, level int) (string, bool) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || level > maxLevels {
		return "", false // its default, and what cannot be read, is a matter of taste
	}
	if !strings.HasPrefix(media, "multipart/") {
		return media, true
	}
	var parts []string
	r := multipart.NewReader(body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", false
		}
		part, ok := shapeOfPart(p.Header.Get("Content-Type"), p, level+1)
		if !ok {
			return "", false
		}
		parts = append(parts, part)
	}
	return media + "(" + strings.Join(parts, " ") + ")", len(parts) > 0
}

// shapeOfStructure names the types of BODYSTRUCTURE in the same form.
func shapeOfStructure(v wire.Value, level int) string {
	if v.Kind != wire.List || len(v.List) < 2 || level > maxLevels {
		return "?"
	}
	if v.List[0].Kind != wire.List {
		return strings.ToLower(v.List[0].Text() + "/" + v.List[1].Text())
	}
	var parts []string
	subtype := ""
	for _, p := range v.List {
		if p.Kind != wire.List {
			subtype = p.Text()
			break
		}
		parts = append(parts, shapeOfStructure(p, level+1))
	}
	return "multipart/" + strings.ToLower(subtype) + "(" + strings.Join(parts, " ") + ")"
}
