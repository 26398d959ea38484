package faults

// expungeMadeUps are made-up faults of EXPUNGE.
var expungeMadeUps = []Kind{
	breaks("expunge/needs-command", "expunge", "behind-completion", Response,
		"What NOOP tells comes behind the line that completes it, from the first EXPUNGE on.",
		func(w *wire) actions {
			var held []byte
			return actions{response: func(resp []byte) []byte {
				if w.talk.command() != "NOOP" {
					return resp
				}
				if s, ok := parseStatus(resp); ok && s.tag == w.talk.actor.Tag {
					resp = append(resp, held...)
					held = nil
					return resp
				}
				if _, name, ok := numbered(resp); held == nil && (!ok || name != "EXPUNGE" || !w.acts()) {
					return resp
				}
				held = append(held, resp...)
				return nil
			}}
		}),
}
