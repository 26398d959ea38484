package logs

import (
	"errors"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/oracle/judge"
)

// transcriptFormat is what "serve --log" writes, a file for each connection:
//
//	15:04:05.000000 -: connection 1 from 127.0.0.1:4711, 2026-01-02, times in UTC
//	15:04:05.000123 S: * OK ready
//	15:04:05.000456 C: a1 NOOP
var transcriptFormat = format{
	name: "a transcript of serve --log",
	fits: func(head []string) bool { return len(head) > 0 && transcriptHead.MatchString(head[0]) },
	reader: func(file string, emit func(judge.Event)) lineReader {
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		return &transcriptReader{framer: framer{session: name, emit: emit}}
	},
}

var transcriptHead = regexp.MustCompile(`^[0-9:.]{15} -: connection [0-9]+ from .*, ([0-9-]{10}), times in UTC$`)

type transcriptReader struct {
	framer
	day  time.Time
	last time.Time
	// literal is how much of one is still to come from the client. It is on
	// lines of its own, without the end that the last of them seems to have.
	literal int
}

func (r *transcriptReader) line(text string) error {
	stamp, rest, _ := strings.Cut(text, " ")
	clock, err := time.Parse("15:04:05.000000", stamp)
	if err != nil || len(rest) < 3 {
		return errors.New("expected a time, and who speaks")
	}
	if m := transcriptHead.FindStringSubmatch(text); m != nil {
		if r.day, err = time.Parse(time.DateOnly, m[1]); err != nil {
			return err
		}
	}
	at := r.day.Add(clock.Sub(clock.Truncate(24 * time.Hour)))
	if at.Before(r.last) { // past midnight
		r.day, at = r.day.AddDate(0, 0, 1), at.AddDate(0, 0, 1)
	}
	r.last = at
	who, said := rest[:3], unescape(rest[3:])
	if bare, ok := strings.CutSuffix(said, "\n"); ok {
		said = bare + "\n" // a line that ends without CR says so
	} else {
		said += "\r\n"
	}
	switch who {
	case "S: ":
		if !r.expects() && said[0] != '*' && said[0] != '+' {
			r.literal = 0 // the command is over; what was refused is not written down
		}
		r.server(at, said)
	case "C: ":
		r.client(at, r.part(said))
	case "-: ":
		r.change(judge.Opened, at)
	default:
		return errors.New("expected S: or C: after the time, then a space")
	}
	return nil
}

// part returns what was sent of what stands on a line of the client.
func (r *transcriptReader) part(line string) string {
	text := strings.TrimSuffix(line, "\r\n")
	switch {
	case r.literal > 0 && len(text) >= r.literal:
		r.literal = 0
		return text
	case r.literal > 0:
		r.literal = max(0, r.literal-len(line))
		return line
	}
	if n, ok := wire.Announced([]byte(text)); ok && n <= math.MaxInt32 {
		r.literal = n
	}
	return line
}
