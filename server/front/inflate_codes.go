package front

import "math/bits"

// The alphabets and codes of RFC 1951 §3.2.
const (
	maxCode    = 15  // bits
	fastCode   = 9   // bits, up to which a code is looked up at once
	endOfBlock = 256 // in the alphabet of literals and lengths
	litCodes   = 286
	distCodes  = 30
)

// extra is a symbol that stands for base and what some more bits say.
type extra struct {
	base uint16
	bits uint
}

// lengths are the symbols above endOfBlock, and distances those of the other
// code (RFC 1951 §3.2.5).
var lengths, distances = extras()

func extras() (lengths [29]extra, distances [distCodes]extra) {
	base := uint16(3)
	for i := range lengths {
		lengths[i] = extra{base, uint(max(i/4-1, 0))}
		base += 1 << lengths[i].bits
	}
	lengths[28] = extra{longest, 0} // out of line: it has a symbol of its own
	base = 1
	for i := range distances {
		distances[i] = extra{base, uint(max(i/2-1, 0))}
		base += 1 << distances[i].bits
	}
	return lengths, distances
}

// fixedLength and fixedDist are the codes of blocks that bring none (RFC 1951
// §3.2.6).
var fixedLength, fixedDist = fixedCodes()

func fixedCodes() (length, dist code) {
	var l [288]uint8
	for i := range l {
		switch {
		case i < 144:
			l[i] = 8
		case i < 256:
			l[i] = 9
		case i < 280:
			l[i] = 7
		default:
			l[i] = 8
		}
	}
	var d [32]uint8
	for i := range d {
		d[i] = 5
	}
	length.set(l[:])
	dist.set(d[:])
	return length, dist
}

// code is a Huffman code (RFC 1951 §3.2.2).
type code struct {
	count   [maxCode + 1]uint16 // how many symbols have a code of that length
	symbols [288]uint16         // by code
	// fast has, by the next bits of the stream, a symbol and below it in four
	// bits the length of its code, 0 where that is longer.
	fast [1 << fastCode]uint16
}

// set makes the code with these lengths, 0 for symbols without one. It reports
// false if there is none: more codes than the lengths allow, or fewer, but for
// one code of one bit or none at all, with which zlib writes distances.
func (c *code) set(lengths []uint8) bool {
	*c = code{}
	for _, n := range lengths {
		c.count[n]++
	}
	used := len(lengths) - int(c.count[0])
	c.count[0] = 0
	var first, at [maxCode + 2]int // the first code of a length, and its place in symbols
	for n := 1; n <= maxCode; n++ {
		first[n+1] = (first[n] + int(c.count[n])) << 1
		at[n+1] = at[n] + int(c.count[n])
		if first[n]+int(c.count[n]) > 1<<n {
			return false
		}
	}
	if first[maxCode+1] != 2<<maxCode && used != 0 && !(used == 1 && c.count[1] == 1) {
		return false
	}
	for symbol, length := range lengths {
		if n := int(length); n > 0 {
			c.symbols[at[n]] = uint16(symbol)
			at[n]++
			c.enter(first[n], n, symbol)
			first[n]++
		}
	}
	return true
}

// enter enters a symbol into fast, wherever its code, whose bits come highest
// first, is what the next bits begin with.
func (c *code) enter(prefix, n, symbol int) {
	if n > fastCode {
		return
	}
	reversed := int(bits.Reverse16(uint16(prefix)) >> (16 - n))
	for i := reversed; i < len(c.fast); i += 1 << n {
		c.fast[i] = uint16(symbol<<4 | n)
	}
}

// symbol decodes the next symbol, and waits for no more than its own bits.
func (z *inflater) symbol(c *code) (int, error) {
	e := c.fast[z.bits&(1<<fastCode-1)]
	if n := uint(e & 15); n > 0 && n <= z.n {
		z.bits >>= n
		z.n -= n
		return int(e >> 4), nil
	}
	// Of each length: the first code, and how many symbols come before it.
	prefix, first, before := 0, 0, 0
	for n := 1; n <= maxCode; n++ {
		bit, err := z.take(1)
		if err != nil {
			return 0, err
		}
		prefix |= bit
		count := int(c.count[n])
		if prefix-first < count {
			return int(c.symbols[before+prefix-first]), nil
		}
		before += count
		first = (first + count) << 1
		prefix <<= 1
	}
	return 0, z.corrupt()
}

// order is in which the lengths of the code for lengths come (RFC 1951 §3.2.7).
var order = [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamicHeader reads the codes of a block (RFC 1951 §3.2.7).
func (z *inflater) dynamicHeader() error {
	head, err := z.take(5 + 5 + 4)
	if err != nil {
		return err
	}
	hlit, hdist, hclen := 257+head&31, 1+head>>5&31, 4+head>>10
	if hlit > litCodes || hdist > distCodes {
		return z.corrupt()
	}
	var of [19]uint8
	for _, symbol := range order[:hclen] {
		n, err := z.take(3)
		if err != nil {
			return err
		}
		of[symbol] = uint8(n)
	}
	if !z.length.set(of[:]) {
		return z.corrupt()
	}
	var list [litCodes + distCodes]uint8
	if err := z.codeLengths(list[:hlit+hdist]); err != nil {
		return err
	}
	if !z.dist.set(list[hlit:hlit+hdist]) || !z.length.set(list[:hlit]) {
		return z.corrupt()
	}
	return nil
}

// codeLengths reads the lengths of the codes, which are encoded themselves.
func (z *inflater) codeLengths(list []uint8) error {
	for i := 0; i < len(list); {
		symbol, err := z.symbol(&z.length)
		if err != nil {
			return err
		}
		if symbol < 16 {
			list[i] = uint8(symbol)
			i++
			continue
		}
		if symbol == 16 && i == 0 {
			return z.corrupt()
		}
		repeat := [...]extra{{3, 2}, {3, 3}, {11, 7}}
		times, err := z.value(symbol-16, repeat[:])
		if err != nil {
			return err
		}
		if i+times > len(list) {
			return z.corrupt()
		}
		for end := i + times; i < end; i++ {
			if symbol == 16 {
				list[i] = list[i-1]
			}
		}
	}
	return nil
}
