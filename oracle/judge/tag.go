package judge

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"imaporacle/internal/wire"
)

// greeting looks at the first response; true if it is one, and all is said.
func (s *session) greeting(r *wire.Response) bool {
	if s.spoke && !s.whole {
		return false // the trace begins in the middle
	}
	state := r.Kind == wire.Untagged && (r.Status == wire.OK || r.Status == wire.PREAUTH || r.Status == wire.BYE)
	if !state {
		if s.whole {
			s.blame("greeting/form", "the connection begins with another response")
		}
		return false
	}
	s.whole, s.unselected = true, true
	s.authed = r.Status == wire.PREAUTH
	s.capabilities(r)
	if r.Status == wire.BYE {
		s.byeAt = s.event
	}
	return true
}

// remembered tags are those of the last commands that were completed.
const rememberedTags = 64

func (s *session) remember(tag string) {
	if len(s.done) == rememberedTags {
		s.done, s.doneAt = append(s.done[:0], s.done[1:]...), append(s.doneAt[:0], s.doneAt[1:]...)
	}
	s.done, s.doneAt = append(s.done, tag), append(s.doneAt, s.event)
}

// unknownTag looks at a tagged response to no command in progress.
func (s *session) unknownTag(r *wire.Response) {
	if r.Status == wire.NoStatus {
		return // no tagged response at all: a matter of syntax
	}
	if i := slices.Index(s.done, r.Tag); i >= 0 {
		s.blame("tag/once", fmt.Sprintf("%s is completed again", r.Tag), s.doneAt[i])
		return
	}
	if !s.whole && !s.spoke || s.gap {
		return
	}
	s.blame("tag/known", fmt.Sprintf("the tag %q is that of no command in progress", r.Tag))
}

// untaggedBad: the server could not tell the command, though there is one. Of
// several it is the one that is never completed, if any.
func (s *session) untaggedBad() {
	if len(s.inflight) > 1 {
		s.badAt = s.event
		return
	}
	if len(s.inflight) == 1 && s.inflight[0].complete && s.inflight[0].tag != "" && !s.inflight[0].bad {
		s.blame("tag/untagged-bad", "untagged BAD while "+s.inflight[0].tag+" is in progress", s.inflight[0].first)
	}
}

// continuation looks at "+": a literal is announced and has not come, or the
// command is one that goes on.
func (s *session) continuation() {
	if !s.whole && !s.spoke || s.gap || s.in.current != nil {
		return
	}
	for _, c := range s.inflight {
		if c.has("IDLE", "AUTHENTICATE", "LOGIN", "STARTTLS") || c.bad {
			return
		}
	}
	s.blame("continuation/asked", "a continuation request for no command")
}

func (s *session) bye() {
	if s.byeAt != 0 {
		s.blame("bye/once", "another BYE", s.byeAt)
		return
	}
	s.byeAt = s.event
	logsOut := func(c *command) bool { return c.verb == "LOGOUT" }
	if s.whole && !s.gap && !slices.ContainsFunc(s.inflight, logsOut) {
		s.blame("bye/unasked", "BYE, and the client has not said LOGOUT")
	}
}

// afterBye: nothing follows but the end of LOGOUT.
func (s *session) afterBye(r *wire.Response) {
	if s.byeAt == 0 || r.Status == wire.BYE || r.Kind == wire.Tagged {
		return
	}
	s.blame("bye/once", "a response after BYE", s.byeAt)
}

// loggedOut looks at the end: BYE has come, and every command is completed.
func (s *session) loggedOut() {
	if s.byeAt == 0 {
		s.blame("bye/before-logout", "LOGOUT was answered OK without BYE")
	}
	for _, c := range s.inflight {
		if c.complete {
			s.blame("tag/answered", c.tag+" was never completed", c.first)
			if s.badAt > c.first && !c.bad {
				s.blame("tag/untagged-bad", "untagged BAD, and "+c.tag+" was never completed", c.first, s.badAt)
			}
		}
	}
	s.leave()
}

// silence is how long a server may say nothing during IDLE before that is told.
const silence = 29 * time.Minute

// idleDied says whether the connection was lost after a long silence in IDLE.
func (s *session) idleDied(e Event) bool {
	for _, c := range s.inflight {
		last := s.lastHeard
		if s.idleSince.After(last) {
			last = s.idleSince
		}
		if c.verb == "IDLE" && !last.IsZero() && e.Time.Sub(last) >= silence {
			s.blame("idle/kept-alive", fmt.Sprintf("nothing for %v, and then the connection was lost", e.Time.Sub(last).Round(time.Minute)), c.first)
			return true
		}
	}
	return false
}

// refusal tells of answers that say that the server cannot. Gmail says so at the
// end of the text, where no code stands.
func (s *session) refusal(r *wire.Response) {
	switch {
	case strings.HasSuffix(r.Text, "[THROTTLED]"):
		s.blame("refusal/limit", r.Status.String()+" "+r.Text)
	case r.Code == nil:
	case r.Code.Name == "SERVERBUG":
		s.blame("refusal/server-bug", r.Status.String()+" [SERVERBUG] "+r.Text)
	case r.Code.Name == "LIMIT", r.Code.Name == "THROTTLED":
		s.blame("refusal/limit", r.Status.String()+" ["+r.Code.Name+"] "+r.Text)
	}
}
