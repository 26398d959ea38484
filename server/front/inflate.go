package front

import (
	"bufio"
	"compress/flate"
	"encoding/binary"
	"io"
)

// windowSize is how far back a match may reach (RFC 1951 §2).
const windowSize = 32 << 10

// longest is the length of the longest match, and most bits the most that a
// length and a distance take, with their codes (RFC 1951 §3.2.5).
const (
	longest  = 258
	mostBits = 15 + 5 + 15 + 13
)

// inflater inflates a stream (RFC 1951) and gives out whatever the octets that
// came can tell, as zlib does. compress/flate gives out nothing until an empty
// stored block, Z_SYNC_FLUSH: behind a Z_PARTIAL_FLUSH, with which mbsync ends
// its commands, it would wait for the client, which waits for the answer.
type inflater struct {
	in   *bufio.Reader
	bits uint64 // those read and not used, the next one lowest
	n    uint   // how many

	// out holds what is inflated, and before it the window.
	out   [windowSize + 4<<10]byte
	end   int // of what is inflated
	given int // how much of that Read has returned

	block  func(*inflater) error // goes on with the block under way; nil between blocks
	final  bool                  // it is the last one
	stored int                   // octets that a stored block still has
	length code
	dist   code
	octets int64 // read from in, for errors
	err    error
}

func newInflater(in *bufio.Reader) *inflater { return &inflater{in: in} }

// Read implements io.Reader. An error other than those of the reader below is a
// flate.CorruptInputError.
func (z *inflater) Read(b []byte) (int, error) {
	for z.given == z.end && z.err == nil {
		z.slide()
		z.err = z.inflate()
	}
	n := copy(b, z.out[z.given:z.end])
	z.given += n
	if n == 0 && len(b) > 0 {
		return 0, z.err
	}
	return n, nil
}

// slide makes room for what is to be inflated, when all has been given out.
func (z *inflater) slide() {
	if len(z.out)-z.end >= longest {
		return
	}
	copy(z.out[:], z.out[z.end-windowSize:z.end])
	z.end, z.given = windowSize, windowSize
}

// inflate goes on to the next point at which there may be something to give out.
func (z *inflater) inflate() error {
	if z.block != nil {
		return z.block(z)
	}
	if z.final {
		return io.EOF
	}
	return z.header()
}

// header reads the beginning of a block (RFC 1951 §3.2.3).
func (z *inflater) header() error {
	head, err := z.take(3)
	if err != nil {
		return err
	}
	z.final = head&1 != 0
	switch head >> 1 {
	case 0:
		return z.storedHeader()
	case 1:
		z.length, z.dist = fixedLength, fixedDist
	case 2:
		if err := z.dynamicHeader(); err != nil {
			return err
		}
	default:
		return z.corrupt()
	}
	z.block = (*inflater).codes
	return nil
}

// storedHeader reads the length of a stored block (RFC 1951 §3.2.4).
func (z *inflater) storedHeader() error {
	if _, err := z.take(z.n % 8); err != nil {
		return err
	}
	length, err := z.take(16)
	if err != nil {
		return err
	}
	complement, err := z.take(16)
	if err != nil {
		return err
	}
	if length != ^complement&0xffff {
		return z.corrupt()
	}
	z.stored, z.block = length, (*inflater).copyStored
	return nil
}

// copyStored copies what there is of a stored block.
func (z *inflater) copyStored() error {
	if z.stored == 0 {
		z.block = nil
		return nil
	}
	for room := min(z.stored, len(z.out)-z.end); room > 0; room-- {
		c, err := z.take(8)
		if err != nil {
			return err
		}
		z.out[z.end] = byte(c)
		z.end++
		z.stored--
		if z.n == 0 && z.in.Buffered() == 0 {
			break
		}
	}
	return nil
}

// codes decodes literals and matches until the block ends, there is no room, or
// the next may not have come whole: what there is must not wait for it.
func (z *inflater) codes() error {
	for len(z.out)-z.end >= longest {
		z.fill()
		if z.n < mostBits && z.given < z.end {
			return nil
		}
		symbol, err := z.symbol(&z.length)
		switch {
		case err != nil:
			return err
		case symbol < endOfBlock:
			z.out[z.end] = byte(symbol)
			z.end++
		case symbol == endOfBlock:
			z.block = nil
			return nil
		default:
			if err := z.match(symbol - endOfBlock - 1); err != nil {
				return err
			}
		}
	}
	return nil
}

// match copies what stands at a distance before, which may overlap with the
// copy.
func (z *inflater) match(symbol int) error {
	length, err := z.value(symbol, lengths[:])
	if err != nil {
		return err
	}
	if symbol, err = z.symbol(&z.dist); err != nil {
		return err
	}
	dist, err := z.value(symbol, distances[:])
	if err != nil {
		return err
	}
	if dist > z.end {
		return z.corrupt()
	}
	for range length {
		z.out[z.end] = z.out[z.end-dist]
		z.end++
	}
	return nil
}

// value reads the extra bits of a length or distance.
func (z *inflater) value(symbol int, of []extra) (int, error) {
	if symbol >= len(of) {
		return 0, z.corrupt()
	}
	more, err := z.take(of[symbol].bits)
	return int(of[symbol].base) + more, err
}

// fill takes what can be had without waiting.
func (z *inflater) fill() {
	if z.n <= 24 && z.in.Buffered() >= 4 {
		four, _ := z.in.Peek(4)
		z.bits |= uint64(binary.LittleEndian.Uint32(four)) << z.n
		z.n += 32
		z.octets += 4
		z.in.Discard(4)
	}
	for z.n <= 56 && z.in.Buffered() > 0 {
		z.next() // cannot fail
	}
}

// next takes an octet, and waits for it.
func (z *inflater) next() error {
	c, err := z.in.ReadByte()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	z.bits |= uint64(c) << z.n
	z.n += 8
	z.octets++
	return nil
}

// take takes n bits, up to 16, and waits for them.
func (z *inflater) take(n uint) (int, error) {
	for z.n < n {
		if err := z.next(); err != nil {
			return 0, err
		}
	}
	v := z.bits & (1<<n - 1)
	z.bits >>= n
	z.n -= n
	return int(v), nil
}

func (z *inflater) corrupt() error { return flate.CorruptInputError(z.octets) }
