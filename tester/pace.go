package tester

import (
	"fmt"
	"time"

	"imaporacle/tester/client"
)

// tries is how often what was slow is tried: the fastest counts, as anything may
// be late once.
const tries = 3

// pace tells of a server that is slow, which is legal: in greeting, or in
// answering what takes no work.
func (t *trial) pace(c *client.Client) error {
	if err := t.paceGreetings(c); err != nil {
		return err
	}
	from := t.mark()
	var fastest time.Duration
	for n := 0; n < tries && (n == 0 || fastest > t.cfg.Slow); n++ {
		reply, err := c.Do(t.ctx, "CAPABILITY")
		if err != nil {
			return err
		}
		took := reply.Done.Sub(reply.Sent)
		if n == 0 || took < fastest {
			fastest = took
		}
	}
	t.slow(from, "answers to CAPABILITY", fastest)
	return nil
}

// paceGreetings looks how long greetings take, of which c has had the first.
func (t *trial) paceGreetings(c *client.Client) error {
	fastest := c.Greeted()
	for n := 1; n < tries && fastest > t.cfg.Slow; n++ {
		again, err := client.Dial(t.ctx, t.cfg.Config, "hello again", t.result.Transcript)
		if err != nil {
			return err
		}
		_ = again.Logout(t.ctx)
		fastest = min(fastest, again.Greeted())
	}
	t.slow(1, "greetings", fastest)
	return nil
}

func (t *trial) slow(from int, what string, fastest time.Duration) {
	if fastest > t.cfg.Slow {
		t.find("transport/slow", from, fmt.Sprintf("%s come within %v", what, t.cfg.Slow),
			fmt.Sprintf("the fastest of %d took %v", tries, fastest.Round(time.Millisecond)))
	}
}
