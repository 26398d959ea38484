package main

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/spf13/pflag"

	"imaporacle/control"
	"imaporacle/faults"
	"imaporacle/faults/profiles"
	"imaporacle/server"
	"imaporacle/server/store"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	net                   listenFlags
	requireTLS            bool
	users, faults, preset []string
	tokens, caps, quota   []string
	softQuota, gmail      bool
	admins, submitters    []string
	anonymous, contact    string
	store, profile        string
	watch                 watchFlags
	page                  pageFlags
}

func serveVerb() verb {
	return verb{
		name:  "serve",
		brief: "run the reference IMAP server, with faults if asked to",
		about: `Serves IMAP4rev2 and IMAP4rev1 until SIGINT or SIGTERM. When it listens, it prints one line that begins with "imaporacle: ready on"; port 0 takes a free port, which that line tells.

Without --fault the server keeps every rule. Each --fault bends one of them; "imaporacle faults" lists what there is, and "imaporacle profiles" the servers that --profile imitates. At the end it tells on standard error how often each fault has acted.

TLS is on with --tls-listen, --starttls, --require-tls or --cert; without --cert and --key a certificate is made on the spot, and printed with its SHA-256 fingerprint on standard error.`,
		example: `imaporacle serve
imaporacle serve --user ann:secret --preload ~/Maildir
imaporacle serve --fault 'recent=duplicated p=0.2 seed=7 mailbox=INBOX'
imaporacle serve --tls-listen 127.0.0.1:1993 --store mail.db --log transcripts`,
		setup: func(fs *pflag.FlagSet) action {
			f := new(serveFlags)
			f.net.declare("serve", "127.0.0.1:1143", fs)
			fs.BoolVar(&f.requireTLS, "require-tls", false, "refuse logins without TLS; offers STARTTLS")
			fs.StringArrayVar(&f.users, "user", nil, "let `NAME:PASS` log in; may be repeated (default user:pass)")
			fs.StringArrayVar(&f.tokens, "token", nil, "let `NAME:TOKEN` log in by OAUTHBEARER and XOAUTH2; may be repeated")
			fs.StringVar(&f.anonymous, "anonymous", "", "let ANONYMOUS open the mailboxes of the user `NAME`")
			fs.StringArrayVar(&f.admins, "admin", nil, "let the user `NAME` make mailboxes below Shared/ and decide who gets into them; may be repeated")
			fs.StringVar(&f.contact, "contact", "", "tell clients the `URI` of the administrator, as the METADATA entry /shared/admin")
			fs.StringArrayVar(&f.submitters, "submitter", nil, "let the user `NAME` fetch the URLs that URLAUTH has authorized for submission; may be repeated")
			fs.StringSliceVar(&f.caps, "caps", nil, "advertise other capabilities: `-NAME,+NAME,...` hides one and claims another, which is answered BAD")
			fs.StringSliceVar(&f.quota, "quota", nil, "limit each user: `RESOURCE=N,...` with STORAGE in units of 1024 octets, MESSAGE and MAILBOX; what a user has set by SETQUOTA stays")
			fs.BoolVar(&f.softQuota, "soft-quota", false, "let limits be exceeded, with a warning")
			fs.BoolVar(&f.gmail, "gmail", false, "offer X-GM-EXT-1: message and thread IDs, labels and searches as Gmail has them")
			fs.StringVar(&f.store, "store", "", "keep mail in `FILE`, which is made if it is missing; in memory by default")
			fs.StringArrayVar(&f.preset, "preload", nil, "fill mailboxes of each user from `DIR|FILE.mbox`; may be repeated. An mbox file, a Maildir, and a directory of .eml files go into INBOX; NAME.mbox in a directory goes into the mailbox NAME. A mailbox that ever held a message is left alone")
			fs.StringArrayVar(&f.faults, "fault", nil, "misbehave as `LINE` says, such as expunge-store=delayed; may be repeated")
			fs.StringVar(&f.profile, "profile", "", "imitate the server `NAME`, with its faults, such as yahoo; see imaporacle profiles")
			f.watch.declare("serve", fs)
			f.page.declare(fs)
			return f.run
		},
	}
}

