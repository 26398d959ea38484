package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"

	"imaporacle/tester/report"
	"imaporacle/tester/selftest"
)

// fullPlans is how many plans selftest --full draws unless told.
const fullPlans = 1000

// serversPerCore is how many servers selftest --full has at work for each core:
// a tester waits for much of its time.
const serversPerCore = 4

// selftestFull is selftest --full.
func selftestFull(ctx context.Context, s streams, o selftest.Options, format report.Format) (int, error) {
	o.Parallel = cmp.Or(o.Parallel, serversPerCore*runtime.NumCPU())
	bar := newProgress(s.err)
	o.Progress = bar.tell
	f, err := selftest.RunFull(ctx, o)
	bar.end()
	if errors.Is(err, context.Canceled) {
		return 0, errors.New("selftest: interrupted")
	}
	if err != nil {
		return 0, fmt.Errorf("selftest: %w", err)
	}
	text, err := writeFull(f, format)
	if err != nil {
		return 0, fmt.Errorf("selftest: %w", err)
	}
	if _, err := s.out.Write(text); err != nil {
		return 0, err
	}
	if !f.OK() {
		return finding, nil
	}
	return good, nil
}
