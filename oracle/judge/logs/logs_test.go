package logs

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"imaporacle/oracle/judge"
)

// judged has a judge read logs.
func judged(t *testing.T, files ...string) *judge.Judge {
	t.Helper()
	j := judge.New(judge.Options{})
	for _, file := range files {
		f, err := os.Open(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for e, err := range Read(file, f) {
			if err != nil {
				t.Fatal(err)
			}
			j.Feed(e)
		}
	}
	return j
}

// Each sample breaks one rule, which shows that all of it was understood: what
// is misread would break others.
func TestSamples(t *testing.T) {
	for file, rule := range map[string]string{
		"transcript.log":   "uid/not-below-uidnext",
		"tester.json":      "select/examine-read-only",
		"mailkit.log":      "copyuid/lengths",
		"imapflow.jsonl":   "capability/honoured",
		"imapflow.txt":     "tag/known",
		"thunderbird.log":  "uidvalidity/not-zero",
		"curl-trace.txt":   "login/disabled",
		"curl-verbose.txt": "uidnext/told",
	} {
		t.Run(file, func(t *testing.T) {
			j := judged(t, file)
			for rule_, n := range j.Counts() {
				if rule_ != rule || n != 1 {
					t.Errorf("%s is reported %d times", rule_, n)
				}
			}
			if j.Counts()[rule] == 0 {
				t.Errorf("%s is not reported", rule)
			}
			for _, v := range j.Violations() {
				t.Logf("%s: %s\n%s", v.Rule, v.Seen, strings.Join(v.Lines, "\n"))
			}
		})
	}
}

// What is no log, or breaks off in one, is told with file and line.
func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":             "x.log:1: no log that is known",
		"hello\n":      "x.log:1: no log that is known",
		"S: * OK\nX\n": `x.log:2: expected "S: "`,
		"00:00:00.000000 -: connection 1 from a:1, 2026-01-02, times in UTC\nnonsense\n": "x.log:2: expected a time",
		"{\"src\":\"s\",\"msg\":\"* OK\"}\n{oops\n":                                      "x.log:2: no JSON",
		"<= Recv header, 4 bytes (0x4)\n0000: * OK\n9999: x\n":                           "x.log:3: offset beyond the chunk",
		"{\n  \"transcript\": [\n    \"oops\"\n":                                         "x.log:3: expected a number",
	} {
		var last error
		for _, err := range Read("x.log", strings.NewReader(text)) {
			last = err
		}
		if last == nil || !strings.HasPrefix(last.Error(), want) {
			t.Errorf("%q: %v, want %s", text, last, want)
		}
	}
}

// Logs of several connections are one trace in the order of time.
func TestMerge(t *testing.T) {
	log := func(second int, texts ...string) string {
		s := "12:00:00.000000 -: connection 1 from a:1, 2026-01-02, times in UTC\n"
		for i, text := range texts {
			s += fmt.Sprintf("12:00:%02d.000000 S: %s\n", second+2*i, text)
		}
		return s
	}
	var got []string
	for e, err := range Merge(Read("a.log", strings.NewReader(log(1, "* OK one", "* OK three"))), Read("b.log", strings.NewReader(log(2, "* OK two", "* OK four")))) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == judge.Server {
			got = append(got, e.Session+strings.TrimSpace(string(e.Bytes)))
		}
	}
	if want := []string{"a* OK one", "b* OK two", "a* OK three", "b* OK four"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
