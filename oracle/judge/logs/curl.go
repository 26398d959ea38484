package logs

import (
	"errors"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"imaporacle/oracle/judge"
)

// curlTraceFormat is what curl --trace-ascii writes, with --trace-time or
// without:
//
//	<= Recv header, 12 bytes (0xc)
//	0000: * OK ready
//	=> Send header, 17 bytes (0x11)
//	0000: A001 CAPABILITY
var curlTraceFormat = format{
	name: "a curl --trace-ascii",
	fits: func(head []string) bool {
		return anyLine(head, func(l string) bool { return curlChunk.MatchString(l) })
	},
	reader: func(file string, emit func(judge.Event)) lineReader {
		return &curlTraceReader{framer: framer{session: filepath.Base(file), emit: emit}}
	},
}

var (
	curlChunk = regexp.MustCompile(`^(?:[0-9:.]+ )?(<=|=>) (Recv|Send) (?:header|data), ([0-9]+) bytes \(0x[0-9a-f]+\)$`)
	curlText  = regexp.MustCompile(`^([0-9a-f]{4,}): (.*)$`)
)

type curlTraceReader struct {
	framer
	from  byte // 'S' or 'C', of the chunk that is read; 0 for none
	size  int
	chunk []byte
}

func (r *curlTraceReader) line(text string) error {
	if m := curlChunk.FindStringSubmatch(text); m != nil {
		r.flush()
		n, err := strconv.Atoi(m[3])
		if err != nil || n > maxLine {
			return errors.New("no number of bytes: " + m[3])
		}
		r.size, r.from = n, 'S'
		if m[2] == "Send" {
			r.from = 'C'
		}
		return nil
	}
	m := curlText.FindStringSubmatch(text)
	if m == nil || r.from == 0 {
		if strings.Contains(text, "== Info: ") || strings.TrimSpace(text) == "" {
			r.flush()
			r.info(text)
			return nil
		}
		return errors.New(`expected "<= Recv", "=> Send", "== Info" or an offset`)
	}
	at, err := strconv.ParseUint(m[1], 16, 31)
	if err != nil || int(at) > r.size || int(at) < len(r.chunk) {
		return errors.New("offset beyond the chunk: " + m[1])
	}
	r.pad(int(at))
	r.chunk = append(r.chunk, m[2]...)
	return nil
}

func (r *curlTraceReader) info(text string) {
	if strings.Contains(text, "Connected to ") {
		r.change(judge.Opened, time.Time{})
	}
}

// pad fills up to an offset: a line is broken at CRLF, which is not shown.
func (r *curlTraceReader) pad(to int) {
	if to == len(r.chunk)+2 {
		r.chunk = append(r.chunk, "\r\n"...)
	}
	for len(r.chunk) < to {
		r.chunk = append(r.chunk, '?')
	}
}

func (r *curlTraceReader) flush() {
	if r.from == 0 {
		return
	}
	r.pad(r.size)
	text := string(r.chunk)
	if r.from == 'S' {
		r.server(time.Time{}, text)
	} else {
		r.client(time.Time{}, text)
	}
	r.from, r.chunk = 0, nil
}

func (r *curlTraceReader) end() {
	r.flush()
	r.framer.end()
}

// curlVerboseFormat is what curl --verbose writes. The text of a literal is not
// in it.
//
//   - Connected to imap.example.org (192.0.2.1) port 143
//     < * OK ready
//     > A001 CAPABILITY
var curlVerboseFormat = format{
	name: "a curl --verbose log",
	fits: func(head []string) bool {
		return anyLine(head, func(l string) bool { return strings.HasPrefix(l, "< * ") })
	},
	reader: func(file string, emit func(judge.Event)) lineReader {
		return &curlVerboseReader{framer{session: filepath.Base(file), emit: emit}}
	},
}

type curlVerboseReader struct{ framer }

func (r *curlVerboseReader) line(text string) error {
	said, server := strings.CutPrefix(text, "< ")
	switch {
	case server:
		if r.expects() {
			r.literal()
		}
		r.server(time.Time{}, said+"\r\n")
	case strings.HasPrefix(text, "> "):
		r.client(time.Time{}, text[2:]+"\r\n")
	case strings.HasPrefix(text, "* Connected to "):
		r.change(judge.Opened, time.Time{})
	}
	return nil // what is fetched, and what curl says of itself
}
