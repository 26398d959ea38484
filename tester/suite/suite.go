// Package suite holds the scripted tests of this project: one file a group, in
// folders by subject. The comment that begins a file names the sections of the
// RFCs to which it holds a server.
package suite

import (
	"embed"

	"imaporacle/tester/script"
)

//go:embed all:*
var files embed.FS

// Scripts returns the whole suite.
func Scripts() ([]*script.Script, error) { return script.Load(files, "suite") }
