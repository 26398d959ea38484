package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// A bbolt file begins with two pages that each describe the whole file; the
// valid one with the higher transaction number counts. They hold, in the byte
// order of the machine, after a page header of 16 bytes:
//
//	magic, version, page size, flags   4 bytes each
//	root page, sequence, free list, page count, transaction, checksum   8 each
const (
	metaHeader = 16
	metaSum    = 56 // offset of the checksum, which covers what is before it
	metaLength = metaSum + 8
	metaMagic  = 0xED0CDAED
)

// metaPage is what checkMeta needs of such a page.
type metaPage struct {
	pageSize    int64
	pages       uint64
	transaction uint64
}

var errNoMagic = errors.New("no bbolt magic number")

// checkMeta finds out whether the file can be mapped into memory. bbolt does not
// look whether all the pages that the meta page counts are there; touching a
// missing one kills the process.
func checkMeta(f io.ReaderAt, size int64) error {
	first, errFirst := readMeta(f, 0)
	// Where the second is depends on the page size, which the first may not tell.
	at := int64(os.Getpagesize())
	if errFirst == nil {
		at = first.pageSize
	}
	second, errSecond := readMeta(f, at)
	switch {
	case errors.Is(errFirst, errNoMagic) && errSecond != nil:
		return fmt.Errorf("%w: it is not a bbolt database", ErrNotStore)
	case errFirst != nil && errSecond != nil:
		return fmt.Errorf("%w: neither of its two meta pages can be read: %w; %w", ErrDamaged, errFirst, errSecond)
	case errFirst != nil, errSecond == nil && second.transaction > first.transaction:
		first = second
	}
	if need := first.pages * uint64(first.pageSize); need > uint64(size) {
		return fmt.Errorf("%w: it is truncated: %d bytes are there of at least %d", ErrDamaged, size, need)
	}
	return nil
}

func readMeta(f io.ReaderAt, at int64) (metaPage, error) {
	var page [metaHeader + metaLength]byte
	n, err := f.ReadAt(page[:], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return metaPage{}, err
	}
	b, order := page[metaHeader:], binary.NativeEndian
	switch {
	case order.Uint32(b) != metaMagic: // also where the file ends before it
		return metaPage{}, errNoMagic
	case n < len(page):
		return metaPage{}, fmt.Errorf("file ends within meta page at %d", at)
	}
	sum := fnv.New64a()
	sum.Write(b[:metaSum])
	m := metaPage{
		pageSize:    int64(order.Uint32(b[8:])),
		pages:       order.Uint64(b[40:]),
		transaction: order.Uint64(b[48:]),
	}
	switch {
	case order.Uint64(b[metaSum:]) != sum.Sum64():
		return m, fmt.Errorf("wrong checksum in meta page at %d", at)
	case m.pageSize < 512 || m.pageSize > 1<<26 || m.pages > 1<<48/uint64(m.pageSize):
		return m, fmt.Errorf("impossible sizes in meta page at %d", at)
	}
	return m, nil
}
