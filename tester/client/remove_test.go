package client

import (
	"strings"
	"testing"
)

// One mailbox that the server does not let go keeps none of the others.
func TestDeleteAllGoesOn(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) {
		tag := p.expect(`LIST "" "x*"`)
		p.send(`* LIST () "/" x`, `* LIST () "/" x/long`, `* LIST (\NonExistent) "/" x/gone`, `* LIST () "/" x/b`, tag+" OK")
		tag = p.expect(`DELETE "x/long"`)
		p.send(tag + " NO in use")
		tag = p.expect(`LIST "" "x/long*"`)
		p.send(`* LIST () "/" x/long`, tag+" OK")
		tag = p.expect(`DELETE "x/b"`)
		p.send(tag + " OK")
		tag = p.expect(`DELETE "x"`)
		p.send(tag + " OK")
		tag = p.expect(`LSUB "" "x*"`)
		p.send(`* LSUB () "/" x/b`, tag+" OK")
		tag = p.expect(`UNSUBSCRIBE "x/b"`)
		p.send(tag + " OK")
	}))
	c := dial(t, cfg, nil)
	if err := c.DeleteAll(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("got %v, want the refusal of x/long", err)
	}
}
