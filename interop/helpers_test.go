package interop

import (
	"os"
	"testing"

	"imaporacle/interop/dovecot"
	"imaporacle/tester/client"
	"imaporacle/tester/expect"
)

// startDovecot starts one that ends with the test.
func startDovecot(t *testing.T, storage dovecot.Storage) *dovecot.Server {
	t.Helper()
	s, err := dovecot.Start(t.Context(), storage)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func configFor(s *dovecot.Server) client.Config {
	return client.Config{Addr: s.Addr, User: dovecot.User, Pass: dovecot.Pass}
}

// knownOf reads a list of what is known to fail.
func knownOf(t *testing.T, file string) expect.List {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	list, err := expect.Parse(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
