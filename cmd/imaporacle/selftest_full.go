package main

import (
	"cmp"
	"context"
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
	return prove(s,
		func(progress func(done, total int)) (*selftest.Full, error) {
			o.Progress = progress
			return selftest.RunFull(ctx, o)
		},
		func(f *selftest.Full) ([]byte, error) { return writeFull(f, format) }, (*selftest.Full).OK)
}
