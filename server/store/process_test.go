package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"imaporacle/server/store"
)

// With these in its environment the test binary is another process, see child.
const (
	childRole = "STORE_TEST_ROLE"
	childPath = "STORE_TEST_PATH"
)

// child opens the store, and then holds it until its input ends, or writes to it
// until it is killed, with a line of output for each message acknowledged.
func child(role, path string) int {
	s, err := store.OpenBolt(path, store.BoltOptions{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	fmt.Println("open")
	if role == "hold" {
		_, _ = io.Copy(io.Discard, os.Stdin)
		if err := s.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			m, err := newBox(s, fmt.Sprint("box", w))
			for err == nil {
				uid := m.UIDNext
				if err = appendTo(s, &m, body(m.ID, uid)); err == nil {
					fmt.Println(m.ID, uid, m.UIDValidity)
				}
			}
			fmt.Fprintln(os.Stderr, err)
		})
	}
	wg.Wait()
	return 1
}

// body is what child appends; some span several chunks.
func body(box store.MailboxID, uid uint32) []byte {
	return []byte(strings.Repeat(fmt.Sprintf("mailbox %d message %d\r\n", box, uid), int(uid%7)*int(uid%7)*200+1))
}

// startChild starts another process and waits until it has the store open.
func startChild(t *testing.T, role, path string) (cmd *exec.Cmd, in io.Closer, out *bufio.Scanner) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+role, childPath+"="+path)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out = bufio.NewScanner(stdout)
	if !out.Scan() || out.Text() != "open" {
		_ = cmd.Process.Kill()
		t.Fatalf("child said %q, %v", out.Text(), cmd.Wait())
	}
	return cmd, in, out
}

func TestLockedByAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	cmd, in, _ := startChild(t, "hold", path)
	_, err := store.OpenBolt(path, store.BoltOptions{LockTimeout: 60 * time.Millisecond})
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Errorf("open: %v, want ErrLocked and the path", err)
	}
	if err := errors.Join(in.Close(), cmd.Wait()); err != nil {
		t.Error(err)
	}
	closeSound(t, mustOpen(t, path))
}

// TestKilled: what was acknowledged is there after the process was killed.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	lastValidity := uint64(0)
	for _, acks := range []int{1, 30, 150} { // the same file goes on
		cmd, _, out := startChild(t, "write", path)
		last := make(map[store.MailboxID]uint32)
		for n := 0; out.Scan(); n++ {
			var box store.MailboxID
			var uid, validity uint32
			if _, err := fmt.Sscan(out.Text(), &box, &uid, &validity); err != nil {
				t.Fatalf("line %q: %v", out.Text(), err)
			}
			if uid == 1 && uint64(validity) <= lastValidity {
				t.Errorf("UIDVALIDITY %d is not above %d of the last run", validity, lastValidity)
			}
			last[box] = max(last[box], uid)
			if n == acks {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // killed
		s := mustOpen(t, path)
		lastValidity = uint64(s.NextUIDValidity()) - 1
		verifyKilled(t, s, last)
		closeSound(t, s)
	}
}

// verifyKilled also removes the mailboxes, to make way for the next run.
func verifyKilled(t *testing.T, s *store.Bolt, last map[store.MailboxID]uint32) {
	t.Helper()
	boxes, err := s.Mailboxes("user")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range boxes {
		if m.UIDNext <= last[m.ID] {
			t.Errorf("mailbox %d has UIDNEXT %d, acknowledged was UID %d", m.ID, m.UIDNext, last[m.ID])
		}
		for uid := uint32(1); uid <= last[m.ID]; uid++ {
			got, err := s.Body(m.ID, uid, nil)
			if err != nil || string(got) != string(body(m.ID, uid)) {
				t.Errorf("mailbox %d UID %d was acknowledged: %d bytes, %v", m.ID, uid, len(got), err)
			}
		}
		delete(last, m.ID)
		if err := commit(s, store.DeleteMailbox{ID: m.ID}); err != nil {
			t.Error(err)
		}
	}
	if len(last) > 0 {
		t.Errorf("acknowledged mailboxes are missing: %v", last)
	}
}
