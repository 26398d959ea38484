package store

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func drawTime(t *rapid.T) time.Time {
	sec := rapid.Int64Range(-62135596800, 253402300799).Draw(t, "sec")
	nsec := rapid.Int64Range(0, 999_999_999).Draw(t, "nsec")
	return timeOf(sec, nsec, rapid.IntRange(-50000, 50000).Draw(t, "offset"))
}

func drawList(t *rapid.T, label string) []string {
	return cloneStrings(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(knownFlags), rapid.String()), 0, 6).Draw(t, label))
}

var timesEqual = cmp.Comparer(func(x, y time.Time) bool {
	return x.Equal(y) && x.Format(time.RFC3339) == y.Format(time.RFC3339)
})

// TestCodecRoundTrip: a record gives back what was put in, and every shorter
// record is an error, never a panic. Only in flags an end may pass for whole,
// as they end with the record.
func TestCodecRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		box := Mailbox{
			ID:            1,
			User:          rapid.String().Draw(t, "user"),
			Name:          rapid.String().Draw(t, "name"),
			UIDValidity:   rapid.Uint32().Draw(t, "validity"),
			UIDNext:       rapid.Uint32().Draw(t, "next"),
			HighestModSeq: rapid.Uint64().Draw(t, "modseq"),
			FirstRecent:   rapid.Uint32().Draw(t, "recent"),
			SpecialUse:    drawList(t, "use"),
			Keywords:      drawList(t, "keywords"),
			Created:       drawTime(t),

			ForgottenModSeq: rapid.Uint64().Draw(t, "forgotten"),
			AccessKey:       rapid.SampledFrom([]string{"", "k", "\x00\xff"}).Draw(t, "key"),
		}
		record := appendMailbox(nil, box)
		got, err := decodeMailbox(1, record)
		if err != nil || !cmp.Equal(got, box, timesEqual) {
			t.Fatalf("%v\n%s", err, cmp.Diff(box, got, timesEqual))
		}
		for n := range len(record) {
			if m, err := decodeMailbox(1, record[:n]); err == nil {
				t.Fatalf("%d of %d bytes decoded as %+v", n, len(record), m)
			}
		}

		msg := Message{
			UID:          7,
			ModSeq:       rapid.Uint64().Draw(t, "modseq"),
			InternalDate: drawTime(t),
			Saved:        drawTime(t),
			Size:         rapid.Int64Min(0).Draw(t, "size"),
			Content:      rapid.Uint64().Draw(t, "content"),
			Labels:       drawList(t, "labels"),
		}
		plain := len(appendMessage(nil, msg))
		msg.Flags = drawList(t, "flags")
		record = appendMessage(nil, msg)
		for _, cache := range []flagCache{nil, {}} {
			for range 2 { // the second time from the cache
				got, err := decodeMessage(7, record, cache)
				if err != nil || !cmp.Equal(got, msg, timesEqual) {
					t.Fatalf("%v\n%s", err, cmp.Diff(msg, got, timesEqual))
				}
			}
		}
		for n := range len(record) {
			m, err := decodeMessage(7, record[:n], nil)
			if err == nil && (n < plain || !slices.Equal(m.Flags, msg.Flags[:len(m.Flags)])) {
				t.Fatalf("%d of %d bytes decoded as %+v", n, len(record), m)
			}
		}
	})
}

// FuzzDecode: no bytes make a decoder panic, or return more than they hold.
func FuzzDecode(f *testing.F) {
	f.Add(appendMailbox(nil, Mailbox{User: "u", Name: "n", Keywords: []string{"k"}}))
	f.Add(appendMessage(nil, Message{Flags: []string{`\Seen`, "k"}, Size: math.MaxInt64}))
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := decodeMailbox(1, b); err == nil && len(m.User)+len(m.Name) > len(b) {
			t.Errorf("%d bytes decoded as %+v", len(b), m)
		}
		if m, err := decodeMessage(1, b, nil); err == nil && len(m.Flags) > len(b) {
			t.Errorf("%d bytes decoded as %+v", len(b), m)
		}
		_, _ = decodeMarks(b)
		_, _ = decodeGhost(b)
		_, _ = decodeLimits(b)
		_, _ = decodeThread(1, b)
	})
}

