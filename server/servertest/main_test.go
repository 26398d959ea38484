package servertest_test

import (
	"testing"

	"go.uber.org/goleak"
)

// A server that is closed leaves no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
