package server

import (
	"strings"

	"imaporacle/server/front"
)

// compress answers COMPRESS (RFC 4978 §3). The layer begins behind the tagged
// OK.
func compress(s *session, c *front.Command) error {
	a := c.Args()
	if err := a.SP(); err != nil {
		return err
	}
	algorithm, err := a.Atom("a compression mechanism")
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	switch {
	case !strings.EqualFold(algorithm, "DEFLATE"):
		return front.Bad("Unknown compression mechanism %.40s", algorithm)
	case s.conn.Compressed():
		// RFC 4978 §3: BAD if COMPRESS is active; NO were for another layer.
		return &front.Status{Type: "BAD", Code: "COMPRESSIONACTIVE", Text: "DEFLATE is active via COMPRESS"}
	}
	s.ok("", "DEFLATE active")
	return nil
}

func beginCompression(s *session) error { return s.conn.Compress() }

// endCompression ends the layer behind the OK of UNAUTHENTICATE (RFC 8437 §4.1).
func endCompression(s *session) error {
	if s.account != nil || !s.conn.Compressed() {
		return nil
	}
	return s.conn.Decompress()
}

func (s *session) mayCompress() bool { return !s.conn.Compressed() }
