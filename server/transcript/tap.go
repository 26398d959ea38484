package transcript

import "imaporacle/server/front"

// Tap is a filter that changes nothing and hands on what a connection says,
// with the passwords taken out.
type Tap struct {
	client speaker
	say    func(who byte, text []byte)
}

var _ front.Listener = (*Tap)(nil)

// NewTap returns a Tap that calls say with each response ('S') and each line or
// literal of the client ('C'), one after the other. The text is valid during
// the call only.
func NewTap(say func(who byte, text []byte)) *Tap { return &Tap{say: say} }

// Response implements front.Filter.
func (t *Tap) Response(_ *front.Command, resp []byte) []byte {
	for one := range front.Responses(resp) {
		t.say('S', one)
		if ends(one) {
			t.client = speaker{}
		}
	}
	return resp
}

// Received implements front.Listener.
func (t *Tap) Received(data []byte) { t.say('C', t.client.says(data)) }
