package message

import "strings"

// crlf makes the line ends of a Go raw string those of a message.
func crlf(s string) []byte {
	return []byte(strings.ReplaceAll(s, "\n", "\r\n"))
}
