// Package lessons holds the lessons that are built in. README.md tells how to
// write one.
package lessons

import "embed"

// Files are the lessons, a file for each.
//
//go:embed *.md
var Files embed.FS
