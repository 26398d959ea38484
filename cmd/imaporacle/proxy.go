package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"imaporacle/control"
	"imaporacle/faults"
	"imaporacle/proxy"
)

// proxyFlags are the flags of proxy.
type proxyFlags struct {
	net                  listenFlags
	watch                watchFlags
	upstream, upstreamCA string
	tls, startTLS        bool
	insecure             bool
	caps, faults         []string
}

func proxyVerb() verb {
	return verb{
		name:  "proxy",
		brief: "stand before any IMAP server, with faults on the way",
		about: `Passes IMAP on to the server at --upstream until SIGINT or SIGTERM. When it listens, it prints one line that begins with "imaporacle: ready on"; port 0 takes a free port, which that line tells.

Each --fault bends what passes: responses, commands or the connection. Faults that need a mail store of their own are for serve alone. At the end it tells on standard error how often each fault has acted.

TLS ends here, on both sides; COMPRESS and channel binding are not offered. TLS for clients is on with --tls-listen, --starttls or --cert; without --cert and --key a certificate is made on the spot, and printed with its SHA-256 fingerprint on standard error.`,
		example: `imaporacle proxy --upstream 127.0.0.1:143 --fault 'bye=sudden nth=30'
imaporacle proxy --upstream imap.example.org:993 --upstream-tls --log seen
imaporacle proxy --upstream 127.0.0.1:143 --control 127.0.0.1:8143`,
		setup: func(fs *pflag.FlagSet) action {
			f := new(proxyFlags)
			fs.StringVar(&f.upstream, "upstream", "", "pass on to the server at `HOST:PORT`")
			fs.BoolVar(&f.tls, "upstream-tls", false, "speak TLS to it from the first octet")
			fs.BoolVar(&f.startTLS, "upstream-starttls", false, "speak TLS to it by STARTTLS")
			fs.StringVar(&f.upstreamCA, "upstream-ca", "", "trust the certificates in the PEM `FILE`, and no others")
			fs.BoolVar(&f.insecure, "upstream-insecure", false, "trust any certificate")
			f.net.declare("proxy", "127.0.0.1:1144", fs)
			fs.StringSliceVar(&f.caps, "caps", nil, "advertise other capabilities: `-NAME,+NAME,...` hides one and claims another")
			fs.StringArrayVar(&f.faults, "fault", nil, "misbehave as `LINE` says; may be repeated")
			f.watch.declare("proxy", fs)
			return f.run
		},
	}
}

func (f *proxyFlags) run(ctx context.Context, s streams, args []string) (status int, err error) {
	if len(args) > 0 {
		return 0, misuse("proxy", "unexpected argument %q", args[0])
	}
	armed, err := f.arm()
	if err != nil {
		return 0, fmt.Errorf("proxy: --fault: %w", err)
	}
	options, err := f.options(s, armed)
	if err != nil {
		return 0, err
	}
	var p *proxy.Proxy
	heard := control.NewHeard(func(conn int) bool { return p.Disconnect(conn) })
	options.Filters = f.watch.with(options.Filters, heard.Filter)
	p = proxy.New(options)
	defer func() { err = firstError(err, p.Close()) }()
	if err := f.serve(ctx, s, p, options, armed, heard); err != nil {
		return 0, err
	}
	tellFirings(s, "proxy", armed)
	return good, nil
}

// arm reads the faults, and refuses those that cannot act here.
func (f *proxyFlags) arm() (*faults.Live, error) {
	var all []faults.Fault
	for _, line := range f.faults {
		fault, err := faults.Parse(line)
		if err == nil {
			err = needsNoStore(fault)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, fault)
	}
	return faults.NewLive(all...)
}

// needsNoStore refuses a fault that acts on the store, which the proxy has not.
func needsNoStore(f faults.Fault) error {
	if kind, ok := faults.Lookup(f.Kind()); ok && kind.Acts == faults.Behaviour {
		return fmt.Errorf("fault %q: it acts on the store: not available in proxy", f)
	}
	return nil
}

// options puts the flags into the proxy's terms.
func (f *proxyFlags) options(s streams, armed *faults.Live) (o proxy.Options, err error) {
	o = proxy.Options{Upstream: f.upstream, Log: log.New(s.err, "imaporacle: proxy: ", 0)}
	if _, _, err := net.SplitHostPort(f.upstream); err != nil {
		return o, misuse("proxy", "--upstream: expected HOST:PORT, found %q", f.upstream)
	}
	switch {
	case f.tls && f.startTLS:
		return o, misuse("proxy", "--upstream-tls and --upstream-starttls exclude each other")
	case f.tls:
		o.UpstreamSecurity = proxy.TLS
	case f.startTLS:
		o.UpstreamSecurity = proxy.StartTLS
	case f.insecure || f.upstreamCA != "":
		return o, misuse("proxy", "--upstream-insecure and --upstream-ca need --upstream-tls or --upstream-starttls")
	}
	if o.UpstreamTLS, err = f.trust(); err != nil {
		return o, err
	}
	if o.Hide, o.Claim, err = parseCaps("proxy", f.caps); err != nil {
		return o, err
	}
	if o.TLS, err = f.net.tlsConfig(s.err); err != nil {
		return o, err
	}
	o.TLS = armed.TLS(o.TLS)
	o.Filters, err = f.watch.filters(o.Log, armed)
	return o, err
}

// trust says which servers are trusted.
func (f *proxyFlags) trust() (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: f.insecure}
	if f.upstreamCA == "" {
		return config, nil
	}
	pem, err := os.ReadFile(f.upstreamCA)
	if err == nil {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			err = errors.New("there is no certificate in it")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("proxy: --upstream-ca %s: %w", f.upstreamCA, err)
	}
	return config, nil
}

// serve listens, says so, and waits for the end: of ctx, or of a listener.
func (f *proxyFlags) serve(ctx context.Context, s streams, p *proxy.Proxy, o proxy.Options, armed *faults.Live, heard *control.Heard) error {
	listeners, err := f.net.listeners(o.TLS)
	if err != nil {
		return err
	}
	failed := make(chan error, len(listeners)+1)
	urls := f.net.serve(p, listeners, failed)
	watched := control.Options{Ready: urls, Faults: armed, Arm: needsNoStore, Heard: heard, Log: o.Log}
	return f.watch.run(ctx, watched, failed, func(urls []string) error {
		_, err := fmt.Fprintf(s.out, "imaporacle: ready on %s upstream %s\n", strings.Join(urls, " "), f.upstream)
		return err
	})
}
