// Package transcript writes down what each connection of a server says, one
// file a connection, with the passwords taken out.
package transcript

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Log is a directory of transcripts.
type Log struct {
	dir     string
	started time.Time
	now     func() time.Time
	report  func(error)
}

// New returns a Log that writes to dir, which is made if it is missing. The
// names of the files begin with the time of this call, so that those of an
// earlier run stay. report is told, once a connection, why nothing more can be
// written; it must be safe for concurrent use.
func New(dir string, report func(error)) (*Log, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return &Log{dir: dir, started: time.Now(), now: time.Now, report: report}, nil
}

// Session returns the transcript of the connection of that number, with a
// client at remote. It belongs
// at the end of a chain of filters, where it sees what is really sent.
func (l *Log) Session(conn int, remote net.Addr) *Session {
	name := fmt.Sprintf("%s-%06d.log", l.started.UTC().Format("20060102T150405.000Z"), conn)
	s := &Session{log: l}
	s.Tap = NewTap(s.write)
	var err error
	s.file, err = os.OpenFile(filepath.Join(l.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		l.report(err)
		return s
	}
	s.write('-', fmt.Appendf(nil, "connection %d from %s, %s, times in UTC", conn, remote, l.now().UTC().Format(time.DateOnly)))
	return s
}

// Session is the transcript of one connection: a line for each line sent or
// received, with the time, and C: or S: for who said it.
//
// The file is closed by Close, which the server calls at the end.
type Session struct {
	*Tap
	log *Log

	file *os.File // nil when nothing can be written
	line []byte
}

// Close closes the file. Nothing is written after it.
func (s *Session) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

// write puts text down, each of its lines on a line; one that ends in LF alone
// shows it. It does not wait for more
// to come: what led to a crash must not lie in a buffer.
func (s *Session) write(who byte, text []byte) {
	if s.file == nil {
		return
	}
	stamp := s.log.now().UTC().Format("15:04:05.000000")
	s.line = s.line[:0]
	for line := range bytes.Lines(text) {
		s.line = append(s.line, stamp...)
		s.line = append(s.line, ' ', who, ':', ' ')
		s.line = appendPrintable(s.line, bytes.TrimSuffix(line, []byte("\r\n")))
		s.line = append(s.line, '\n')
	}
	if _, err := s.file.Write(s.line); err != nil {
		s.log.report(err)
		s.file.Close()
		s.file = nil
	}
}

// appendPrintable appends text with control characters as \x1b: a transcript
// is read on terminals.
func appendPrintable(b, text []byte) []byte {
	for _, c := range text {
		if c < 0x20 && c != '\t' || c == 0x7f {
			b = fmt.Appendf(b, `\x%02x`, c)
			continue
		}
		b = append(b, c)
	}
	return b
}