// TestFormat pins the encoding: a change needs a new version.
func TestFormat(t *testing.T) {
	at := time.Unix(1, 0).In(time.FixedZone("", 3600))
	msg := Message{UID: 1, ModSeq: 2, InternalDate: at, Saved: time.Unix(2, 0).UTC(), Size: 3, Content: 4,
		Labels: []string{"l"}, Flags: []string{`\Seen`, "ab", "$Important"}}
	got := appendMessage(nil, msg)
	if diff := cmp.Diff([]byte{3, 2, 2, 0, 0xa0, 0x38, 4, 0, 0, 6, 4, 1, 1, 'l', 0, 34, 'a', 'b', 10}, got); diff != "" {
		t.Error(diff)
	}
	// Encoding 2 had no Labels.
	msg.Labels = nil
	old, err := decodeMessage(1, []byte{2, 2, 2, 0, 0xa0, 0x38, 4, 0, 0, 6, 4, 0, 34, 'a', 'b', 10}, nil)
	if err != nil || !cmp.Equal(old, msg, timesEqual) {
		t.Errorf("%v\n%s", err, cmp.Diff(msg, old, timesEqual))
	}
	// Encoding 1 had no Saved either.
	old, err = decodeMessage(1, []byte{1, 2, 2, 0, 0xa0, 0x38, 6, 4, 0, 34, 'a', 'b', 10}, nil)
	msg.Saved = time.Time{}
	if err != nil || !cmp.Equal(old, msg, timesEqual) {
		t.Errorf("%v\n%s", err, cmp.Diff(msg, old, timesEqual))
	}
	got = appendMailbox(nil, Mailbox{User: "u", Name: "n", UIDValidity: 1, UIDNext: 2, HighestModSeq: 3, FirstRecent: 4,
		SpecialUse: []string{"s"}, Keywords: []string{"k"}, Created: at, ForgottenModSeq: 5, AccessKey: "key"})
	if diff := cmp.Diff([]byte{2, 1, 'u', 1, 'n', 1, 2, 3, 4, 1, 1, 's', 1, 1, 'k', 2, 0, 0xa0, 0x38, 5, 3, 'k', 'e', 'y'}, got); diff != "" {
		t.Error(diff)
	}
	got = appendThread(nil, Thread{Content: 9, ID: 128, Links: []uint64{1, 1 << 56}})
	if diff := cmp.Diff([]byte{1, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := decodeThread(9, got[:len(got)-1]); err == nil {
		t.Error("half a link is taken for whole")
	}
	got = appendLimits(nil, Limits{"b": 1, "a": 128})
	if diff := cmp.Diff([]byte{1, 1, 'a', 0x80, 1, 1, 'b', 1}, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeErrors(t *testing.T) {
	good := appendMessage(nil, Message{})
	for _, c := range []struct {
		record []byte
		says   string
	}{
		{nil, "ends early"},
		{[]byte{4}, "encoding 4"},
		{append(slices.Clone(good), maxKnown-1), "unknown flag number 31"},
		{append(slices.Clone(good), maxKnown+5, 'x'), "ends early"},
	} {
		if _, err := decodeMessage(1, c.record, nil); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("% x: %v, want %q", c.record, err, c.says)
		}
	}
	if _, err := decodeMailbox(1, append(appendMailbox(nil, Mailbox{}), 0)); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("a byte too many: %v", err)
	}
	err := corrupt(bucketMessages, []byte{1, 0xab}, "why")
	if !errors.Is(err, ErrCorrupt) || err.Error() != "corrupt record: bucket messages, key 01ab: why" {
		t.Error(err)
	}
}
