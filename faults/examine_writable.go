package faults

import "imaporacle/server/mailbox"

var examineWritable = Kind{
	Name: "examine", Value: "writable",
	Story:  "EXAMINE opens a mailbox read-only, and STORE changes it all the same. imapserver of go-imap forbids nothing after EXAMINE, so that a server built upon it does so unless it looks itself.",
	Source: "go-imap v2.0.0-beta.8, imapserver", Rule: "select/read-only-kept", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &writable{Behaviour: next, instance: i}
	},
}

type writable struct {
	mailbox.Behaviour
	*instance
}

func (w *writable) KeepsReadOnly(at mailbox.Moment) bool {
	return !w.acts(at) && w.Behaviour.KeepsReadOnly(at)
}
