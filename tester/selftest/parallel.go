package selftest

import (
	"context"
	"sync"
)

// inParallel does work for 0 to n-1, at most parallel of them at once, until
// ctx ends; then it returns why, and some may be left out. progress, which may
// be nil, is told after each, from any goroutine.
func inParallel(ctx context.Context, n, parallel int, progress func(done, total int), work func(i int)) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	next, done := 0, 0
	for range parallel {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= n || ctx.Err() != nil {
					return
				}
				work(i)
				mu.Lock()
				done++
				now := done
				mu.Unlock()
				if progress != nil {
					progress(now, n)
				}
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
