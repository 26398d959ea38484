package server

import (
	"time"

	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// serves decides how an expunged message is dealt with as a whole, before any
// item of it is sent. k is its place among indexes.
func (f *fetcher) serves(indexes []int, k int) bool {
	nothing := true
	for _, item := range f.items {
		switch f.view.Serving(f.m, item.class) {
		case mailbox.ServeExpunge:
			f.tellExpunges = true
			return false
		case mailbox.ServeNil:
			// If all messages of the set are gone, RFC 2180 §4.1.3 asks
			// for a tagged NO alone.
			if f.allExpunged(indexes) {
				f.missing = true
				return false
			}
			nothing = false
		case mailbox.ServeNothing:
			f.missing = true
		case mailbox.ServeBad:
			f.invalid = true
		case mailbox.ServeSilence:
		default: // the UID alone is an answer only to those who asked for nothing else
			nothing = nothing && item.kind == itemUID && len(f.items) > 1
		}
	}
	return !nothing
}

func (f *fetcher) allExpunged(indexes []int) bool {
	for _, i := range indexes {
		if !f.view.Messages()[i].Expunged() {
			return false
		}
	}
	return true
}

// appendNil appends a "NIL FETCH response" (RFC 2180 §4.1.3).
func (f *fetcher) appendNil(b []byte, item fetchItem) []byte {
	switch item.kind {
	case itemUID:
		return appendUID(b, f.m.UID)
	case itemFlags:
		return append(b, "FLAGS ()"...)
	case itemGmailLabels:
		return append(b, "X-GM-LABELS ()"...)
	case itemModSeq:
		return f.appendModSeq(b, f.modSeq)
	case itemDate:
		// The RFC's own example is no valid date; this is the nearest.
		return appendDate(b, time.Unix(0, 0).UTC())
	case itemSize:
		return append(b, "RFC822.SIZE 0"...)
	case itemEnvelope:
		return append(b, "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"...)
	case itemBody:
		return append(b, `BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)`...)
	case itemBodyStructure:
		return append(b, `BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)`...)
	case itemBinarySize:
		return append(append(b, item.label...), " 0"...)
	case itemSaveDate:
		return appendSaveDate(b, time.Time{})
	}
	return append(append(b, item.label...), ` ""`...)
}

// placeholder is the message that a fault serves in place of one that is gone.
var placeholder = []byte("From: postmaster@localhost\r\n" +
	"Subject: This message is no longer available\r\n" +
	"Date: Sat, 01 Jan 2000 00:00:00 +0000\r\n" +
	"\r\n" +
	"The message that you asked for is no longer on this server.\r\n")

var placeholderDate = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// appendSubstitute appends the item as the placeholder has it.
func (f *fetcher) appendSubstitute(b []byte, item fetchItem) ([]byte, error) {
	g := &fetcher{session: f.session, mb: f.mb, raw: placeholder, tree: message.Parse(placeholder)}
	switch item.kind {
	case itemUID:
		return appendUID(b, f.m.UID), nil
	case itemFlags:
		return f.appendFlags(b, f.m, f.flags), nil
	case itemModSeq:
		return f.appendModSeq(b, f.modSeq), nil
	case itemGmailLabels:
		return f.appendLabels(b, f.m), nil
	case itemPreview:
		return f.appendText(append(b, "PREVIEW "...), placeholderPreview), nil
	case itemSize:
		return appendSize(b, int64(len(placeholder))), nil
	case itemDate:
		return appendDate(b, placeholderDate), nil
	case itemSaveDate:
		return appendSaveDate(b, placeholderDate), nil
	case itemEnvelope:
		return g.tree.AppendEnvelope(append(b, "ENVELOPE "...), placeholder), nil
	case itemBody:
		return g.tree.AppendBody(append(b, "BODY "...), placeholder), nil
	case itemBodyStructure:
		return g.tree.AppendBodyStructure(append(b, "BODYSTRUCTURE "...), placeholder), nil
	case itemBinary, itemBinarySize:
		return g.appendBinary(b, item)
	}
	return g.appendSection(b, item)
}

// appendNeighbour appends the item as a message beside this one has it; without
// any other message it is left out.
func (f *fetcher) appendNeighbour(b []byte, item fetchItem) ([]byte, error) {
	msgs := f.view.Messages()
	at := f.view.Find(f.m.UID)
	for _, i := range []int{at + 1, at - 1} {
		if i >= 0 && i < len(msgs) && !msgs[i].Expunged() {
			g := &fetcher{session: f.session, mb: f.mb, m: msgs[i]}
			return g.append(b, item)
		}
	}
	f.missing = true
	return b, nil
}
