package front

import (
	"bufio"
	"bytes"
	"compress/flate"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// What was flushed can be read before more comes, whatever the sizes of the
// pieces, the level and the matches.
func TestInflateFlushed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, out := io.Pipe()
		defer out.Close()
		z := newInflater(bufio.NewReaderSize(in, rapid.SampledFrom([]int{16, 4096}).Draw(t, "buffer")))
		var packed bytes.Buffer
		w, err := flate.NewWriter(&packed, rapid.IntRange(flate.HuffmanOnly, flate.BestCompression).Draw(t, "level"))
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 8).Draw(t, "flushes") {
			text := drawText(t)
			w.Write(text)
			w.Flush()
			go out.Write(bytes.Clone(packed.Bytes()))
			packed.Reset()
			got := make([]byte, len(text))
			if _, err := io.ReadFull(z, got); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, text) {
				t.Fatalf("inflated %q, want %q", got, text)
			}
		}
	})
}

// drawText draws some text that repeats itself, near and far.
func drawText(t *rapid.T) []byte {
	unit := rapid.SliceOfN(rapid.Byte(), 1, 500).Draw(t, "unit")
	text := bytes.Repeat(unit, rapid.IntRange(1, 200).Draw(t, "times"))
	for range rapid.IntRange(0, 20).Draw(t, "changes") {
		text[rapid.IntRange(0, len(text)-1).Draw(t, "where")]++
	}
	return text
}

// FuzzInflate compares with the standard library: what it can read is read, and
// nothing else is.
func FuzzInflate(f *testing.F) {
	for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, level)
		w.Write(bytes.Repeat([]byte("a1 NOOP\r\na2 UID FETCH 1:* (FLAGS)\r\n"), 40))
		w.Close()
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		want, wantErr := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
		got, err := io.ReadAll(newInflater(bufio.NewReaderSize(bytes.NewReader(data), 16)))
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("ended with %v, compress/flate with %v", err, wantErr)
		}
		// Where the data ends too early, compress/flate withholds a symbol
		// or two that an end of block cannot follow.
		if !bytes.HasPrefix(got, want) || err == nil && len(got) != len(want) {
			t.Fatalf("inflated %q, compress/flate %q", got, want)
		}
	})
}

func BenchmarkInflate(b *testing.B) {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.DefaultCompression)
	text := bytes.Repeat([]byte("A line of a message, such as there are many.\r\nx1 UID FETCH 17\r\n"), 1000)
	w.Write(text)
	w.Close()
	b.SetBytes(int64(len(text)))
	buf := make([]byte, 4096)
	for b.Loop() {
		z := newInflater(bufio.NewReader(bytes.NewReader(packed.Bytes())))
		for {
			if _, err := z.Read(buf); err != nil {
				break
			}
		}
	}
}
