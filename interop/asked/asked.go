// Package asked has tests run only where "make interop" asks for them: they
// need programs that it installs.
package asked

import (
	"os"
	"testing"
)

const variable = "IMAPORACLE_INTEROP"

// OrSkip skips the test unless it was asked for.
func OrSkip(t testing.TB) {
	t.Helper()
	if os.Getenv(variable) == "" {
		t.Skipf("%s is not set; make interop sets it", variable)
	}
}
