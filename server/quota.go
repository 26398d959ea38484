package server

import (
	"strconv"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// quotaRoot is the name of the one quota root that each user has, for all
// mailboxes (RFC 9208 §3.2). It is that of Dovecot.
const quotaRoot = "User quota"

// getQuota answers GETQUOTA (RFC 9208 §4.1.1).
func getQuota(s *session, c *front.Command) error {
	a := c.Args()
	root, err := spaceQuotaRoot(a)
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	if err := s.mayUseQuota(root); err != nil {
		return err
	}
	s.sendQuota()
	return nil
}

// getQuotaRoot answers GETQUOTAROOT (RFC 9208 §4.1.2), also for a mailbox that
// is not there. The root of another user is not told.
func getQuotaRoot(s *session, c *front.Command) error {
	name, err := onlyMailbox(c.Args())
	if err != nil {
		return err
	}
	if err := s.mayUseQuota(quotaRoot); err != nil {
		return err
	}
	b := append(s.conn.Begin(), "* QUOTAROOT "...)
	b = front.AppendMailbox(b, mailbox.CanonicalName(name), s.speaksUTF8())
	if !s.account.Personal(name) {
		s.conn.End(append(b, "\r\n"...))
		return nil
	}
	b = front.AppendQuoted(append(b, ' '), quotaRoot)
	s.conn.End(append(b, "\r\n"...))
	s.sendQuota()
	return nil
}

// setQuota answers SETQUOTA (RFC 9208 §4.1.3). Each user may change the limits
// of the own root: of all its mailboxes they have the "a" right of §6.
func setQuota(s *session, c *front.Command) error {
	a := c.Args()
	root, err := spaceQuotaRoot(a)
	if err != nil {
		return err
	}
	if err := a.SP(); err != nil {
		return err
	}
	limits, err := readLimits(a)
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	if err := s.mayUseQuota(root); err != nil {
		return err
	}
	if err := s.account.SetQuota(limits); err != nil {
		return err
	}
	s.sendQuota()
	return nil
}

func spaceQuotaRoot(a *front.Args) (string, error) {
	if err := a.SP(); err != nil {
		return "", err
	}
	return a.Astring("a quota root")
}

// readLimits reads a setquota-list (RFC 9208 §7).
func readLimits(a *front.Args) (store.Limits, error) {
	limits := make(store.Limits)
	err := a.List("a list of resources and limits", true, func() error {
		resource, err := a.Keyword("a resource")
		if err != nil {
			return err
		}
		if err := a.SP(); err != nil {
			return err
		}
		limit, err := a.Number64("a limit")
		if err != nil {
			return err
		}
		if _, twice := limits[resource]; twice {
			return front.Bad("%.40s is given twice", resource)
		}
		limits[resource] = limit
		return nil
	})
	return limits, err
}

// mayUseQuota refuses roots that are not there, and those who came without a
// name: they are told nothing of quotas (RFC 9208 §8).
func (s *session) mayUseQuota(root string) error {
	switch {
	case s.nameless:
		return front.No("NOPERM", "Quotas are not for anonymous users")
	case root != quotaRoot:
		return front.No("NONEXISTENT", "There is no quota root %+.40q", root)
	}
	return nil
}

// sendQuota sends QUOTA (RFC 9208 §4.2.1); what is not limited is left out.
func (s *session) sendQuota() {
	b := front.AppendQuoted(append(s.conn.Begin(), "* QUOTA "...), quotaRoot)
	b = append(b, " ("...)
	for i, u := range s.account.Quota() {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(append(append(b, u.Resource...), ' '), u.Used, 10)
		b = strconv.AppendInt(append(b, ' '), u.Limit, 10)
	}
	s.conn.End(append(b, ")\r\n"...))
}

// warnOfQuota tells that a soft limit has been exceeded since it was told last.
// It is for the selected state and for commands that add messages, as in the
// authenticated state nothing else may tell it (RFC 9208 §4.3.1).
func (s *session) warnOfQuota() {
	if n := s.account.Exceeded(); n != s.exceeded && !s.nameless {
		s.exceeded = n
		s.conn.Line("* NO [OVERQUOTA] Soft quota has been exceeded")
	}
}
