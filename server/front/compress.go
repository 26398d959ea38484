package front

import (
	"bufio"
	"compress/flate"
	"errors"
	"io"
	"sync"
)

// compression is the DEFLATE layer of a connection (RFC 4978), between the
// responses and the socket, which TLS may wrap (§3: data is compressed before
// it is encrypted).
type compression struct {
	inflate *inflater
	deflate *compressor // nil while nothing is to be sent
}

// compressor is most of what a compressed connection costs, over a megabyte.
// An idle connection gives it back: as each burst of responses ends with a
// flush to a whole octet, another can take over there, with a window of its
// own.
type compressor struct {
	*flate.Writer
	out *bufio.Writer // flate itself writes some 240 octets at a time
}

var compressors = sync.Pool{New: func() any {
	out := bufio.NewWriterSize(nil, 16<<10)
	w, _ := flate.NewWriter(out, flate.BestSpeed) // it fails for an unknown level only
	return &compressor{Writer: w, out: out}
}}

// Compressed reports whether the DEFLATE layer is active.
func (c *Conn) Compressed() bool { return c.compression != nil }

// Compress begins the DEFLATE layer, behind all that has been sent
// (RFC 4978 §3). The client must not send before it has seen the answer; what
// it did send is thrown away.
func (c *Conn) Compress() error {
	if err := c.Flush(); err != nil {
		return err
	}
	raw := bufio.NewReaderSize((*plain)(c), c.limits.Pending)
	c.compression = &compression{inflate: newInflater(raw)}
	c.br.Reset((*socket)(c))
	return nil
}

// Decompress ends the layer (RFC 8437 §4.1). What is left of the client's
// compressed data is thrown away.
func (c *Conn) Decompress() error {
	if err := c.Flush(); err != nil {
		return err
	}
	c.compression.release()
	c.compression = nil
	c.inflated = true
	c.br.Reset((*socket)(c))
	return nil
}

// read inflates. Malformed data ends the connection.
func (z *compression) read(b []byte) (int, error) {
	n, err := z.inflate.Read(b)
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) {
		err = &FatalError{"The compressed data is malformed"}
	}
	return n, err
}

// readBehindFlush reads what follows a layer. The client's last command was read
// before the end of its flush, an empty stored block (RFC 1951 §3.2.4), which may
// come now: octets 00 and FF, with which no command begins.
func (s *socket) readBehindFlush(b []byte) (int, error) {
	n, err := s.net.Read(b)
	start := 0
	for start < n && (b[start] == 0x00 || b[start] == 0xff) {
		start++
	}
	s.inflated = start == n
	return copy(b, b[start:n]), err
}

// write deflates one burst of responses, to its end.
func (z *compression) write(to io.Writer, b []byte) (int, error) {
	if z.deflate == nil {
		z.deflate = compressors.Get().(*compressor)
		z.deflate.out.Reset(to)
		z.deflate.Reset(z.deflate.out)
	}
	n, err := z.deflate.Write(b)
	if err == nil {
		err = z.deflate.Flush()
	}
	if err == nil {
		err = z.deflate.out.Flush()
	}
	return n, err
}

// release gives up what an idle connection does not need.
func (z *compression) release() {
	if z != nil && z.deflate != nil {
		z.deflate.out.Reset(nil)
		compressors.Put(z.deflate)
		z.deflate = nil
	}
}

// plain is the connection below the DEFLATE layer.
type plain Conn

func (p *plain) Read(b []byte) (int, error)  { return p.net.Read(b) }
func (p *plain) Write(b []byte) (int, error) { return p.net.Write(b) }
