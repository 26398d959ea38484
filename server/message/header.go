package message

import "bytes"

// field is one header field, as parts of the raw bytes.
type field struct {
	name  []byte // nil if the line is no header field
	colon int    // offset of the colon in all
	value []byte // what comes after the colon, still folded, without the last line end
	all   []byte // the whole field with its line ends
}

// nextField reads the field at the start of header. What it returns is empty
// at the end of the header: at a blank line or at the end of the bytes.
func nextField(header []byte) field {
	if len(header) == 0 || blankLine(header) > 0 {
		return field{}
	}
	end := 0
	for {
		i := bytes.IndexByte(header[end:], '\n')
		if i < 0 {
			end = len(header)
			break
		}
		end += i + 1
		if end == len(header) || header[end] != ' ' && header[end] != '\t' {
			break
		}
	}
	f := field{all: header[:end]}
	if colon := nameLength(f.all); colon > 0 {
		f.colon = colon
		f.name = bytes.TrimRight(f.all[:colon], " \t")
		f.value = bytes.TrimSuffix(bytes.TrimSuffix(f.all[colon+1:], []byte{'\n'}), []byte{'\r'})
	}
	return f
}

// nameLength returns the offset of the colon that ends the field name, or 0 if
// line does not start with a name: printable ASCII without colon (RFC 5322
// §2.2), with white space before the colon as in RFC 5322 §4.5.
func nameLength(line []byte) int {
	for i, c := range line {
		switch {
		case c == ':':
			return i
		case c == ' ' || c == '\t':
			rest := bytes.TrimLeft(line[i:], " \t")
			if i > 0 && len(rest) > 0 && rest[0] == ':' {
				return len(line) - len(rest)
			}
			return 0
		case c < '!' || c > '~':
			return 0
		}
	}
	return 0
}

// blankLine returns the length of the blank line at the start of b, or 0.
func blankLine(b []byte) int {
	switch {
	case len(b) > 0 && b[0] == '\n':
		return 1
	case len(b) > 1 && b[0] == '\r' && b[1] == '\n':
		return 2
	}
	return 0
}

// headerLength returns the length of the header at the start of raw, with the
// blank line that ends it.
func headerLength(raw []byte) int {
	pos := 0
	for pos < len(raw) {
		if n := blankLine(raw[pos:]); n > 0 {
			return pos + n
		}
		i := bytes.IndexByte(raw[pos:], '\n')
		if i < 0 {
			return len(raw)
		}
		pos += i + 1
	}
	return pos
}

// appendHeaderSubset appends the fields of header whose name is (or, with not,
// is none) of names, in their order and with all their octets, and the blank
// line if the header has one (RFC 9051 §6.4.5.1). A line that is no field has
// no name that could match.
func appendHeaderSubset(dst, header []byte, names []string, not bool) []byte {
	for {
		f := nextField(header)
		if len(f.all) == 0 {
			return append(dst, header[:blankLine(header)]...)
		}
		if named(f.name, names) != not {
			dst = append(dst, f.all...)
		}
		header = header[len(f.all):]
	}
}

func named(name []byte, names []string) bool {
	if name == nil {
		return false
	}
	for _, n := range names {
		if equalFold(name, n) {
			return true
		}
	}
	return false
}

// equalFold compares in the ASCII range only, as RFC 9051 §6.4.5.1 asks for
// field names: the Kelvin sign is no K.
func equalFold(a []byte, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}
