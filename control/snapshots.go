package control

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"imaporacle/server"
)

// Bounds of what is kept.
const (
	maxSnapshots     = 100
	maxSnapshotBytes = 1 << 30 // of all together
)

// shelf holds the snapshots.
type shelf struct {
	start *taken

	mu    sync.Mutex
	last  int // ID
	taken []*taken
}

// taken is a snapshot that was taken.
type taken struct {
	snapshot
	content *server.Snapshot
}

type snapshot struct {
	ID   int       `json:"id"`
	Time time.Time `json:"time" doc:"when it was taken"`
	Size int64     `json:"size" doc:"about how many octets of memory it takes"`
}

type snapshotID struct {
	ID int `path:"id" doc:"of a snapshot"`
}

func (c *Control) snapshots(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "take-snapshot", Method: http.MethodPost, Path: "/snapshots", Summary: "Keep all users and mail as they are",
		DefaultStatus: http.StatusCreated,
		Description:   fmt.Sprintf("In memory: at most %d, of %d MB in all. Faults are not part of it.", maxSnapshots, maxSnapshotBytes>>20),
	}, c.takeSnapshot)
	huma.Register(api, huma.Operation{
		OperationID: "list-snapshots", Method: http.MethodGet, Path: "/snapshots", Summary: "List the snapshots",
	}, c.listSnapshots)
	huma.Register(api, huma.Operation{
		OperationID: "drop-snapshot", Method: http.MethodDelete, Path: "/snapshots/{id}", Summary: "Forget a snapshot",
	}, c.dropSnapshot)
	huma.Register(api, huma.Operation{
		OperationID: "restore", Method: http.MethodPost, Path: "/snapshots/{id}/restore", Summary: "Put everything back as it was",
		Description: "Sessions end. UIDs and mod-sequences are those of then. The snapshot stays.",
	}, func(_ context.Context, in *snapshotID) (*struct{}, error) {
		t, err := c.shelf.find(in.ID)
		if err != nil {
			return nil, err
		}
		return nil, c.options.Server.Restore(t.content)
	})
}

// begin takes the snapshot to which a reset leads back. Each user has an INBOX
// in it, else a reset would give INBOX another UIDVALIDITY.
func (c *Control) begin() (*taken, error) {
	for _, name := range c.options.Server.Users() {
		if _, err := c.options.Server.Account(name); err != nil {
			return nil, err
		}
	}
	return c.take()
}

// take takes a snapshot, without a number yet.
func (c *Control) take() (*taken, error) {
	content, err := c.options.Server.Snapshot()
	if err != nil {
		return nil, err
	}
	return &taken{snapshot{Time: time.Now(), Size: content.Size()}, content}, nil
}

func (c *Control) takeSnapshot(context.Context, *struct{}) (*struct{ Body snapshot }, error) {
	t, err := c.take()
	if err != nil {
		return nil, err
	}
	if err := c.shelf.add(t); err != nil {
		return nil, err
	}
	return &struct{ Body snapshot }{t.snapshot}, nil
}

func (c *Control) listSnapshots(context.Context, *struct{}) (*struct{ Body []snapshot }, error) {
	c.shelf.mu.Lock()
	defer c.shelf.mu.Unlock()
	all := &struct{ Body []snapshot }{[]snapshot{}}
	for _, t := range c.shelf.taken {
		all.Body = append(all.Body, t.snapshot)
	}
	return all, nil
}

func (c *Control) dropSnapshot(_ context.Context, in *snapshotID) (*struct{}, error) {
	t, err := c.shelf.find(in.ID)
	if err != nil {
		return nil, err
	}
	c.shelf.mu.Lock()
	defer c.shelf.mu.Unlock()
	c.shelf.taken = slices.DeleteFunc(c.shelf.taken, func(other *taken) bool { return other == t })
	return nil, nil
}

// add gives t a number and keeps it, if there is room.
func (s *shelf) add(t *taken) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := t.Size
	for _, other := range s.taken {
		size += other.Size
	}
	if len(s.taken) >= maxSnapshots || size > maxSnapshotBytes {
		return huma.NewError(http.StatusInsufficientStorage, fmt.Sprintf("there are %d snapshots, with this one of %d octets: drop some", len(s.taken), size))
	}
	s.last++
	t.ID = s.last
	s.taken = append(s.taken, t)
	return nil
}

func (s *shelf) find(id int) (*taken, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.taken {
		if t.ID == id {
			return t, nil
		}
	}
	return nil, wrong(http.StatusNotFound, "path.id", id, "there is no such snapshot")
}
