package tester

import (
	"time"

	"imaporacle/oracle"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
	"imaporacle/tester/stress"
)

// Config says which server is tested, and how. Zero values mean the defaults.
type Config struct {
	client.Config

	// Prefix begins the names of the mailboxes that are made and removed;
	// "imaporacle" by default, and for scripts "imaptest", as is their custom.
	Prefix string
	// Only limits the run to these columns; nil means all of them.
	Only []oracle.Column
	// Scripts are played too, in up to Jobs mailboxes at a time; Others are the
	// users beside the first that some of them need.
	Scripts []*script.Script
	Jobs    int
	Others  []script.Login
	// Stress, if set, puts the server under stress after all else. What it has
	// of Client, Others and Mailbox is set from here.
	Stress *stress.Config
	// Settle is how long a server may take until what one session did is
	// seen by another, before that counts as never; one second by default.
	Settle time.Duration
	// Slow is how long a server may take for a greeting or a simple answer,
	// even at its fastest, before that is told; one second by default.
	Slow time.Duration
	// Rounds is how often what depends on chance is tried; 40 by default.
	Rounds int
	// Deliver is a shell command that delivers the message on its standard
	// input to the INBOX of the user; LMTP is "host:port" of a server that
	// does. With either, \Recent is tested with real delivery too.
	Deliver, LMTP string
	// Progress, if set, is told of each probe that begins, and Played of each
	// script that has ended.
	Progress func(oracle.Column)
	Played   func(script.Result)

	scripts string // the prefix for scripts, if it is another
}

func (c Config) withDefaults() Config {
	if c.Prefix == "" {
		c.Prefix, c.scripts = "imaporacle", "imaptest"
	}
	if c.Only == nil {
		c.Only = oracle.Columns
	}
	if c.Settle == 0 {
		c.Settle = time.Second
	}
	if c.Slow == 0 {
		c.Slow = time.Second
	}
	if c.Rounds == 0 {
		c.Rounds = 40
	}
	return c
}
