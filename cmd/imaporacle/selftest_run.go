package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// prove runs a selftest of some kind with its progress shown, prints what write
// makes of its outcome, and returns the exit status.
func prove[T any](s streams, run func(progress func(done, total int)) (T, error), write func(T) ([]byte, error), ok func(T) bool) (int, error) {
	// Each server lives for a moment: memory is cheaper here than to collect it.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	bar := newProgress(s.err)
	outcome, err := run(bar.tell)
	bar.end()
	if errors.Is(err, context.Canceled) {
		return 0, errors.New("selftest: interrupted")
	}
	if err != nil {
		return 0, fmt.Errorf("selftest: %w", err)
	}
	text, err := write(outcome)
	if err != nil {
		return 0, fmt.Errorf("selftest: %w", err)
	}
	if _, err := s.out.Write(text); err != nil {
		return 0, err
	}
	if !ok(outcome) {
		return finding, nil
	}
	return good, nil
}
