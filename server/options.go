package server

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"time"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// Options configure a Server. The zero value is a server on a free port of the
// loopback interface that keeps its mail in memory and knows one user, "user"
// with the password "pass".
type Options struct {
	// Addr is where Start listens, "host:port"; "127.0.0.1:0" by default.
	Addr string
	// TLSAddr is where Start listens for implicit TLS besides; none by default.
	TLSAddr string
	// TLS, if set, offers STARTTLS, and is what TLSAddr needs.
	TLS *tls.Config
	// RequireTLS refuses logins without TLS: LOGINDISABLED is advertised
	// (RFC 9051 §6.2.3).
	RequireTLS bool

	// Users maps names to passwords; {"user": "pass"} by default.
	Users map[string]string
	// Submitters are the users as whom message submission servers log in:
	// "submit+" URLs are for them (RFC 4467 §3). None by default.
	Submitters []string
	// Admins are the users who have all rights to the mailboxes below
	// "Shared/", and create them; none by default. If there are any, they
	// alone set shared annotations of the server (RFC 5464 §3.3).
	Admins []string
	// Contact is the URI by which the server's administrator can be reached,
	// the annotation "/shared/admin" (RFC 5464 §3.2.1.1); none by default.
	Contact string
	// Metadata bounds annotations; see mailbox.MetadataLimits for the defaults.
	Metadata mailbox.MetadataLimits
	// Tokens maps the tokens of OAUTHBEARER and XOAUTH2 to users; without any
	// these are not offered.
	Tokens map[string]string
	// Anonymous is the user whose mailboxes ANONYMOUS opens; it is not
	// offered by default.
	Anonymous string
	// Hide lists capabilities that are not advertised although the server
	// has them, and Claim some that are although it has not, so that other
	// servers can be imitated. Both in any case.
	Hide, Claim []string
	// Only, if set, are those that are advertised, and all others hidden;
	// APPENDLIMIT and the like stand for any value. Those that the server has
	// not are claimed, after login. AUTH, STARTTLS and LOGINDISABLED are
	// advertised as they hold.
	Only []string
	// Greeting is the text of the greeting; "IMAP server ready" by default.
	Greeting string
	// ID are the fields that ID tells of the server, each followed by its
	// value (RFC 2971 §3.3); name and version of this one by default.
	ID []string
	// Store keeps the mail; a new memory store by default. The caller closes
	// the one that is given here, after Close.
	Store store.Store

	// Quota limits each user whose limits no SETQUOTA has changed, by
	// resource (mailbox.Resources) in its unit, STORAGE in 1024 octets
	// (RFC 9208 §5); nothing is limited by default.
	Quota store.Limits
	// SoftQuota has the limits, also those of SETQUOTA, refuse nothing: clients
	// are warned when they are exceeded (RFC 9208 §4.3.1).
	SoftQuota bool

	// Gmail offers X-GM-EXT-1: message and thread IDs, labels, and searches as
	// in Gmail's search box.
	Gmail bool

	// Behaviour is how the mailboxes behave; mailbox.Compliant by default.
	Behaviour mailbox.Behaviour
	// Filters, if set, makes the filters of each connection, whose number
	// counts from 1. A filter that is an io.Closer is closed with the
	// connection.
	Filters func(conn int, remote net.Addr) []front.Filter

	// Limits bound what a connection may use; front.DefaultLimits by default.
	// Limits.Literal is the APPENDLIMIT (RFC 7889).
	Limits front.Limits
	// LoginIdle and Idle are how long a client may stay silent before and
	// after login; a minute and half an hour by default (RFC 9051 §5.4).
	LoginIdle, Idle time.Duration
	// ProgressInterval is how often a client that waits for a long command is
	// told that it goes on (RFC 9585); 15 seconds by default.
	ProgressInterval time.Duration
	// Clock is what ProgressInterval goes by while a command works through
	// messages; time.Now by default.
	Clock func() time.Time

	// Log receives what goes wrong on the server's side; nothing by default.
	Log *log.Logger
}

func (o Options) withDefaults() Options {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Users == nil {
		o.Users = map[string]string{"user": "pass"}
	}
	if o.Greeting == "" {
		o.Greeting = "IMAP server ready"
	}
	if o.ID == nil {
		o.ID = []string{"name", "imaporacle", "version", Version()}
	}
	if o.Behaviour == nil {
		o.Behaviour = mailbox.Compliant{}
	}
	o.Limits = o.Limits.WithDefaults()
	if o.LoginIdle == 0 {
		o.LoginIdle = time.Minute
	}
	if o.Idle == 0 {
		o.Idle = 30 * time.Minute
	}
	if o.ProgressInterval == 0 {
		o.ProgressInterval = 15 * time.Second
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = log.New(io.Discard, "", 0)
	}
	return o
}
