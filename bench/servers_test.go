package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// peer names the variable with the address of another server.
const peer = "IMAPORACLE_BENCH_PEER"

// each runs a benchmark against each server.
func each(b *testing.B, run func(b *testing.B, addr string)) {
	b.Run("memory", func(b *testing.B) { run(b, start(b, store.NewMemory()).Addr()) })
	b.Run("bolt", func(b *testing.B) { run(b, start(b, openBolt(b)).Addr()) })
	if addr := os.Getenv(peer); addr != "" {
		b.Run("peer", func(b *testing.B) { run(b, addr) })
	}
}

func openBolt(tb testing.TB) store.Store {
	s, err := store.OpenBolt(filepath.Join(tb.TempDir(), "mail.db"), store.BoltOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// start runs a server over s until the end of the benchmark.
func start(tb testing.TB, s store.Store) *server.Server {
	tb.Helper()
	srv := server.New(server.Options{Store: s})
	if err := srv.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		srv.Close()
		s.Close()
	})
	return srv
}

// mail is an ordinary message of 4 kB.
var mail = func() string {
	head := "Date: Mon, 3 Feb 2020 04:05:06 +0000\r\n" +
		"From: Ann Sender <ann@example.org>\r\n" +
		"To: Ben Receiver <ben@example.com>, carl@example.net\r\n" +
		"Subject: The minutes of the last meeting\r\n" +
		"Message-ID: <20200203040506.ann@example.org>\r\n" +
		"MIME-Version: 1.0\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n" +
		"Content-Transfer-Encoding: 7bit\r\n" +
		"\r\n"
	line := "Nobody objected to what was said, and so the meeting ended on time.\r\n"
	return head + strings.Repeat(line, (4096-len(head))/len(line))
}()

// appendMail is the command that appends it.
func appendMail(box string) string {
	return fmt.Sprintf("x APPEND %s {%d+}\r\n%s\r\n", box, len(mail), mail)
}

// boxes counts the mailboxes that were made, so that each has its own name.
var boxes int

// newBox makes a mailbox with n messages and returns its name.
func newBox(tb testing.TB, x *conn, n int) string {
	tb.Helper()
	boxes++
	box := fmt.Sprintf("bench-%d-%d", os.Getpid(), boxes)
	x.do(tb, "x CREATE "+box+"\r\n")
	tb.Cleanup(func() { x.do(tb, "x DELETE "+box+"\r\n") })
	command := appendMail(box)
	for range n {
		x.do(tb, command)
	}
	return box
}

// fill puts n small messages into a user's INBOX without the socket.
func fill(tb testing.TB, srv *server.Server, n int) {
	tb.Helper()
	account, err := srv.Account("user")
	if err != nil {
		tb.Fatal(err)
	}
	inbox, err := account.Get(mailbox.Inbox)
	if err != nil {
		tb.Fatal(err)
	}
	body := []byte("Subject: small\r\n\r\nsmall\r\n")
	for n > 0 {
		batch := make([]mailbox.NewMessage, min(n, 1000))
		for i := range batch {
			batch[i] = mailbox.NewMessage{Date: time.Now(), Body: body}
		}
		if _, _, err := inbox.Append(batch...); err != nil {
			tb.Fatal(err)
		}
		n -= len(batch)
	}
}
