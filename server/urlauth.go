package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"imaporacle/server/front"
	"imaporacle/server/imapurl"
	"imaporacle/server/mailbox"
)

// The authorized URLs of RFC 4467. There is one mechanism, INTERNAL.
const urlMechanism = "INTERNAL"

// urlToken makes the token of a URL: an octet that names the algorithm
// (RFC 4467 §10), and an HMAC over the URL up to its access identifier, as it
// stands (§6).
func urlToken(key, rump string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(rump))
	return "01" + hex.EncodeToString(mac.Sum(nil))
}

// genURLAuth answers GENURLAUTH (RFC 4467 §7). All URLs are looked at before
// any is answered.
func genURLAuth(s *session, c *front.Command) error {
	a := c.Args()
	var full []string
	for len(full) == 0 || a.Peek() != 0 {
		url, err := s.readRump(a)
		if err != nil {
			return err
		}
		full = append(full, url)
	}
	if err := a.End(); err != nil {
		return err
	}
	b := append(s.conn.Begin(), "* GENURLAUTH"...)
	for _, url := range full {
		b = front.AppendQuoted(append(b, ' '), url)
	}
	s.conn.End(append(b, "\r\n"...))
	return nil
}

// readRump reads a URL that ends with its access identifier, and a mechanism,
// and returns the authorized URL. What is wrong with it is BAD.
func (s *session) readRump(a *front.Args) (string, error) {
	if err := a.SP(); err != nil {
		return "", err
	}
	text, err := a.Astring("a URL")
	if err != nil {
		return "", err
	}
	if err := a.SP(); err != nil {
		return "", err
	}
	mechanism, err := a.Keyword("a mechanism")
	if err != nil {
		return "", err
	}
	u, err := imapurl.Parse(text)
	switch {
	case err != nil:
		return "", front.Bad("%+.80q: %v", text, err)
	case mechanism != urlMechanism:
		return "", front.Bad("Unknown URLAUTH mechanism %.40s", mechanism)
	case !u.Absolute || u.User == "":
		return "", front.Bad("The URL names no user as the owner of the mailbox")
	case u.User != s.actor.User:
		return "", front.Bad("The URL is not one of your own mailboxes")
	case u.Access == "":
		return "", front.Bad("The URL has no access identifier")
	case u.Mech != "":
		return "", front.Bad("The URL is authorized already")
	}
	mb, err := s.account.Lookup(u.Mailbox, mailbox.RightRead)
	if err != nil {
		return "", front.Bad("The URL's mailbox does not exist")
	}
	key, err := mb.NeedAccessKey()
	if err != nil {
		return "", err
	}
	return text + ":" + strings.ToLower(urlMechanism) + ":" + urlToken(key, u.Rump), nil
}

// resetKey answers RESETKEY (RFC 4467 §7).
func resetKey(s *session, c *front.Command) error {
	a := c.Args()
	if a.Peek() == 0 {
		if err := a.End(); err != nil {
			return err
		}
		s.ok("", "All keys removed")
		return s.account.RemoveAccessKeys()
	}
	name, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	for a.Peek() != 0 {
		if err := a.SP(); err != nil {
			return err
		}
		mechanism, err := a.Keyword("a mechanism")
		if err != nil {
			return err
		}
		if mechanism != urlMechanism {
			return front.No("", "Unknown URLAUTH mechanism %.40s", mechanism)
		}
	}
	if err := a.End(); err != nil {
		return err
	}
	mb, err := s.account.Lookup(name, mailbox.RightAdmin)
	if err != nil {
		return err
	}
	if err := mb.ResetAccessKey(); err != nil {
		return err
	}
	if s.view != nil && s.view.Mailbox() == mb {
		s.view.KeyReset() // the tagged OK tells it
	}
	s.ok("URLMECH "+urlMechanism, "Key reset")
	return nil
}

// tellKeyReset tells the session that the key of its mailbox is another
// (RFC 4467 §7, RESETKEY).
func (s *session) tellKeyReset() {
	if s.view.KeyReset() {
		s.tellURLMech()
	}
}

// tellURLMech sends what SELECT, too, tells (RFC 4467 §8).
func (s *session) tellURLMech() {
	s.conn.Line("* OK [URLMECH ", urlMechanism, "] URLAUTH mechanisms")
}

// authorized returns the account in which a URL of URLFETCH is to be read, nil
// if this session may not. Whatever is missing, a token is computed: how long
// it takes tells nothing of the names (RFC 4467 §6).
func (s *session) authorized(u imapurl.URL) *mailbox.Account {
	account := s.urlOwner(u.User)
	key := ""
	if account != nil {
		if mb, err := account.Lookup(u.Mailbox, mailbox.RightRead); err == nil {
			key = mb.AccessKey()
		}
	}
	token := urlToken(key, u.Rump)
	same := hmac.Equal([]byte(token), []byte(strings.ToLower(u.Token)))
	switch {
	case key == "", !same, u.Mech != urlMechanism, !s.hasAccess(u.Access):
		return nil
	case !u.Expire.IsZero() && time.Now().After(u.Expire):
		return nil
	}
	return account
}

// urlOwner returns the mailboxes of a user, nil if there is no such user.
func (s *session) urlOwner(user string) *mailbox.Account {
	if user == s.actor.User {
		return s.account
	}
	if _, known := s.server.users.password(user); !known {
		return nil
	}
	account, err := s.server.registry.Account(user)
	if err != nil {
		return nil
	}
	return account
}

// hasAccess reports whether the session is one that the access identifier
// admits (RFC 4467 §3).
func (s *session) hasAccess(access string) bool {
	switch {
	case access == "anonymous":
		return true
	case s.nameless:
		return false // whose mailboxes it opened, it is not that user
	case access == "authuser":
		return true
	case strings.HasPrefix(access, "submit+"):
		return slices.Contains(s.server.options.Submitters, s.actor.User)
	}
	return access == "user+"+s.actor.User
}
