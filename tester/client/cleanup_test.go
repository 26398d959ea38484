package client

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestCleanUpHasTimeUntilInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		clean, done := CleanUp(ctx)
		defer done()
		time.Sleep(time.Hour)
		if clean.Err() != nil {
			t.Fatalf("ended after an hour without interruption: %v", clean.Err())
		}
		began := time.Now()
		interrupt()
		<-clean.Done()
		if took := time.Since(began); took != CleanUpLimit {
			t.Errorf("ended %v after the interruption, want %v", took, CleanUpLimit)
		}
		if !errors.Is(context.Cause(clean), errCleanUp) {
			t.Errorf("ended by %v", context.Cause(clean))
		}
	})
}

func TestCleanUpAfterInterruption(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		interrupt()
		clean, done := CleanUp(ctx)
		time.Sleep(CleanUpLimit / 2)
		if clean.Err() != nil {
			t.Errorf("ended before the limit: %v", clean.Err())
		}
		done() // leaves no timer behind, for which the test would wait in vain
	})
}
