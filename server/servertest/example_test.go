package servertest_test

import (
	"fmt"
	"io"
	"log"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"imaporacle/server"
)

// A client logs in, appends a message, selects the mailbox and reads it back.
// In a test, servertest.New(t) takes the place of the first six lines.
func Example() {
	srv := server.New(server.Options{})
	if err := srv.Start(); err != nil {
		log.Fatal(err)
	}
	defer srv.Close()

	c, err := imapclient.DialInsecure(srv.Addr(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("user", "pass").Wait(); err != nil {
		log.Fatal(err)
	}

	text := "Subject: Hello\r\n\r\nA message.\r\n"
	appending := c.Append("INBOX", int64(len(text)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}})
	if _, err := io.WriteString(appending, text); err != nil {
		log.Fatal(err)
	}
	if err := appending.Close(); err != nil {
		log.Fatal(err)
	}
	appended, err := appending.Wait()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("UID", appended.UID)

	selected, err := c.Select("INBOX", nil).Wait()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("messages", selected.NumMessages)

	messages, err := c.Fetch(imap.SeqSetNum(1), &imap.FetchOptions{Envelope: true, Flags: true}).Collect()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(messages[0].Envelope.Subject, messages[0].Flags)
	if err := c.Logout().Wait(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// UID 1
	// messages 1
	// Hello [\Seen \Recent]
}
