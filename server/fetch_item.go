package server

import (
	"errors"
	"strconv"
	"time"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// append appends one item of the message, or nothing if it is left out.
func (f *fetcher) append(b []byte, item fetchItem) ([]byte, error) {
	serving := f.view.Serving(f.m, item.class)
	if item.identifies() && (serving == mailbox.ServeNil || serving == mailbox.ServeSubstitute) {
		return f.appendID(b, item)
	}
	switch serving {
	case mailbox.ServeNil:
		return f.appendNil(b, item), nil
	case mailbox.ServeSubstitute:
		return f.appendSubstitute(b, item)
	case mailbox.ServeNeighbour:
		return f.appendNeighbour(b, item)
	case mailbox.ServeNothing:
		f.missing = true
		return b, nil
	case mailbox.ServeBad:
		f.invalid = true
		return b, nil
	case mailbox.ServeSilence:
		return b, nil
	}
	switch item.kind {
	case itemUID:
		return appendUID(b, f.m.UID), nil
	case itemFlags:
		return f.appendFlags(b, f.m, f.flags), nil
	case itemModSeq:
		return f.appendModSeq(b, f.modSeq), nil
	case itemDate:
		return appendDate(b, f.m.Date), nil
	case itemSaveDate:
		return appendSaveDate(b, f.m.Saved), nil
	case itemSize:
		return appendSize(b, f.m.Size), nil
	case itemEnvelope, itemBody, itemBodyStructure:
		return f.appendDerived(b, item.kind)
	case itemBinary, itemBinarySize:
		return f.appendBinary(b, item)
	case itemEmailID, itemThreadID, itemGmailMessage, itemGmailThread:
		return f.appendID(b, item)
	case itemGmailLabels:
		return f.appendLabels(b, f.m), nil
	case itemPreview:
		return f.appendPreview(b, item)
	}
	return f.appendSection(b, item)
}

func appendUID(b []byte, uid uint32) []byte {
	return strconv.AppendUint(append(b, "UID "...), uint64(uid), 10)
}

func appendSize(b []byte, octets int64) []byte {
	return strconv.AppendInt(append(b, "RFC822.SIZE "...), octets, 10)
}

func appendDate(b []byte, t time.Time) []byte {
	return appendDateTime(append(b, "INTERNALDATE "...), t)
}

func (f *fetcher) appendDerived(b []byte, kind itemKind) ([]byte, error) {
	d, err := f.m.Derived(f.body)
	if err != nil {
		return b, err
	}
	switch kind {
	case itemEnvelope:
		return append(append(b, "ENVELOPE "...), d.Envelope...), nil
	case itemBody:
		return append(append(b, "BODY "...), d.Body...), nil
	}
	return append(append(b, "BODYSTRUCTURE "...), d.BodyStructure...), nil
}

// appendSection appends BODY[...] and the RFC822 items. A part that does not
// exist is NIL.
func (f *fetcher) appendSection(b []byte, item fetchItem) ([]byte, error) {
	raw, err := f.body()
	if err != nil {
		return b, err
	}
	b = append(append(b, item.label...), ' ')
	text, ok := raw, true
	switch {
	case len(item.section.Path) > 0:
		tree, err := f.parts()
		if err != nil {
			return b, err
		}
		text, ok = tree.Section(f.fld[:0], raw, item.section)
	case item.section.Kind != message.Whole:
		text, ok = message.TopSection(f.fld[:0], raw, item.section)
	}
	if !ok {
		return append(b, "NIL"...), nil
	}
	if item.section.Kind == message.HeaderFields || item.section.Kind == message.HeaderFieldsNot {
		f.fld = text
	}
	return appendLiteral(b, item.partial.of(text)), nil
}

func appendLiteral(b, text []byte) []byte {
	b = append(b, '{')
	b = strconv.AppendInt(b, int64(len(text)), 10)
	b = append(b, "}\r\n"...)
	return append(b, text...)
}

// appendBinary appends BINARY and BINARY.SIZE (RFC 3516, RFC 9051 §6.4.5).
func (f *fetcher) appendBinary(b []byte, item fetchItem) ([]byte, error) {
	tree, err := f.parts()
	if err != nil {
		return b, err
	}
	data, err := tree.Binary(f.raw, item.section.Path)
	switch {
	case errors.Is(err, message.ErrNoPart):
		return append(append(b, item.label...), " NIL"...), nil
	case errors.Is(err, message.ErrUnknownCTE):
		f.failure = front.No("UNKNOWN-CTE", "Part of an unknown content transfer encoding")
		return b, nil
	case err != nil:
		f.failure = front.No("", "BINARY is only for parts that are neither multipart nor message")
		return b, nil
	}
	b = append(append(b, item.label...), ' ')
	if item.kind == itemBinarySize {
		return strconv.AppendInt(b, int64(len(data)), 10), nil
	}
	return appendLiteral(append(b, '~'), item.partial.of(data)), nil
}
