package judge

import "bytes"

// assembler puts the octets of a client together to commands.
type assembler struct {
	buf     []byte
	scanned int      // octets of buf that have been looked at: lines and literals
	skip    int      // octets of a large literal that are still to come
	current *command // whose first line has come and whose end has not
}

const (
	// largeLiteral is from where on a literal is not kept, but read as "".
	largeLiteral = 64 << 10
	// maxLineKept ends what is no command of any client.
	maxLineKept = 1 << 20
)

// clientSays takes octets of the client.
func (s *session) clientSays(e Event) {
	s.spoke = true
	a := &s.in
	if a.current != nil && a.current.secret() {
		return // what follows is no command, and not written down as it was
	}
	a.buf = append(a.buf, e.Bytes...)
	for a.ready() {
		i := bytes.IndexByte(a.buf[a.scanned:], '\n')
		if i < 0 {
			if len(a.buf) > maxLineKept {
				a.reset()
			}
			return
		}
		end := a.scanned + i + 1
		line := a.buf[a.scanned:end]
		if a.current == nil && continues(line) {
			a.drop(end)
			continue
		}
		if a.current == nil {
			a.current = s.begin(line, e)
		}
		if n, literal := announces(line); literal && !a.current.secret() {
			if !a.literal(end, n) {
				return
			}
			continue
		}
		if a.current.secret() {
			a.current.read(line)
			a.current.bad = false // the rest of it is not written down
			s.sent(a.current)
			a.buf, a.scanned = a.buf[:0], 0
			return
		}
		c := a.current
		c.read(a.buf[:end])
		a.drop(end)
		a.current = nil
		s.sent(c)
	}
}

// ready drops what is to be skipped, and says whether something is left to look
// at.
func (a *assembler) ready() bool {
	if n := min(a.skip, len(a.buf)-a.scanned); n > 0 {
		a.buf = append(a.buf[:a.scanned], a.buf[a.scanned+n:]...)
		a.skip -= n
	}
	return len(a.buf) > a.scanned
}

// literal steps over a literal of n octets after the line that ends at end;
// false if it has not come yet.
func (a *assembler) literal(end, n int) bool {
	if n > largeLiteral {
		open := bytes.LastIndexByte(a.buf[:end], '{')
		if open > 0 && a.buf[open-1] == '~' {
			open--
		}
		rest := append([]byte(`""`), a.buf[end:]...)
		a.buf = append(a.buf[:open], rest...)
		a.scanned, a.skip = open+2, n
		return true
	}
	if len(a.buf) < end+n {
		return false
	}
	a.scanned = end + n
	return true
}

func (a *assembler) reset() { *a = assembler{buf: a.buf[:0]} }

// drop removes the octets up to end, which belong to what is complete.
func (a *assembler) drop(end int) {
	a.buf = a.buf[:copy(a.buf, a.buf[end:])]
	a.scanned = 0
}

// continues says whether a line belongs to a command that is in progress: what
// ends an IDLE.
func continues(line []byte) bool {
	word := bytes.TrimRight(line, "\r\n")
	return bytes.EqualFold(word, []byte("DONE")) || len(word) == 0
}

// begin makes a command known as in progress.
func (s *session) begin(line []byte, e Event) *command {
	c := &command{first: e.N, sent: e.Time, crowded: len(s.inflight) > 0}
	c.begin(line)
	s.inflight = append(s.inflight, c)
	if s.box != nil {
		c.exists = s.box.exists
	}
	return c
}

// sent takes notice of a command that has been sent to its end.
func (s *session) sent(c *command) {
	c.complete = true
	if c.verb == "IDLE" {
		s.idleSince = s.j.now
	}
	if c.bad {
		return
	}
	s.prepare(c)
}
