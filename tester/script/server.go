package script

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"imaporacle/tester/client"
)

// server is what is known of the server before any script.
type server struct {
	before, after []string // capabilities before and after login, in upper case
	separator     string
	prefix        string // of personal mailboxes
}

// meet logs in once, to learn what the server is.
func meet(ctx context.Context, cfg Config) (*server, error) {
	c, err := client.Dial(ctx, cfg.Config, "hello", nil)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	s := new(server)
	if s.before, err = c.Capabilities(ctx); err != nil {
		return nil, err
	}
	if err := c.Login(ctx); err != nil {
		return nil, err
	}
	if s.after, err = c.Capabilities(ctx); err != nil {
		return nil, err
	}
	own, err := c.Personal(ctx)
	if err != nil {
		return nil, err
	}
	s.prefix, s.separator = own.Prefix, own.Delimiter
	return s, c.Logout(ctx)
}

// lacks returns the first capability that a script needs and the server does
// not advertise. What is only for those not logged in counts for scripts that
// are not.
func (s *server) lacks(script *Script) string {
	for _, name := range script.Capabilities {
		if !advertised(s.after, name) && !(script.State == NonAuth && advertised(s.before, name)) {
			return name
		}
	}
	return ""
}

// advertised looks for a capability. "NAME=*" is one of any value, and
// "RIGHTS=tx" is any that has these rights (RFC 4314 §2.2).
func advertised(capabilities []string, name string) bool {
	name = strings.ToUpper(name)
	prefix, any := strings.CutSuffix(name, "*")
	rights, isRights := strings.CutPrefix(name, "RIGHTS=")
	return slices.ContainsFunc(capabilities, func(c string) bool {
		has, ok := strings.CutPrefix(c, "RIGHTS=")
		switch {
		case isRights && !any:
			return ok && strings.Trim(rights, has) == ""
		case any && strings.HasSuffix(prefix, "="):
			return strings.HasPrefix(c, prefix)
		}
		return c == name
	})
}

// values are the variables that every script has. $mailbox_name is what the name
// of the test mailbox is without the prefix of personal mailboxes, which other
// users see it without.
func (cfg Config) values(s *server, mailbox string) map[string]string {
	v := map[string]string{"mailbox": mailbox, "mailbox_name": strings.TrimPrefix(mailbox, s.prefix), "sep": s.separator}
	logins := append([]Login{{cfg.User, cfg.Pass}}, cfg.Others...)
	for i, l := range logins {
		suffix := ""
		if i > 0 {
			suffix = fmt.Sprint(i + 1)
		}
		name, domain, _ := strings.Cut(l.User, "@")
		v["user"+suffix], v["username"+suffix], v["domain"+suffix], v["password"+suffix] = l.User, name, domain, l.Pass
	}
	v["mailbox_url"] = fmt.Sprintf("imap://%s@%s/%s", urlEscape(cfg.User), cfg.Addr, urlEscape(mailbox))
	return v
}

// urlEscape writes what may not stand in a URL as it is (RFC 5092 §11).
func urlEscape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if isNameOctet(c) || strings.IndexByte("-.~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
