package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"imaporacle/internal/cert"
)

// listenFlags are the flags by which serve and proxy are told where to listen,
// and with which certificate.
type listenFlags struct {
	verb                 string
	listen, tlsListen    string
	cert, key, writeCert string
	startTLS             bool
}

func (f *listenFlags) declare(verb, byDefault string, fs *pflag.FlagSet) {
	f.verb = verb
	fs.StringVar(&f.listen, "listen", byDefault, "listen on `HOST:PORT`")
	fs.StringVar(&f.tlsListen, "tls-listen", "", "listen on `HOST:PORT` for TLS from the first octet")
	fs.StringVar(&f.cert, "cert", "", "use the certificate in the PEM `FILE`, with those above it; needs --key")
	fs.StringVar(&f.key, "key", "", "use the key in the PEM `FILE`")
	fs.StringVar(&f.writeCert, "write-cert", "", "write the certificate that was made on the spot to `FILE`, for clients to trust, and do not print it")
	fs.BoolVar(&f.startTLS, "starttls", false, "offer STARTTLS")
}

// listener knows its scheme.
type listener struct {
	net.Listener
	scheme string
}

// service is what listens.
type service interface{ Serve(net.Listener) error }

// serve has srv serve the listeners, and returns their URLs. A failure is sent
// to failed.
func (f *listenFlags) serve(srv service, listeners []listener, failed chan<- error) (urls []string) {
	for _, l := range listeners {
		urls = append(urls, l.scheme+"://"+l.Addr().String())
		go func() {
			if err := srv.Serve(l); err != nil {
				failed <- fmt.Errorf("%s: %s: %w", f.verb, l.Addr(), err)
			}
		}()
	}
	return urls
}

// tlsConfig returns nil where no flag asks for TLS.
func (f *listenFlags) tlsConfig(notes io.Writer) (*tls.Config, error) {
	given := f.cert != "" || f.key != ""
	switch {
	case given && (f.cert == "" || f.key == ""):
		return nil, misuse(f.verb, "--cert and --key need each other")
	case given && f.writeCert != "":
		return nil, misuse(f.verb, "--write-cert is for the certificate that is made without --cert")
	case given:
		cert, err := tls.LoadX509KeyPair(f.cert, f.key)
		if err != nil {
			return nil, fmt.Errorf("%s: --cert %s --key %s: %w", f.verb, f.cert, f.key, err)
		}
		return &tls.Config{Certificates: []tls.Certificate{cert}}, nil
	case f.tlsListen != "" || f.startTLS:
		cert, err := f.makeCertificate(notes)
		if err != nil {
			return nil, err
		}
		return &tls.Config{Certificates: []tls.Certificate{cert}}, nil
	case f.writeCert != "":
		return nil, misuse(f.verb, "--write-cert needs --tls-listen or --starttls")
	}
	return nil, nil
}

// makeCertificate makes one for the hosts that are listened on, tells its
// fingerprint, and prints it or writes it to a file if asked to.
func (f *listenFlags) makeCertificate(notes io.Writer) (tls.Certificate, error) {
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	for _, addr := range []string{f.listen, f.tlsListen} {
		if host, _, err := net.SplitHostPort(addr); err == nil && host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	made, err := cert.SelfSigned(hosts)
	if err != nil {
		return made, fmt.Errorf("%s: making a certificate: %w", f.verb, err)
	}
	fmt.Fprintf(notes, "imaporacle: %s: certificate made on the spot, SHA-256 %s\n", f.verb, fingerprint(made))
	if f.writeCert == "" {
		notes.Write(asPEM(made))
		return made, nil
	}
	if err := os.WriteFile(f.writeCert, asPEM(made), 0o644); err != nil {
		return made, fmt.Errorf("%s: --write-cert: %w", f.verb, err)
	}
	return made, nil
}

// listeners opens what the flags ask for. Errors name the flag.
func (f *listenFlags) listeners(config *tls.Config) ([]listener, error) {
	ln, err := net.Listen("tcp", f.listen)
	if err != nil {
		return nil, fmt.Errorf("%s: --listen %s: %w", f.verb, f.listen, err)
	}
	all := []listener{{ln, "imap"}}
	if f.tlsListen != "" {
		ln, err := net.Listen("tcp", f.tlsListen)
		if err != nil {
			all[0].Close()
			return nil, fmt.Errorf("%s: --tls-listen %s: %w", f.verb, f.tlsListen, err)
		}
		all = append(all, listener{tls.NewListener(ln, config), "imaps"})
	}
	return all, nil
}
