package faults

import (
	"fmt"
	"strings"
)

// sessionMadeUps are made-up faults of commands about the session.
var sessionMadeUps = []Kind{
	breaks("greeting/form", "greeting", "no", Response,
		"A server that is busy greets with NO, where BYE is the word for it.",
		func(w *wire) actions {
			greeted := false
			return actions{response: func(resp []byte) []byte {
				first := !greeted
				greeted = true
				if !first || !w.acts() {
					return resp
				}
				return []byte("* NO [UNAVAILABLE] Too busy, try again later\r\n")
			}}
		}),
	breaks("login/disabled", "login", "disabled-in-name", Response,
		"LOGINDISABLED is advertised, and LOGIN works.",
		rewrites(func(w *wire, resp []byte) []byte {
			if w.talk.actor.User != "" {
				return resp
			}
			if sent := withCapability(resp, "LOGINDISABLED"); sent != nil && w.acts() {
				return sent
			}
			return resp
		})),
	breaks("bye/before-logout", "logout", "without-bye", Response,
		"LOGOUT is answered OK, and no BYE has come.",
		rewritesStatus(func(w *wire, s status) []byte {
			if s.kind != "BYE" || w.talk.command() != "LOGOUT" || !w.acts() {
				return nil
			}
			return []byte{}
		})),
	breaks("syntax/line-end", "logout", "bare-line-feed", Response,
		"The BYE of LOGOUT ends in LF, without the CR before it.",
		rewritesStatus(func(w *wire, s status) []byte {
			if s.kind != "BYE" || w.talk.command() != "LOGOUT" || !w.acts() {
				return nil
			}
			return []byte(strings.TrimSuffix(s.String(), "\r\n") + "\n")
		})),
	breaks("syntax/tag", "bad", "as-error", Response,
		"What cannot be understood is answered ERROR in place of BAD.",
		rewritesTagged(func(s status) []byte {
			if s.kind != "BAD" {
				return nil
			}
			s.kind = "ERROR"
			return s.bytes()
		})),
	breaks("capability/revision", "capability", "without-revision", Response,
		"No revision of IMAP is among the capabilities.",
		rewrites(func(w *wire, resp []byte) []byte {
			if sent := withoutCapabilities(resp, "IMAP4rev1", "IMAP4rev2"); sent != nil && w.acts() {
				return sent
			}
			return resp
		})),
	breaks("enable/asked", "enable", "unasked", Response,
		"ENABLED lists an extension besides that the client has not asked for.",
		rewrites(func(w *wire, resp []byte) []byte {
			if _, ok := untagged(resp, "ENABLED"); !ok || !w.acts() {
				return resp
			}
			return append(resp[:len(resp)-len(crlf):len(resp)-len(crlf)], " X-UNASKED\r\n"...)
		})),
	breaks("continuation/asked", "continuation", "unasked", Response,
		"NOOP is answered by a continuation request too.",
		rewritesStatus(func(w *wire, s status) []byte {
			if !w.talk.completes(s, "NOOP") || !w.acts() {
				return nil
			}
			return fmt.Appendf(nil, "+ Go on\r\n%s", s)
		})),
	breaks("response/answered", "namespace", "unanswered", Response,
		"NAMESPACE is answered OK, and tells nothing.", leavesOut("NAMESPACE", "NAMESPACE")),
}
