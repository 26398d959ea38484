package stress

import (
	"context"
	"errors"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// noopCommand is NOOP, after which all sessions have the same picture
// (RFC 9051 §6.1.2).
func (s *session) noopCommand() command { return line("NOOP") }

// checkCommand is CHECK, which IMAP4rev2 has no more (RFC 3501 §6.4.1).
func (s *session) checkCommand() command {
	if !s.caps["IMAP4REV1"] {
		return s.noopCommand()
	}
	return line("CHECK")
}

// idleTime is how long a session idles: as long as others need for some commands.
const idleTime = 10 * time.Millisecond

// idle waits for a first change, or for a moment (RFC 9051 §6.3.13).
func (s *session) idle() error {
	answered := s.log.add(s.step(line("IDLE")))
	idle, err := s.c.Idle(s.ctx)
	if err != nil {
		return notRefused(err)
	}
	ctx, cancel := context.WithTimeout(s.ctx, idleTime)
	defer cancel()
	_, err = idle.WaitFor(ctx, func(*wire.Response) bool { return true })
	var canceled *client.CanceledError
	if err != nil && !errors.As(err, &canceled) {
		return err
	}
	began := time.Now()
	reply, err := idle.Done(s.ctx)
	if err != nil {
		return err
	}
	answered(reply.To)
	s.noteReads(reply)
	s.tally.add("IDLE (DONE)", reply.Tagged.Status, time.Since(began))
	return nil
}

// idleNow ends the IDLE as soon as it has begun, as scripts do.
func (s *session) idleNow() error {
	idle, err := s.c.Idle(s.ctx)
	if err == nil {
		_, err = idle.Done(s.ctx)
	}
	s.noteReads()
	return notRefused(err)
}

// notRefused is for a command that the server may refuse.
func notRefused(err error) error {
	var refused *client.RefusedError
	if errors.As(err, &refused) {
		return nil
	}
	return err
}
