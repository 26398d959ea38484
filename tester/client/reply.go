package client

import (
	"time"

	"imaporacle/internal/wire"
)

// Reply is all that came for a command.
type Reply struct {
	Command string // without its tag and its literals
	Tag     string
	Tagged  *wire.Response
	// Untagged responses that came while the command was the oldest in flight.
	Untagged []*wire.Response
	Sent     time.Time
	Done     time.Time
	From, To int // numbers of its first and last event in the Recorder
}

// OK says whether the command was answered OK.
func (r *Reply) OK() bool { return r.Tagged.Status == wire.OK }

// Err returns a *RefusedError if the command was answered NO or BAD.
func (r *Reply) Err() error {
	if r.OK() {
		return nil
	}
	e := &RefusedError{Command: r.Command, Status: r.Tagged.Status, Text: r.Tagged.Text}
	if r.Tagged.Code != nil {
		e.Code = r.Tagged.Code.Name
	}
	return e
}

// Find returns the untagged data responses of a name, in upper case.
func (r *Reply) Find(name string) []*wire.Response {
	var out []*wire.Response
	for _, u := range r.Untagged {
		if u.Name == name {
			out = append(out, u)
		}
	}
	return out
}

// Code returns the first response code of a name (in upper case) among the
// tagged and untagged responses, or nil.
func (r *Reply) Code(name string) *wire.Code {
	for _, u := range r.Untagged {
		if u.CodeIs(name) {
			return u.Code
		}
	}
	if r.Tagged.CodeIs(name) {
		return r.Tagged.Code
	}
	return nil
}

// Pending is a command in flight.
type Pending struct {
	Tag     string
	verb    string // in upper case; of UID commands the second word
	uid     bool
	mailbox string // of SELECT and EXAMINE
	done    bool
	quota   quota
	reply   *Reply
}

func (p *Pending) waiting() string { return "the tagged response to " + p.Tag + " " + p.reply.Command }

// selects says whether the command opens a mailbox.
func (p *Pending) selects() bool { return !p.uid && (p.verb == "SELECT" || p.verb == "EXAMINE") }
