package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"imaporacle/cmd/imaporacle/mbox"
	"imaporacle/server"
	"imaporacle/server/mailbox"
)

// filling is what goes into one mailbox.
type filling struct {
	source   string // file or directory
	name     string // of the mailbox
	messages []mailbox.NewMessage
}

// readSources reads what --preload names.
func readSources(sources []string) ([]filling, error) {
	var all []filling
	for _, source := range sources {
		fillings, err := readSource(source)
		if err != nil {
			return nil, fmt.Errorf("serve: --preload: %w", err)
		}
		all = append(all, fillings...)
	}
	return all, nil
}

// preload fills the mailboxes of each user. A mailbox gets all of its messages
// or none, so that a run that was cut short can be repeated.
func preload(srv *server.Server, users []string, fillings []filling, notes io.Writer) error {
	for _, user := range users {
		for _, f := range fillings {
			if err := f.into(srv, user, notes); err != nil {
				return fmt.Errorf("serve: --preload: %s: mailbox %q of %s: %w", f.source, f.name, user, err)
			}
		}
	}
	return nil
}

func (f filling) into(srv *server.Server, user string, notes io.Writer) error {
	account, err := srv.Account(user)
	if err != nil {
		return err
	}
	box, err := account.Get(f.name)
	if err != nil {
		if err := account.Create(f.name, nil); err != nil {
			return err
		}
		if box, err = account.Get(f.name); err != nil {
			return err
		}
	}
	status, err := box.Status(&mailbox.Actor{User: user})
	if err != nil {
		return err
	}
	if status.UIDNext != 1 {
		fmt.Fprintf(notes, "imaporacle: serve: --preload: %s: mailbox %q of %s has had messages before and is left alone\n", f.source, f.name, user)
		return nil
	}
	if len(f.messages) == 0 {
		return nil
	}
	_, _, err = box.Append(f.messages...)
	return err
}

// readSource reads a file or directory. The errors name the file and line.
func readSource(path string) ([]filling, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case !info.IsDir() && strings.EqualFold(filepath.Ext(path), ".eml"):
		m, err := readFile(path, nil)
		return []filling{{path, mailbox.Inbox, []mailbox.NewMessage{m}}}, err
	case !info.IsDir():
		f, err := readMbox(path, mailbox.Inbox)
		return []filling{f}, err
	case isDir(filepath.Join(path, "cur")), isDir(filepath.Join(path, "new")):
		f, err := readMaildir(path)
		return []filling{f}, err
	}
	return readDir(path)
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// readDir reads the .eml files of a directory, in the order of their names, for
// INBOX, and each NAME.mbox for the mailbox NAME.
func readDir(path string) ([]filling, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	inbox := filling{source: path, name: mailbox.Inbox}
	var all []filling
	for _, e := range entries {
		file := filepath.Join(path, e.Name())
		name, ext := e.Name(), filepath.Ext(e.Name())
		switch strings.ToLower(ext) {
		case ".eml":
			m, err := readFile(file, nil)
			if err != nil {
				return nil, err
			}
			inbox.messages = append(inbox.messages, m)
		case ".mbox":
			f, err := readMbox(file, mailbox.CanonicalName(strings.TrimSuffix(name, ext)))
			if err != nil {
				return nil, err
			}
			if f.name == mailbox.Inbox {
				inbox.messages = append(inbox.messages, f.messages...)
				continue
			}
			all = append(all, f)
		}
	}
	if len(inbox.messages) == 0 && len(all) == 0 {
		return nil, fmt.Errorf("%s: no messages: expected .eml or .mbox files, or a Maildir with cur or new", path)
	}
	return append([]filling{inbox}, all...), nil
}

// readMaildir reads new and cur, in the order of the file names, which begin
// with the time of delivery.
func readMaildir(path string) (filling, error) {
	var files []string
	for _, sub := range []string{"new", "cur"} {
		entries, err := os.ReadDir(filepath.Join(path, sub))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return filling{}, err
		}
		for _, e := range entries {
			if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				files = append(files, filepath.Join(path, sub, e.Name()))
			}
		}
	}
	slices.SortFunc(files, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	f := filling{source: path, name: mailbox.Inbox}
	for _, file := range files {
		m, err := readFile(file, maildirFlags(file))
		if err != nil {
			return f, err
		}
		f.messages = append(f.messages, m)
	}
	return f, nil
}

// maildirFlags reads the letters behind ":2," at the end of a file's name.
func maildirFlags(file string) []string {
	_, letters, _ := strings.Cut(filepath.Base(file), ":2,")
	var flags []string
	for _, known := range []struct{ letter, flag string }{
		{"D", `\Draft`}, {"F", `\Flagged`}, {"R", `\Answered`}, {"S", `\Seen`}, {"T", `\Deleted`},
	} {
		if strings.Contains(letters, known.letter) {
			flags = append(flags, known.flag)
		}
	}
	return flags
}

// readFile reads a file that is one message. Its date is that of the file.
func readFile(path string, flags []string) (mailbox.NewMessage, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return mailbox.NewMessage{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return mailbox.NewMessage{}, err
	}
	if at := bytes.IndexByte(raw, 0); at >= 0 {
		return mailbox.NewMessage{}, fmt.Errorf("%s: octet %d: a NUL octet, which no message may hold (RFC 9051 §4.3)", path, at+1)
	}
	return mailbox.NewMessage{Flags: flags, Date: info.ModTime(), Body: withCRLF(raw)}, nil
}

// withCRLF ends each line with CRLF.
func withCRLF(raw []byte) []byte {
	out := make([]byte, 0, len(raw)+bytes.Count(raw, []byte("\n"))+2)
	for line := range bytes.Lines(raw) {
		out = append(out, bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))...)
		out = append(out, "\r\n"...)
	}
	return out
}

// readMbox reads an mbox file. A message without a date gets that of the file.
func readMbox(path, name string) (filling, error) {
	f := filling{source: path, name: name}
	file, err := os.Open(path)
	if err != nil {
		return f, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return f, err
	}
	err = mbox.Read(bufio.NewReader(file), func(m mbox.Message) error {
		if m.Date.IsZero() {
			m.Date = info.ModTime()
		}
		f.messages = append(f.messages, mailbox.NewMessage{Date: m.Date, Body: m.Body})
		return nil
	})
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return f, err
}
