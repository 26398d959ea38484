package proxy

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"time"

	"imaporacle/server/front"
)

// Security is how TLS comes to the upstream server.
type Security int

// The ways to connect.
const (
	Plain    Security = iota
	TLS               // from the first octet
	StartTLS          // by STARTTLS, before the greeting is passed on
)

// Options configure a Proxy.
type Options struct {
	// Upstream is where the real server listens, "host:port".
	Upstream string
	// UpstreamSecurity says whether the way there is protected.
	UpstreamSecurity Security
	// UpstreamTLS is for the way there; by default the certificate must be
	// good for the host of Upstream.
	UpstreamTLS *tls.Config

	// TLS, if set, offers STARTTLS to clients.
	TLS *tls.Config
	// Hide lists capabilities that clients are not told of, and Claim some
	// that are told in addition.
	Hide, Claim []string

	// Filters, if set, makes the filters of each connection, whose number
	// counts from 1. A filter that is an io.Closer is closed with the
	// connection.
	Filters func(conn int, remote net.Addr) []front.Filter
	// Limits bound what one connection can take, in both directions;
	// front.DefaultLimits by default. Limits.Literal bounds responses too.
	Limits front.Limits
	// DialTimeout is how long connecting to the server may take, its greeting
	// included; 30 seconds by default.
	DialTimeout time.Duration
	// Log receives what goes wrong; nothing by default.
	Log *log.Logger
}

func (o Options) withDefaults() Options {
	o.Limits = o.Limits.WithDefaults()
	if o.DialTimeout == 0 {
		o.DialTimeout = 30 * time.Second
	}
	if o.UpstreamTLS == nil {
		o.UpstreamTLS = new(tls.Config)
	}
	if o.UpstreamTLS.ServerName == "" {
		o.UpstreamTLS = o.UpstreamTLS.Clone()
		o.UpstreamTLS.ServerName, _, _ = net.SplitHostPort(o.Upstream)
	}
	if o.Log == nil {
		o.Log = log.New(io.Discard, "", 0)
	}
	return o
}
