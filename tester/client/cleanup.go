package client

import (
	"context"
	"errors"
	"time"
)

// CleanUpLimit is how long cleaning up may go on once the run was interrupted.
const CleanUpLimit = 10 * time.Second

var errCleanUp = errors.New("cleaning up took too long after the interruption")

// CleanUp returns a context for removing what a run has made, also after it was
// interrupted: it outlives ctx by CleanUpLimit. As long as ctx is not done only
// the limit of each wait holds, because there may be many mailboxes and a
// server may take seconds for each.
func CleanUp(ctx context.Context) (context.Context, context.CancelFunc) {
	clean, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		limit := time.AfterFunc(CleanUpLimit, func() { cancel(errCleanUp) })
		context.AfterFunc(clean, func() { limit.Stop() })
	})
	return clean, func() { stop(); cancel(nil) }
}
