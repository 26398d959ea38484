package proxy

import (
	"bytes"
	"slices"
	"strings"
)

// capabilityResponse returns the names in an untagged CAPABILITY
// (RFC 9051 §7.2.2).
func capabilityResponse(resp []byte) (names string, ok bool) {
	const head = "* CAPABILITY "
	if len(resp) < len(head) || !strings.EqualFold(string(resp[:len(head)]), head) {
		return "", false
	}
	return strings.TrimRight(string(resp[len(head):]), "\r\n"), true
}

// capabilityCode returns the names in the code of a status response, and where
// they stand (RFC 9051 §7.1).
func capabilityCode(resp []byte) (start, end int, ok bool) {
	const head = "[CAPABILITY "
	if statusOf(resp) == "" {
		return 0, 0, false
	}
	open := bytes.IndexByte(resp, '[')
	if open < 0 || bytes.Count(resp[:open], []byte(" ")) != 2 || len(resp) < open+len(head) ||
		!strings.EqualFold(string(resp[open:open+len(head)]), head) {
		return 0, 0, false
	}
	start = open + len(head)
	length := bytes.IndexByte(resp[start:], ']')
	return start, start + length, length >= 0
}

// withCode returns a greeting with other names in its code.
func withCode(greeting []byte, names string) []byte {
	start, end, ok := capabilityCode(greeting)
	if !ok {
		return greeting
	}
	return slices.Concat(greeting[:start], []byte(names), greeting[end:])
}

// statusOf returns OK, NO, BAD, BYE or PREAUTH, empty for other responses.
func statusOf(resp []byte) string {
	_, rest, _ := bytes.Cut(bytes.TrimRight(resp, "\r\n"), []byte(" "))
	kind, _, _ := bytes.Cut(rest, []byte(" "))
	switch kind := strings.ToUpper(string(kind)); kind {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return kind
	}
	return ""
}

// disguise changes the capabilities that a response tells, if it tells any.
func (s *session) disguise(resp []byte) []byte {
	if names, ok := capabilityResponse(resp); ok {
		if told := s.told(names); told != names {
			return []byte("* CAPABILITY " + told + "\r\n")
		}
		return resp
	}
	start, end, ok := capabilityCode(resp)
	if !ok {
		return resp
	}
	names := string(resp[start:end])
	if told := s.told(names); told != names {
		return withCode(resp, told)
	}
	return resp
}

// told returns what the client is told of these capabilities: without those
// that end at the proxy, and with its own STARTTLS.
func (s *session) told(names string) string {
	list := strings.Fields(names)
	list = slices.DeleteFunc(list, func(name string) bool { return s.hides(strings.ToUpper(name)) })
	if s.mayStartTLS() {
		list = append(list, "STARTTLS")
	}
	return strings.Join(append(list, s.proxy.options.Claim...), " ")
}

func (s *session) hides(name string) bool {
	switch {
	case name == "STARTTLS", strings.HasPrefix(name, "COMPRESS="):
		return true
	case strings.HasPrefix(name, "AUTH=") && strings.HasSuffix(name, "-PLUS"):
		return true // bound to TLS that ends here (RFC 5802 §6)
	}
	return slices.ContainsFunc(s.proxy.options.Hide, func(h string) bool { return strings.EqualFold(h, name) })
}

// mayStartTLS reports whether STARTTLS is possible now.
func (s *session) mayStartTLS() bool {
	return s.proxy.options.TLS != nil && s.client.TLS() == nil && !s.authenticated
}
