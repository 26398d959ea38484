package logs

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"imaporacle/oracle/judge"
)

// format is a form of log.
type format struct {
	name string
	// fits says whether a log begins so.
	fits func(head []string) bool
	// reader returns what reads its lines. Sessions without a name get that of
	// the file.
	reader func(file string, emit func(judge.Event)) lineReader
}

// lineReader reads a log line by line.
type lineReader interface {
	// line takes the next line, without its end. The error says what is wrong
	// with it.
	line(text string) error
	// end takes notice of the end of the log.
	end()
}

// formats are those that are known. The first that fits is taken.
var formats = []format{transcriptFormat, testerFormat, mailKitFormat, imapFlowFormat, thunderbirdFormat, curlTraceFormat, curlVerboseFormat}

const (
	headLines = 50       // that are looked at to tell the format
	maxLine   = 64 << 20 // octets of a line
)

// Read returns the events of a log in their order, one by one. The format is
// told by its first lines. An error names the file and the line, and is the
// last that comes.
func Read(file string, r io.Reader) iter.Seq2[judge.Event, error] {
	return func(yield func(judge.Event, error) bool) {
		in := bufio.NewScanner(r)
		in.Buffer(make([]byte, 64<<10), maxLine)
		var head []string
		for len(head) < headLines && in.Scan() {
			head = append(head, strings.TrimSuffix(in.Text(), "\r"))
		}
		f, ok := formatOf(head)
		if !ok {
			yield(judge.Event{}, fmt.Errorf("%s:1: no log that is known: expected %s", file, names()))
			return
		}
		var ready []judge.Event
		reader := f.reader(file, func(e judge.Event) { ready = append(ready, e) })
		number := 0
		// take reads a line and hands out the events that are complete.
		take := func(text string) bool {
			number++
			if err := reader.line(text); err != nil {
				yield(judge.Event{}, fmt.Errorf("%s:%d: %w", file, number, err))
				return false
			}
			return handOut(&ready, yield)
		}
		for _, text := range head {
			if !take(text) {
				return
			}
		}
		for in.Scan() {
			if !take(strings.TrimSuffix(in.Text(), "\r")) {
				return
			}
		}
		if err := in.Err(); err != nil {
			yield(judge.Event{}, fmt.Errorf("%s:%d: %w", file, number+1, err))
			return
		}
		reader.end()
		handOut(&ready, yield)
	}
}

func handOut(ready *[]judge.Event, yield func(judge.Event, error) bool) bool {
	for _, e := range *ready {
		if !yield(e, nil) {
			return false
		}
	}
	*ready = (*ready)[:0]
	return true
}

func formatOf(head []string) (format, bool) {
	for _, f := range formats {
		if f.fits(head) {
			return f, true
		}
	}
	return format{}, false
}

func names() string {
	var all []string
	for _, f := range formats {
		all = append(all, f.name)
	}
	return strings.Join(all[:len(all)-1], ", ") + " or " + all[len(all)-1]
}

// Merge returns the events of several logs in the order of their times. Those
// without a time keep their place in their own log.
func Merge(logs ...iter.Seq2[judge.Event, error]) iter.Seq2[judge.Event, error] {
	return func(yield func(judge.Event, error) bool) {
		type source struct {
			next func() (judge.Event, error, bool)
			e    judge.Event
			err  error
			last time.Time
		}
		var open []*source
		advance := func(s *source) bool {
			var ok bool
			if s.e, s.err, ok = s.next(); !ok {
				return false
			}
			if !s.e.Time.IsZero() {
				s.last = s.e.Time
			}
			return true
		}
		for _, log := range logs {
			next, stop := iter.Pull2(log)
			defer stop()
			if s := (&source{next: next}); advance(s) {
				open = append(open, s)
			}
		}
		for len(open) > 0 {
			first := 0
			for i, s := range open {
				if s.last.Before(open[first].last) {
					first = i
				}
			}
			s := open[first]
			if !yield(s.e, s.err) || s.err != nil {
				return
			}
			if !advance(s) {
				open = append(open[:first], open[first+1:]...)
			}
		}
	}
}

// anyLine says whether one of the lines is such.
func anyLine(head []string, is func(string) bool) bool {
	for _, l := range head {
		if is(l) {
			return true
		}
	}
	return false
}
