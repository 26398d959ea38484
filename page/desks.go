package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"imaporacle/teach/lesson"
)

// mainRoom is the key of the server's room; those of others cannot be guessed.
const mainRoom = "server"

// Bounds of the rooms that are there for one learner each.
const (
	maxRooms = 200
	maxIdle  = 30 * time.Minute
	lookTime = time.Minute // between two looks whether one is idle
)

// desks are the rooms that are shown, by key.
type desks struct {
	main *desk

	mu   sync.Mutex
	all  map[string]*desk // but for main
	over bool
}

func (ds *desks) init(main *desk) { ds.main, ds.all = main, make(map[string]*desk) }

// find returns the desk of a key. Its leave must be called.
func (ds *desks) find(key string) (*desk, error) {
	if key == mainRoom {
		ds.main.enter()
		return ds.main, nil
	}
	ds.mu.Lock()
	defer ds.mu.Unlock()
	d := ds.all[key]
	if d == nil {
		return nil, missing("This room is closed: nobody was in it for %d minutes, or the program was started anew. Begin the lesson again.", int(maxIdle.Minutes()))
	}
	d.enter()
	return d, nil
}

// add keeps the room of a lesson under a new key.
func (ds *desks) add(run *lesson.Run) (key string, err error) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	switch {
	case ds.over:
		return "", refusal{http.StatusServiceUnavailable, "The page is closing."}
	case len(ds.all) >= maxRooms:
		return "", refusal{http.StatusServiceUnavailable, fmt.Sprintf("%d learners are at it already. Rooms that nobody uses are closed after %d minutes.", maxRooms, int(maxIdle.Minutes()))}
	}
	key = newKey()
	ds.all[key] = newDesk(nil, nil, run)
	return key, nil
}

// closeIdle closes what nobody has used since a moment.
func (ds *desks) closeIdle(since time.Time) error {
	ds.mu.Lock()
	var idle []*desk
	for key, d := range ds.all {
		if d.idleSince(since) {
			idle = append(idle, d)
			delete(ds.all, key)
		}
	}
	ds.mu.Unlock()
	return closeAll(idle)
}

// close closes all rooms but that of the server, and lets no more begin.
func (ds *desks) close() error {
	ds.mu.Lock()
	ds.over = true
	var all []*desk
	for key, d := range ds.all {
		all = append(all, d)
		delete(ds.all, key)
	}
	ds.mu.Unlock()
	return errors.Join(closeAll(all), ds.main.close())
}

func closeAll(all []*desk) error {
	var errs []error
	for _, d := range all {
		errs = append(errs, d.close())
	}
	return errors.Join(errs...)
}

// lookAfter closes rooms that nobody uses, until ctx ends.
func (p *Page) lookAfter(ctx context.Context) {
	defer close(p.done)
	tick := time.NewTicker(lookTime)
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			if err := p.desks.closeIdle(now.Add(-maxIdle)); err != nil && p.options.Log != nil {
				p.options.Log.Printf("--page: %v", err)
			}
		case <-ctx.Done():
			return
		}
	}
}
