package server

import (
	"strconv"
	"strings"

	"imaporacle/server/front"
)

// capability answers CAPABILITY (RFC 9051 §6.1.1).
func capability(s *session, _ *front.Command) error {
	s.conn.Line("* CAPABILITY ", s.capabilities())
	return nil
}

// offer is a capability, and when it is advertised.
type offer struct {
	name   string
	states states
	// when, if set, narrows it further; value, if set, is what follows "=".
	when  func(*session) bool
	value func(*session) string
	each  func(*session) []string // the same for several values
}

// offers lists the capabilities in the order in which they are advertised.
// LITERAL- is honoured but not listed: RFC 7888 §5 forbids it beside LITERAL+.
var offers = []offer{
	{name: "IMAP4rev1", states: anyState},
	{name: "IMAP4rev2", states: anyState},
	{name: "LITERAL+", states: anyState},
	{name: "SASL-IR", states: anyState},
	{name: "ID", states: anyState},
	{name: "ENABLE", states: anyState},
	{name: "STARTTLS", states: notAuthenticated, when: (*session).mayStartTLS},
	{name: "LOGINDISABLED", states: notAuthenticated, when: (*session).loginDisabled},
	{name: "AUTH", states: notAuthenticated, when: (*session).loginEnabled, each: (*session).AuthenticateMechanisms},

	{name: "CONDSTORE", states: loggedIn},
	{name: "QRESYNC", states: loggedIn},
	{name: "IDLE", states: loggedIn},
	{name: "NAMESPACE", states: loggedIn},
	{name: "NOTIFY", states: loggedIn},
	{name: "INPROGRESS", states: loggedIn},
	{name: "UNSELECT", states: loggedIn},
	{name: "UIDPLUS", states: loggedIn},
	{name: "ESEARCH", states: loggedIn},
	{name: "SEARCHRES", states: loggedIn},
	{name: "SEARCH=FUZZY", states: loggedIn},
	{name: "WITHIN", states: loggedIn},
	{name: "PARTIAL", states: loggedIn},
	{name: "SORT", states: loggedIn},
	{name: "SORT=DISPLAY", states: loggedIn},
	{name: "ESORT", states: loggedIn},
	{name: "CONTEXT=SEARCH", states: loggedIn},
	{name: "CONTEXT=SORT", states: loggedIn},
	{name: "THREAD=ORDEREDSUBJECT", states: loggedIn},
	{name: "THREAD=REFERENCES", states: loggedIn},
	{name: "THREAD=REFS", states: loggedIn},
	{name: "I18NLEVEL=1", states: loggedIn},
	{name: "SAVEDATE", states: loggedIn},
	{name: "ACL", states: loggedIn},
	{name: "RIGHTS=texk", states: loggedIn},
	{name: "METADATA", states: loggedIn},
	{name: "METADATA-SERVER", states: loggedIn},
	{name: "LIST-EXTENDED", states: loggedIn},
	{name: "LIST-STATUS", states: loggedIn},
	{name: "LIST-MYRIGHTS", states: loggedIn},
	{name: "LIST-METADATA", states: loggedIn},
	{name: "MOVE", states: loggedIn},
	{name: "BINARY", states: loggedIn},
	{name: "STATUS=SIZE", states: loggedIn},
	{name: "CHILDREN", states: loggedIn},
	{name: "SPECIAL-USE", states: loggedIn},
	{name: "CREATE-SPECIAL-USE", states: loggedIn},
	{name: "UNAUTHENTICATE", states: loggedIn},
	{name: "MULTIAPPEND", states: loggedIn},
	{name: "CATENATE", states: loggedIn},
	{name: "URL-PARTIAL", states: loggedIn},
	{name: "URLAUTH", states: loggedIn},
	{name: "URLAUTH=BINARY", states: loggedIn},
	{name: "REPLACE", states: loggedIn},
	{name: "QUOTA", states: loggedIn},
	{name: "QUOTA=RES-STORAGE", states: loggedIn},
	{name: "QUOTA=RES-MESSAGE", states: loggedIn},
	{name: "QUOTA=RES-MAILBOX", states: loggedIn},
	{name: "QUOTASET", states: loggedIn},
	{name: "UIDONLY", states: loggedIn},
	{name: "XLIST", states: loggedIn},
	{name: "X-GM-EXT-1", states: loggedIn, when: (*session).speaksGmail},
	{name: "OBJECTID", states: loggedIn},
	{name: "PREVIEW", states: loggedIn},
	{name: "UTF8=ACCEPT", states: loggedIn},
	{name: "COMPRESS=DEFLATE", states: loggedIn, when: (*session).mayCompress},
	{name: "APPENDLIMIT", states: loggedIn, value: (*session).appendLimit},
}

// capabilities returns what is advertised in the session's state.
func (s *session) capabilities() string {
	var names []string
	for _, o := range offers {
		if o.states&s.state() == 0 || o.when != nil && !o.when(s) {
			continue
		}
		if o.each != nil {
			for _, value := range o.each(s) {
				names = append(names, o.name+"="+value)
			}
			continue
		}
		name := o.name
		if o.value != nil {
			name += "=" + o.value(s)
		}
		names = append(names, name)
	}
	return strings.Join(s.server.options.disguise(names, s.account != nil), " ")
}

func (s *session) mayStartTLS() bool { return s.server.options.TLS != nil && s.conn.TLS() == nil }

func (s *session) loginEnabled() bool { return !s.loginDisabled() }

// appendLimit is in octets (RFC 7889).
func (s *session) appendLimit() string {
	return strconv.FormatInt(s.server.options.Limits.Literal, 10)
}
