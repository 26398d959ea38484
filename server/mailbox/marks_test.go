package mailbox

import (
	"fmt"
	"sync"
	"testing"
)

// Whoever reads while another session changes flags finds one set of them under
// each mod-sequence (RFC 7162 §3.1), and none with a keyword that the session
// takes for announced (RFC 9051 §7.3.5).
func TestMarksBelongTogether(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 1)
	writer, reader := open(t, mb), open(t, mb)
	over := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		seen := make(map[uint64]string)
		for {
			flags, modSeq := reader.Marks(reader.Messages()[0])
			if reader.Unannounced() {
				reader.NewKeywords()
			}
			before, again := seen[modSeq]
			if again && before != flags.String() {
				t.Errorf("under %d there were the flags (%s), and are (%s)", modSeq, before, flags)
			}
			if n := len(flags.Names()); n > reader.keywords {
				t.Errorf("%d keywords are set, and %d announced", n, reader.keywords)
			}
			seen[modSeq] = flags.String()
			select {
			case <-over:
				return
			default:
			}
		}
	})
	for n := range 200 {
		if _, err := writer.SetFlags([]int{0}, AddFlags, []string{fmt.Sprintf("k%d", n)}); err != nil {
			t.Error(err)
		}
	}
	close(over)
	reading.Wait()
}
