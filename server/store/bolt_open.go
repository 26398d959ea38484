package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// initialMmap spares a young store the remapping of its file, which waits for
// readers. It takes address space, no memory and no room on the disk.
const initialMmap = 64 << 20

// OpenBolt opens the store in a file, which is created with mode 0600 if it is
// missing or empty. Ghosts that an earlier run left are released.
//
// Errors name the file. They are ErrLocked, ErrNotStore, ErrDamaged, ErrVersion,
// or what the operating system says.
func OpenBolt(path string, opts BoltOptions) (*Bolt, error) {
	if opts.LockTimeout <= 0 {
		opts.LockTimeout = time.Second
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	isNew, err := checkFile(path)
	if err != nil {
		return nil, openError(path, err)
	}
	s := &Bolt{counters: counters{now: opts.Now}, queue: newQueue(), ended: make(chan struct{})}
	if err := s.open(path, opts); err != nil {
		return nil, openError(path, err)
	}
	if isNew {
		if err := syncDir(filepath.Dir(path)); err != nil {
			return nil, openError(path, errors.Join(err, s.db.Close()))
		}
	}
	s.writer = writer{db: s.db, counters: &s.counters, saved: s.marks()}
	go s.write()
	return s, nil
}

func openError(path string, err error) error {
	var pathErr *fs.PathError // it repeats the path
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return fmt.Errorf("store: open %s: %w", path, err)
}

// checkFile refuses what bbolt should not see. isNew means that there is nothing
// in the file yet.
func checkFile(path string) (isNew bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, fmt.Errorf("%w: it is a directory", ErrNotStore)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%w: it is not a regular file", ErrNotStore)
	case info.Size() == 0:
		return true, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	return false, checkMeta(f, info.Size())
}

// open opens the file with bbolt and prepares what is in it.
//
// bbolt panics where a page that it needs is not what its header says. Such a
// file must give an error, so this function, and only this one, recovers: when
// it is left no transaction is under way and nothing uses the file.
func (s *Bolt) open(path string, opts BoltOptions) (err error) {
	var file *os.File
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
		if err != nil && file != nil {
			// Not db.Close: it would wait for the transaction that panicked. The
			// mapping stays, and with it the lock, until the process ends. Where
			// bbolt did not panic it has closed the file and this is in vain.
			_ = file.Close()
		}
	}()
	s.db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         opts.LockTimeout,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: initialMmap,
		MaxSize:         opts.MaxSize,
		NoStatistics:    true,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			file, err = os.OpenFile(name, flag, mode)
			return file, err
		},
	})
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return fmt.Errorf("%w (waited %v)", ErrLocked, opts.LockTimeout)
	case err != nil:
		return plainError(err)
	}
	if err := s.db.Update(s.prepare); err != nil {
		return errors.Join(err, s.db.Close())
	}
	return nil
}

// plainError puts what bbolt finds wrong with a file into this package's terms.
func plainError(err error) error {
	switch {
	case errors.Is(err, bbolterrors.ErrInvalid), errors.Is(err, bbolterrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %v", ErrNotStore, err)
	case errors.Is(err, bbolterrors.ErrChecksum):
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return err
}

// prepare makes the buckets of a new file, or checks an old one and releases
// the ghosts in it.
func (s *Bolt) prepare(tx *bbolt.Tx) error {
	if first, _ := tx.Cursor().First(); first == nil {
		return create(tx)
	}
	meta := tx.Bucket(bucketMeta)
	if meta == nil || string(meta.Get(keyFormat)) != formatMarker {
		return fmt.Errorf("%w: it is a bbolt database of another program", ErrNotStore)
	}
	switch v := meta.Get(keyVersion); {
	case len(v) == 1 && v[0] == formatVersion:
	case len(v) == 1 && oldestVersion <= v[0] && v[0] < formatVersion:
		if err := upgrade(tx); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%w: version %x, known is %x", ErrVersion, v, formatVersion)
	}
	saved, err := decodeMarks(meta.Get(keyMarks))
	if err != nil {
		return corrupt(bucketMeta, keyMarks, err.Error())
	}
	s.raise(saved)
	b, err := openBuckets(tx)
	if err != nil {
		return err
	}
	return (&applier{buckets: b}).releaseGhosts(nil)
}

func create(tx *bbolt.Tx) error {
	for _, name := range [][]byte{
		bucketMeta, bucketMailboxes, bucketDeleted, bucketNames, bucketSubscriptions,
		bucketMessages, bucketGhosts, bucketExpunged, bucketBodies, bucketShares, bucketQuotas,
		bucketACLs, bucketAnnotations, bucketThreads,
	} {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	meta := tx.Bucket(bucketMeta)
	return errors.Join(
		meta.Put(keyFormat, []byte(formatMarker)),
		meta.Put(keyVersion, []byte{formatVersion}),
		meta.Put(keyMarks, appendMarks(nil, marks{})),
	)
}

// upgrade makes a file of an earlier version one of this version: it has no
// bucket yet for what came later.
func upgrade(tx *bbolt.Tx) error {
	for _, name := range [][]byte{bucketExpunged, bucketQuotas, bucketACLs, bucketAnnotations, bucketThreads} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return tx.Bucket(bucketMeta).Put(keyVersion, []byte{formatVersion})
}

// syncDir makes the entry of a new file durable, which syncing the file does not.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // directories cannot be synced there
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // some file systems have no such thing
	}
	return errors.Join(err, d.Close())
}
