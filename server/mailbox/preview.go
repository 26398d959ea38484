package mailbox

// KeptPreview returns the preview that KeepPreview was given (RFC 8970 §3.2: it
// should be the same each time).
func (m *Message) KeptPreview() (string, bool) {
	if p := m.preview.Load(); p != nil {
		return *p, true
	}
	return "", false
}

// KeepPreview keeps the preview of the message's text with it.
func (m *Message) KeepPreview(text string) { m.preview.Store(&text) }
