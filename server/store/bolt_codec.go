package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Records begin with a byte that names their encoding. Numbers are varints of
// encoding/binary, strings are a length and bytes, lists a count and strings.
const (
	mailboxEncoding1 = 1 // without ForgottenModSeq and AccessKey
	mailboxEncoding  = 2
	messageEncoding1 = 1 // without Saved
	messageEncoding2 = 2 // without Labels
	messageEncoding  = 3
)

// knownFlags are written as one byte. Their places are part of the format: add
// to the end only, and never beyond maxKnown.
var knownFlags = []string{
	`\Seen`, `\Answered`, `\Flagged`, `\Deleted`, `\Draft`,
	"$Forwarded", "$MDNSent", "$Junk", "$NotJunk", "$Phishing", "$Important",
}

// maxKnown is what is added to the length of a flag that is written in full.
const maxKnown = 32

func appendMailbox(b []byte, m Mailbox) []byte {
	b = append(b, mailboxEncoding)
	b = appendString(b, m.User)
	b = appendString(b, m.Name)
	b = binary.AppendUvarint(b, uint64(m.UIDValidity))
	b = binary.AppendUvarint(b, uint64(m.UIDNext))
	b = binary.AppendUvarint(b, m.HighestModSeq)
	b = binary.AppendUvarint(b, uint64(m.FirstRecent))
	b = appendList(b, m.SpecialUse)
	b = appendList(b, m.Keywords)
	b = appendTime(b, m.Created)
	b = binary.AppendUvarint(b, m.ForgottenModSeq)
	return appendString(b, m.AccessKey)
}

func decodeMailbox(id MailboxID, b []byte) (Mailbox, error) {
	d := decoder{rest: b}
	encoding := d.encoding(mailboxEncoding1, mailboxEncoding)
	m := Mailbox{
		ID:            id,
		User:          d.string(),
		Name:          d.string(),
		UIDValidity:   d.uint32(),
		UIDNext:       d.uint32(),
		HighestModSeq: d.uvarint(),
		FirstRecent:   d.uint32(),
		SpecialUse:    d.list(),
		Keywords:      d.list(),
		Created:       d.time(),
	}
	if encoding == mailboxEncoding1 {
		m.ForgottenModSeq = m.HighestModSeq
	} else {
		m.ForgottenModSeq = d.uvarint()
		m.AccessKey = d.string()
	}
	return m, d.end()
}

// appendMessage leaves out the UID, which is the key. Flags come last, so that
// equal flags are equal ends of records.
func appendMessage(b []byte, m Message) []byte {
	b = append(b, messageEncoding)
	b = binary.AppendUvarint(b, m.ModSeq)
	b = appendTime(b, m.InternalDate)
	b = appendTime(b, m.Saved)
	b = binary.AppendVarint(b, m.Size)
	b = binary.AppendUvarint(b, m.Content)
	b = appendList(b, m.Labels)
	for _, flag := range m.Flags {
		if i := slices.Index(knownFlags, flag); i >= 0 {
			b = append(b, byte(i))
			continue
		}
		b = binary.AppendUvarint(b, maxKnown+uint64(len(flag)))
		b = append(b, flag...)
	}
	return b
}

// decodeMessage uses flags, which may be nil, to share equal flags.
func decodeMessage(uid uint32, b []byte, flags flagCache) (Message, error) {
	d := decoder{rest: b}
	encoding := d.encoding(messageEncoding1, messageEncoding)
	m := Message{UID: uid, ModSeq: d.uvarint(), InternalDate: d.time()}
	if encoding > messageEncoding1 {
		m.Saved = d.time()
	}
	m.Size, m.Content = d.varint(), d.uvarint()
	if encoding > messageEncoding2 {
		m.Labels = d.list()
	}
	m.Flags = flags.decode(&d)
	return m, d.end()
}

// flagCache maps encoded flags to decoded ones: a mailbox has many messages and
// few different sets of flags.
type flagCache map[string][]string

func (c flagCache) decode(d *decoder) []string {
	if len(d.rest) == 0 || d.err != nil {
		return nil
	}
	if flags, ok := c[string(d.rest)]; ok {
		d.rest = nil
		return flags
	}
	encoded := d.rest
	flags := d.flags()
	if c != nil && d.err == nil {
		c[string(encoded)] = flags
	}
	return flags
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendList(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = appendString(b, s)
	}
	return b
}

func appendTime(b []byte, t time.Time) []byte {
	_, offset := t.Zone()
	b = binary.AppendVarint(b, t.Unix())
	b = binary.AppendUvarint(b, uint64(t.Nanosecond()))
	return binary.AppendVarint(b, int64(offset))
}

// decoder takes values from the start of rest. After the first error it gives
// zero values; end tells.
type decoder struct {
	rest []byte
	err  error
}

var errShort = errors.New("record ends early or has a malformed number")

func (d *decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
	d.rest = nil
}

// encoding takes the byte that names the encoding, which is one of those from
// first to last.
func (d *decoder) encoding(first, last byte) byte {
	if len(d.rest) == 0 {
		d.fail(errShort)
		return 0
	}
	found := d.rest[0]
	if found < first || found > last {
		d.fail(fmt.Errorf("encoding %d where %d to %d are known", found, first, last))
		return 0
	}
	d.rest = d.rest[1:]
	return found
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.fail(errShort)
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.fail(errShort)
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) uint32() uint32 {
	v := d.uvarint()
	if v > 1<<32-1 {
		d.fail(fmt.Errorf("%d does not fit into 32 bits", v))
	}
	return uint32(v)
}

func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.rest)) {
		d.fail(errShort)
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) string() string { return string(d.bytes(d.uvarint())) }

func (d *decoder) list() []string {
	n := d.uvarint()
	if n == 0 {
		return nil
	}
	if n > uint64(len(d.rest)) { // each takes a byte at least
		d.fail(errShort)
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.string()
	}
	return list
}

func (d *decoder) flags() []string {
	var list []string
	for len(d.rest) > 0 {
		n := d.uvarint()
		switch {
		case n < uint64(len(knownFlags)):
			list = append(list, knownFlags[n])
		case n < maxKnown:
			d.fail(fmt.Errorf("unknown flag number %d", n))
		default:
			list = append(list, string(d.bytes(n-maxKnown)))
		}
	}
	return list
}

func (d *decoder) time() time.Time {
	sec, nsec, offset := d.varint(), d.uvarint(), d.varint()
	if nsec >= 1e9 || offset != int64(int32(offset)) {
		d.fail(fmt.Errorf("time with %d ns and offset %d s", nsec, offset))
		return time.Time{}
	}
	return timeOf(sec, int64(nsec), int(offset))
}

func (d *decoder) end() error {
	if d.err == nil && len(d.rest) > 0 {
		d.fail(fmt.Errorf("%d bytes too many", len(d.rest)))
	}
	return d.err
}