func (f *serveFlags) run(ctx context.Context, s streams, args []string) (status int, err error) {
	if len(args) > 0 {
		return 0, misuse("serve", "unexpected argument %q", args[0])
	}
	armed, err := f.arm()
	if err != nil {
		return 0, err
	}
	fillings, err := readSources(f.preset)
	if err != nil {
		return 0, err
	}
	options, err := f.options(s, armed)
	if err != nil {
		return 0, err
	}
	if options.Store != nil {
		defer func() { err = firstError(err, options.Store.Close()) }()
	}
	srv := server.New(options)
	defer func() { err = firstError(err, srv.Close()) }()
	if err := preload(srv, names(options.Users), fillings, s.err); err != nil {
		return 0, err
	}
	if err := f.serve(ctx, s, srv, options, armed); err != nil {
		return 0, err
	}
	tellFirings(s, "serve", armed)
	return good, nil
}

// arm returns the faults of --profile, and behind them those of --fault.
func (f *serveFlags) arm() (*faults.Live, error) {
	var all []faults.Fault
	if f.profile != "" {
		p, err := profiles.Get(f.profile)
		if err != nil {
			return nil, fmt.Errorf("serve: --profile: %w", err)
		}
		all = append(all, p.Faults...)
	}
	for _, line := range f.faults {
		fault, err := faults.Parse(line)
		if err != nil {
			return nil, fmt.Errorf("serve: --fault: %w", err)
		}
		all = append(all, fault)
	}
	armed, err := faults.NewLive(all...)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	return armed, nil
}

// options puts the flags into the server's terms.
func (f *serveFlags) options(s streams, armed *faults.Live) (o server.Options, err error) {
	o = server.Options{
		Behaviour:  armed.Behaviour(),
		RequireTLS: f.requireTLS,
		SoftQuota:  f.softQuota,
		Gmail:      f.gmail,
		Anonymous:  f.anonymous,
		Admins:     f.admins,
		Contact:    f.contact,
		Submitters: f.submitters,
		Log:        log.New(s.err, "imaporacle: serve: ", 0),
	}
	if o.Users, err = parseUsers(f.users); err != nil {
		return o, err
	}
	if err = f.checkNames(o.Users); err != nil {
		return o, err
	}
	if o.Tokens, err = parseTokens(f.tokens); err != nil {
		return o, err
	}
	if o.Hide, o.Claim, err = parseCaps("serve", f.caps); err != nil {
		return o, err
	}
	if o.Quota, err = parseQuota(f.quota); err != nil {
		return o, err
	}
	f.net.startTLS = f.net.startTLS || f.requireTLS
	if o.TLS, err = f.net.tlsConfig(s.err); err != nil {
		return o, err
	}
	if err = f.imitate(&o); err != nil {
		return o, err
	}
	o.TLS = armed.TLS(o.TLS)
	if o.Filters, err = f.watch.filters(o.Log, armed); err != nil {
		return o, err
	}
	o.Filters = f.page.filters(o.Filters, armed)
	if f.store != "" {
		if o.Store, err = store.OpenBolt(f.store, store.BoltOptions{}); err != nil {
			return o, fmt.Errorf("serve: --store: %w", err)
		}
	}
	return o, nil
}

// serve listens, says so, and waits for the end: of ctx, or of a listener.
func (f *serveFlags) serve(ctx context.Context, s streams, srv *server.Server, o server.Options, armed *faults.Live) (err error) {
	listeners, err := f.net.listeners(o.TLS)
	if err != nil {
		return err
	}
	failed := make(chan error, len(listeners)+2)
	urls := f.net.serve(srv, listeners, failed)
	url, stop, err := f.page.start(srv, o, armed, failed)
	if err != nil {
		return err
	}
	defer func() { err = firstError(err, stop()) }()
	watched := control.Options{Ready: append(urls, url...), Faults: armed, Server: srv, Log: o.Log}
	return f.watch.run(ctx, watched, failed, func(urls []string) error {
		_, err := fmt.Fprintf(s.out, "imaporacle: ready on %s users %s\n", strings.Join(urls, " "), strings.Join(names(o.Users), ","))
		return err
	})
}

// tellFirings says how often each fault has acted, also if never.
func tellFirings(s streams, verb string, armed *faults.Live) {
	for _, kind := range armed.Kinds() {
		fmt.Fprintf(s.err, "imaporacle: %s: %s acted %s\n", verb, kind, times(armed.Journal().Count(kind)))
	}
}

func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// firstError keeps what went wrong first.
func firstError(err, later error) error {
	if err != nil {
		return err
	}
	return later
}
