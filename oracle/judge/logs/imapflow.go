package logs

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"imaporacle/oracle/judge"
)

// imapFlowFormat is what ImapFlow logs, as JSON lines of pino:
//
//	{"level":20,"time":1767225600000,"cid":"a1b2","src":"s","msg":"* OK ready"}
//
// or as pino-pretty shows them, where src follows its message.
var imapFlowFormat = format{
	name: "an ImapFlow log",
	fits: func(head []string) bool {
		return anyLine(head, func(l string) bool {
			return strings.HasPrefix(l, "{") && strings.Contains(l, `"src":"`) && strings.Contains(l, `"msg":`) || prettySrc.MatchString(l)
		})
	},
	reader: func(file string, emit func(judge.Event)) lineReader {
		return &imapFlowReader{file: filepath.Base(file), emit: emit, sessions: make(map[string]*framer)}
	},
}

var (
	prettyLine = regexp.MustCompile(`^\[([^\]]+)\] [A-Z]+(?: \([^)]*\))?: (.*)$`)
	prettySrc  = regexp.MustCompile(`^ +src: "([cs])"$`)
	prettyCid  = regexp.MustCompile(`^ +cid: "([^"]*)"$`)
	// hidden is how the text of a literal is shown.
	hidden = regexp.MustCompile(`"?\(\* ([0-9]+)B literal \*\)"?`)
)

type imapFlowReader struct {
	file     string
	emit     func(judge.Event)
	sessions map[string]*framer
	pretty   struct{ msg, src, cid string }
}

// entry is a line of JSON, as far as it is read.
type entry struct {
	Time json.Number `json:"time"`
	Cid  string      `json:"cid"`
	Src  string      `json:"src"`
	Msg  string      `json:"msg"`
}

func (r *imapFlowReader) line(text string) error {
	if strings.HasPrefix(text, "{") {
		var e entry
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			return fmt.Errorf("no JSON: %w", err)
		}
		var at time.Time
		if ms, err := e.Time.Int64(); err == nil {
			at = time.UnixMilli(ms).UTC()
		}
		r.said(at, e.Cid, e.Src, e.Msg)
		return nil
	}
	switch m := prettyLine.FindStringSubmatch(text); {
	case m != nil:
		r.flush()
		r.pretty.msg = m[2]
	case prettySrc.MatchString(text):
		r.pretty.src = prettySrc.FindStringSubmatch(text)[1]
	case prettyCid.MatchString(text):
		r.pretty.cid = prettyCid.FindStringSubmatch(text)[1]
	}
	return nil
}

// flush takes a message of pino-pretty, once all that belongs to it has come.
func (r *imapFlowReader) flush() {
	p := r.pretty
	r.said(time.Time{}, p.cid, p.src, p.msg)
	r.pretty.src, r.pretty.cid, r.pretty.msg = "", "", ""
}

func (r *imapFlowReader) said(at time.Time, cid, src, msg string) {
	if src != "c" && src != "s" {
		return
	}
	f := r.sessions[cid]
	if f == nil {
		name := r.file
		if cid != "" {
			name = cid
		}
		f = &framer{session: name, emit: r.emit}
		r.sessions[cid] = f
	}
	text := strings.TrimSuffix(msg, "\r\n") + "\r\n"
	if src == "c" {
		f.client(at, hidden.ReplaceAllString(text, `""`))
		return
	}
	f.server(at, hidden.ReplaceAllStringFunc(text, func(lit string) string {
		n, err := strconv.Atoi(hidden.FindStringSubmatch(lit)[1])
		if err != nil || n > maxLine {
			return lit
		}
		return fmt.Sprintf("{%d}\r\n%s", n, strings.Repeat("?", n))
	}))
}

func (r *imapFlowReader) end() {
	r.flush()
	for _, f := range r.sessions {
		f.end()
	}
}
