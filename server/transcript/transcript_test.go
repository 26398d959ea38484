package transcript

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var client = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}

// said is one thing said: by the client if it begins with "C ", else "S ".
func play(t *testing.T, said ...string) []string {
	t.Helper()
	log, err := New(filepath.Join(t.TempDir(), "made", "here"), func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	log.now = func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC) }
	s := log.Session(7, client)
	for _, line := range said {
		if text, ok := strings.CutPrefix(line, "C "); ok {
			s.Received([]byte(text))
			continue
		}
		resp := strings.TrimPrefix(line, "S ")
		if got := s.Response(nil, []byte(resp)); string(got) != resp {
			t.Errorf("response %q became %q", resp, got)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	return lines(t, log.dir)
}

func lines(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*-000007.log"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files: %q, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i, line := range all {
		rest, ok := strings.CutPrefix(line, "05:06:07.000008 ")
		if !ok {
			t.Fatalf("line without its time: %q", line)
		}
		all[i] = rest
	}
	return all[1:]
}

func TestTranscript(t *testing.T) {
	tests := []struct {
		name       string
		said, want []string
	}{
		{"login",
			[]string{"S * OK hello\r\n", "C a LOGIN user pass\r\n", "S a OK done\r\n", "C b NOOP\r\n"},
			[]string{"S: * OK hello", "C: a LOGIN user <redacted>", "S: a OK done", "C: b NOOP"}},
		{"login, quoted, in lower case",
			[]string{`C a login "us er" "pa\"ss"` + "\r\n", "S a NO no\r\n"},
			[]string{`C: a login "us er" <redacted>`, "S: a NO no"}},
		{"login, literals",
			[]string{"C a LOGIN {4}\r\n", "S + go\r\n", "C user", "C  {4+}\r\n", "C pass", "C \r\n", "S a OK\r\n", "C b CHECK\r\n"},
			[]string{"C: a LOGIN {4}", "S: + go", "C: <redacted>", "C: <redacted>", "C: <redacted>", "C: <redacted>", "S: a OK", "C: b CHECK"}},
		{"authenticate with an initial response",
			[]string{"C a AUTHENTICATE PLAIN AHUAcA==\r\n", "S a OK\r\n"},
			[]string{"C: a AUTHENTICATE PLAIN <redacted>", "S: a OK"}},
		{"authenticate without",
			[]string{"C a AUTHENTICATE PLAIN\r\n", "S + \r\n", "C AHUAcA==\r\n", "S a OK\r\n"},
			[]string{"C: a AUTHENTICATE PLAIN", "S: + ", "C: <redacted>", "S: a OK"}},
		{"a login after a refused literal",
			[]string{"C a SELECT {2+}\r\n", "C \r\n", "S a BAD early\r\n", "C b LOGIN user pass\r\n"},
			[]string{"C: a SELECT {2+}", "C: ", "S: a BAD early", "C: b LOGIN user <redacted>"}},
		{"a login after a line without a tag",
			[]string{"C *\r\n", "S * BAD what\r\n", "C b LOGIN user pass\r\n"},
			[]string{"C: *", "S: * BAD what", "C: b LOGIN user <redacted>"}},
		{"a message that speaks of LOGIN",
			[]string{"C a APPEND x {18}\r\n", "S + go\r\n", "C b LOGIN user pass\r\n"},
			[]string{"C: a APPEND x {18}", "S: + go", "C: b LOGIN user pass"}},
		{"literals and control characters",
			[]string{"S * 1 FETCH (BODY[] {10}\r\na\tb\x1b[1m\r\n)\r\n"},
			[]string{"S: * 1 FETCH (BODY[] {10}", "S: a\tb\\x1b[1m", "S: )"}},
		{"a line that ends without CR",
			[]string{"S * 1 FETCH (BODY[] {2}\r\na\n)\r\n"},
			[]string{"S: * 1 FETCH (BODY[] {2}", "S: a\\x0a", "S: )"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, play(t, test.said...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReport(t *testing.T) {
	dir := t.TempDir()
	var told []error
	log, err := New(dir, func(err error) { told = append(told, err) })
	if err != nil {
		t.Fatal(err)
	}
	first := log.Session(1, client)
	defer first.Close()
	second := log.Session(1, client) // the file is there
	second.Received([]byte("a NOOP\r\n"))
	second.Response(nil, []byte("a OK\r\n"))
	if err := second.Close(); err != nil {
		t.Error(err)
	}
	if len(told) != 1 || !strings.Contains(told[0].Error(), dir) {
		t.Errorf("told %v, want one error that names the file", told)
	}
}

func TestDirectoryThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(file, nil); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v does not name %s", err, file)
	}
}
