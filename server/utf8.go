package server

// speaksUTF8 reports whether UTF-8 may stand in what is sent as a quoted
// string: the client has enabled UTF8=ACCEPT (RFC 6855 §3) or IMAP4rev2
// (RFC 9051 §4.3).
func (s *session) speaksUTF8() bool { return s.utf8 || s.rev2 }
