package stress

// expungeCommand is EXPUNGE or UID EXPUNGE (RFC 9051 §6.4.3, §6.4.9).
func (s *session) expungeCommand() command {
	if m, ok := s.pick(8); ok && s.rng.IntN(2) == 0 && (s.caps["UIDPLUS"] || s.caps["IMAP4REV2"]) {
		return line("%s", m.set("EXPUNGE", true))
	}
	return line("EXPUNGE")
}
