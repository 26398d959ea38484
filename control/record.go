package control

import (
	"context"
	"net"
	"strings"
	"time"

	"imaporacle/faults"
	"imaporacle/internal/ring"
	"imaporacle/server/front"
	"imaporacle/server/transcript"
)

// Journal remembers the last of what was said and which faults acted, in one
// order. It is safe for concurrent use.
type Journal struct{ entries *ring.Ring[Entry] }

// Entry is a line of the journal.
type Entry struct {
	ID         int       `json:"id" doc:"from 1, without gaps"`
	Time       time.Time `json:"time"`
	Connection int       `json:"connection"`
	What       string    `json:"what" enum:"connected,client,server,fault,closed"`
	Text       string    `json:"text" doc:"a response, line or literal without passwords; a fault's line; or where the client is"`
	Truncated  bool      `json:"truncated,omitempty" doc:"the text went on"`
	Tag        string    `json:"tag,omitempty" doc:"of the command in which a fault acted"`
	Mailbox    string    `json:"mailbox,omitempty" doc:"in which a fault acted"`
	UID        uint32    `json:"uid,omitempty" doc:"of the message with which a fault acted"`
}

// Bounds of what is remembered.
const (
	maxEntries = 10_000
	maxText    = 2_000 // octets of an entry
)

// NewJournal returns a Journal that is told of the firings of faults.
func NewJournal(f *faults.Journal) *Journal {
	j := &Journal{ring.New[Entry](maxEntries)}
	f.Watch(func(f faults.Firing) {
		j.add(Entry{Time: f.Time, Connection: f.Conn, What: "fault", Text: f.Fault, Tag: f.Tag, Mailbox: f.Mailbox, UID: f.UID})
	})
	return j
}

// tap writes one connection into the journal.
type tap struct {
	*transcript.Tap
	journal *Journal
	conn    int
}

// Filter returns what writes down the connection of that number. It belongs at
// the end of a chain of filters, where it sees what is really sent.
func (j *Journal) Filter(conn int, remote net.Addr) front.Filter {
	t := &tap{journal: j, conn: conn}
	t.Tap = transcript.NewTap(t.say)
	j.add(Entry{Time: time.Now(), Connection: conn, What: "connected", Text: remote.String()})
	return t
}

func (t *tap) say(who byte, text []byte) {
	e := Entry{Time: time.Now(), Connection: t.conn, What: "client"}
	if who == 'S' {
		e.What = "server"
	}
	if len(text) > maxText {
		text, e.Truncated = text[:maxText], true
	}
	e.Text = strings.ToValidUTF8(strings.TrimRight(string(text), "\r\n"), "\uFFFD")
	t.journal.add(e)
}

// Close notes the end of the connection.
func (t *tap) Close() error {
	t.journal.add(Entry{Time: time.Now(), Connection: t.conn, What: "closed"})
	return nil
}

func (j *Journal) add(e Entry) {
	j.entries.Add(func(id int) Entry {
		e.ID = id
		return e
	})
}

// follow calls each with all entries behind an ID, until ctx ends or each
// fails.
func (j *Journal) follow(ctx context.Context, id int, each func(Entry) error) {
	for {
		entries, changed := j.entries.Since(id, maxEntries)
		for _, e := range entries {
			if each(e) != nil {
				return
			}
			id = e.ID
		}
		if len(entries) > 0 {
			continue
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
