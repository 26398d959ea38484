package message

import (
	"bytes"
	"io"
	"mime"
)

// encodedWord returns the length of the encoded word (RFC 2047 §2) at the start
// of s, or 0. Senders leave specials and spaces bare in it although RFC 2047 §5
// forbids that, and exceed its 75 octets. It looks no further than the third
// question mark, so that trying at each "=?" of a text is linear.
func encodedWord(s []byte) int {
	if !bytes.HasPrefix(s, []byte("=?")) {
		return 0
	}
	marks := 0
	for i := 2; i < len(s) && (s[i] > ' ' || s[i] == ' ' && marks == 2); i++ {
		if s[i] != '?' {
			continue
		}
		if marks++; marks == 3 {
			if i+1 < len(s) && s[i+1] == '=' {
				return i + 2
			}
			return 0
		}
	}
	return 0
}

// decodeWords returns s with its encoded words as UTF-8 and without the white
// space between two of them (RFC 2047 §6.2); s itself if it has none. A word
// that cannot be decoded stays.
func decodeWords(s []byte) []byte {
	if !bytes.Contains(s, []byte("=?")) {
		return s
	}
	var out []byte
	afterWord := -1 // length of out after a word, if only white space came since
	for len(s) > 0 {
		if n := encodedWord(s); n > 0 {
			if text, err := wordDecoder.Decode(string(s[:n])); err == nil {
				if afterWord >= 0 {
					out = out[:afterWord]
				}
				out = append(out, text...)
				afterWord = len(out)
				s = s[n:]
				continue
			}
		}
		if !isSpace(s[0]) {
			afterWord = -1
		}
		out = append(out, s[0])
		s = s[1:]
	}
	return out
}

var wordDecoder = mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) {
	content, err := io.ReadAll(in)
	return bytes.NewReader(toUTF8(name, content)), err
}}
