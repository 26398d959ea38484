package logs

import (
	"regexp"
	"strings"
	"time"

	"imaporacle/oracle/judge"
)

// thunderbirdFormat is what Thunderbird logs with MOZ_LOG=IMAP:5 (older ones
// with timestamp,IMAP:5):
//
//	2026-01-01 00:00:00.000000 UTC - [Parent 42: IMAP]: I/IMAP 7f0a:imap.example.org:NA:CreateNewLineFromSocket: * OK ready
//	2026-01-01 00:00:00.000000 UTC - [Parent 42: IMAP]: I/IMAP 7f0a:imap.example.org:NA:SendData: 1 capability
var thunderbirdFormat = format{
	name: "a Thunderbird IMAP log",
	fits: func(head []string) bool {
		return anyLine(head, func(l string) bool { return thunderbirdLine.MatchString(l) })
	},
	reader: func(_ string, emit func(judge.Event)) lineReader {
		return &thunderbirdReader{emit: emit, sessions: make(map[string]*framer)}
	},
}

var thunderbirdLine = regexp.MustCompile(`^(?:([0-9-]{10} [0-9:.]+) UTC - )?\[.*\]: [A-Z]/IMAP (?:0x)?([0-9a-f]+):([^:]*):([^:]*):(CreateNewLineFromSocket|SendData): (.*)$`)

type thunderbirdReader struct {
	emit     func(judge.Event)
	sessions map[string]*framer
}

// suppressed is what is written in place of a password.
const suppressed = "Logging suppressed for this command"

func (r *thunderbirdReader) line(text string) error {
	m := thunderbirdLine.FindStringSubmatch(text)
	if m == nil {
		return nil // much else is logged
	}
	at, _ := time.Parse("2006-01-02 15:04:05.999999", m[1])
	id, said := m[2], strings.TrimSuffix(m[6], "\r\n")
	f := r.sessions[id]
	if f == nil {
		f = &framer{session: m[3] + "/" + id, emit: r.emit}
		r.sessions[id] = f
	}
	switch {
	case m[5] == "SendData" && strings.HasPrefix(said, suppressed):
		f.end()
		f.change(judge.Missing, at)
	case m[5] == "SendData":
		f.client(at, said+"\r\n")
	case strings.HasPrefix(said, "clearing IMAP_CONNECTION_IS_OPEN"):
		f.end()
		f.change(judge.Closed, at)
		delete(r.sessions, id)
	default:
		f.server(at, said+"\r\n")
	}
	return nil
}

func (r *thunderbirdReader) end() {
	for _, f := range r.sessions {
		f.end()
	}
}
