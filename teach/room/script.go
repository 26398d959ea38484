package room

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"imaporacle/internal/wire"
)

// Script writes what was said as a scripted test, in the format that ImapTest
// made known. It passes on a server without faults, which is asked before; INBOX
// is the test's mailbox in it, and other mailboxes lie below that.
func (r *Room) Script(w io.Writer, name string) error {
	names := r.mailboxNames()
	p, err := r.replay(func(command string) string { return forServer.Replace(renamed(command, names)) })
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s\nstate: auth\nconnections: %d\n", oneLine(name), len(p.users))
	distinct := p.distinctUsers()
	for i, user := range p.users {
		if n := slices.Index(distinct, user); n > 0 {
			fmt.Fprintf(b, "user %d: $user%d\n", i+1, n+1)
		}
	}
	b.WriteByte('\n')
	for _, s := range p.steps {
		if len(p.users) > 1 {
			fmt.Fprintf(b, "%d ", s.conn)
		}
		if err := s.write(b, names); err != nil {
			return err
		}
	}
	return b.Flush()
}

// distinctUsers returns the users, each once.
func (p *replayed) distinctUsers() []string {
	var all []string
	for _, user := range p.users {
		if !slices.Contains(all, user) {
			all = append(all, user)
		}
	}
	return all
}

// testMailbox is what $mailbox is in a replay.
const testMailbox = "imaptest"

var forServer = strings.NewReplacer("$mailbox", testMailbox, "${sep}", "/", "$$", "$")

// write writes the step in the format of scripts.
func (s *step) write(w *bufio.Writer, names []string) error {
	fmt.Fprintf(w, "%s ", strings.ToLower(string(s.reply)))
	for text := renamed(s.command, names); ; {
		line, rest := cutLine([]byte(text))
		n, literal := wire.Announced(line)
		if !literal || n > len(rest) {
			w.Write(line)
			w.WriteByte('\n')
			break
		}
		content := strings.ReplaceAll(string(rest[:n]), "\r\n", "\n")
		if strings.Contains("\n"+content, "\n}}}") || strings.Contains(content, "\r") || content != strings.ToValidUTF8(content, "") {
			return fmt.Errorf("room: the literal of %.40q cannot be written in a script", s.command)
		}
		w.Write(line[:strings.LastIndexByte(string(line), '{')])
		fmt.Fprintf(w, "{{{\n%s\n}}}", strings.ReplaceAll(content, "$", "$$"))
		text = string(rest[n:])
	}
	for _, resp := range s.heard {
		if text, ok := expectation(resp); ok {
			fmt.Fprintf(w, "* %s\n", text)
		}
	}
	return nil
}

// expectation writes what a script expects of a response: what does not differ
// between servers.
func expectation(r *wire.Response) (text string, ok bool) {
	switch r.Name {
	case "EXISTS", "EXPUNGE":
		return fmt.Sprintf("%d %s", r.Number, strings.ToLower(r.Name)), true
	case "FETCH":
		f, _ := wire.AsFetch(r)
		flags, ok := f.Flags()
		flags = slices.DeleteFunc(flags, func(f string) bool { return strings.EqualFold(f, `\Recent`) })
		return fmt.Sprintf("%d fetch (flags (%s))", r.Number, strings.ReplaceAll(strings.Join(flags, " "), "$", "$$")), ok
	}
	return "", false
}

// mailboxNames returns the names of mailboxes, other than INBOX, that were there
// or that commands make.
func (r *Room) mailboxNames() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for _, m := range r.history.mail {
		all = append(all, m.Mailbox)
	}
	for _, c := range r.history.spoken {
		name, command, _ := c.cut()
		words := strings.Fields(command)
		if name == "CREATE" && len(words) > 1 {
			all = append(all, strings.Trim(words[1], `"`))
		}
		if name == "RENAME" && len(words) > 2 {
			all = append(all, strings.Trim(words[2], `"`))
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(name string) bool { return strings.EqualFold(name, "INBOX") })
}

var inbox = regexp.MustCompile(`(?i)([ "(])inbox([ "/)]|$)`)

// renamed has a command work in the test's mailbox. Literals stay as they are.
func renamed(command string, names []string) string {
	var b strings.Builder
	for text := command; ; {
		line, rest := cutLine([]byte(text))
		s := strings.ReplaceAll(string(line), "$", "$$")
		s = inbox.ReplaceAllString(s, "${1}$$mailbox${2}")
		for _, name := range names {
			below := `"$mailbox${sep}` + strings.ReplaceAll(name, "$", "$$") + `"`
			s = strings.ReplaceAll(s+" ", ` "`+name+`" `, " "+below+" ")
			s = strings.TrimSuffix(strings.ReplaceAll(s, " "+name+" ", " "+below+" "), " ")
		}
		b.WriteString(s)
		n, literal := wire.Announced(line)
		if !literal || n > len(rest) {
			return b.String()
		}
		b.WriteString("\r\n")
		b.Write(rest[:n])
		text = string(rest[n:])
	}
}
