package server_test

import (
	"testing"

	"go.uber.org/goleak"
)

// Each test closes its servers: nothing of them may be left.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
