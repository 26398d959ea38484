package faults

import "imaporacle/server/mailbox"

// serveExpunged is what the faults of FETCH on expunged messages share: which
// items are answered otherwise than whole.
type serveExpunged struct {
	mailbox.Behaviour
	*instance
	servings map[mailbox.Item]mailbox.Serving
}

// all gives every item the same serving.
func all(s mailbox.Serving) map[mailbox.Item]mailbox.Serving {
	servings := make(map[mailbox.Item]mailbox.Serving)
	for item := mailbox.ItemFlags; item <= mailbox.ItemBody; item++ {
		servings[item] = s
	}
	return servings
}

func (f *serveExpunged) ServeExpunged(at mailbox.Moment, item mailbox.Item) mailbox.Serving {
	if s, ok := f.servings[item]; ok && f.acts(at) {
		return s
	}
	return f.Behaviour.ServeExpunged(at, item)
}
