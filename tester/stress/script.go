package stress

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// script prints steps in the format of package tester/script. Commands may be
// answered as they like: the judge that listens to scripts finds what is wrong.
// What no judge sees, a flag that was told and cannot be so, is asked for once
// more, and expected otherwise: the response that told it may be one that no
// other server owes.
//
// The format has commands of one connection that are sent at once, and no others:
// those of several are marked by comments.
func (s *shrinker) script(steps []step) []byte {
	var b bytes.Buffer
	rule, _ := oracle.RuleByID(s.failure.rule)
	fmt.Fprintf(&b, "# %s: breaks %s: %s\n", rule.Section, rule.ID, rule.Summary)
	fmt.Fprintf(&b, "# Shrunk from a run of imaporacle test --stress --seed %d.\n", s.run.cfg.Seed)
	conns := connections(steps)
	fmt.Fprintf(&b, "connections: %d\nstate: created\n\n", len(conns))
	sender := func(conn string) string {
		if len(conns) < 2 {
			return ""
		}
		return fmt.Sprintf("%d ", slices.Index(conns, conn)+1)
	}
	for _, m := range s.moments(steps) {
		abreast := len(connections(m)) > 1
		if abreast {
			fmt.Fprintf(&b, "# At once:\n")
		}
		for i, st := range m {
			b.WriteString(sender(st.conn))
			if len(m) > 1 && !abreast {
				fmt.Fprintf(&b, "tag%d ", i+1)
			}
			b.WriteString(`"" `)
			s.write(&b, st.command)
		}
		if abreast {
			fmt.Fprintf(&b, "# When all are answered:\n")
		}
	}
	if read := s.last.read; read != nil && read.op.session == steps[len(steps)-1].conn {
		wanted := "$!ban=" + read.flag.String() // the value of a directive holds no variable
		if read.op.value&read.flag == 0 {
			wanted = scripted(read.flag.String(), s.failure.base)
		}
		fmt.Fprintf(&b, "%s\"\" UID FETCH %d (FLAGS)\n", sender(read.op.session), read.uid)
		fmt.Fprintf(&b, "* $ FETCH (UID %d FLAGS ($!unordered %s))\n", read.uid, wanted)
	}
	return b.Bytes()
}

// write writes a command.
func (s *shrinker) write(b *bytes.Buffer, c command) {
	for _, part := range c {
		switch part := part.(type) {
		case client.Text:
			b.WriteString(scripted(string(part), s.failure.base))
		case client.Literal:
			fmt.Fprintf(b, "{{{\n%s\n}}}", bytes.ReplaceAll(part.Data, []byte("\r\n"), []byte("\n")))
		}
	}
	b.WriteString("\n")
}

// scripted writes the text of a command: what is no variable has no dollar sign.
func scripted(text, base string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "$", "$$"), base, "${mailbox}")
}
