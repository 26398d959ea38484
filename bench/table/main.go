// Command table reads the output of the benchmarks of package bench and prints
// it as a table, beside the best figure that was measured of another server on
// a machine of two cores. Lines that are no benchmark go through as they are.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
)

// measure is a row: a benchmark, and what the best other server does.
type measure struct {
	benchmark string
	title     string
	unit      string // of the benchmark's output
	scale     float64
	shown     string // unit of the table
	best      string
}

var measures = []measure{
	{"Echo", "raw loopback echo", "ns/op", 1e-3, "µs", "18 (the limit)"},
	{"Noop", "NOOP round trip", "ns/op", 1e-3, "µs", "65 (in-memory Go server)"},
	{"Append", "APPEND, one session", "appends/s", 1, "/s", "7,600 (in-memory Go server)"},
	{"AppendEight", "APPEND, eight sessions", "appends/s", 1, "/s", "27,500 (in-memory Go server)"},
	{"Append", "APPEND, durable", "appends/s", 1, "/s", "690 (Dovecot, maildir)"},
	{"Select", "SELECT, 2,000 messages", "ns/op", 1e-6, "ms", "0.1 (in-memory Go server)"},
	{"SelectHuge", "SELECT, 100,000 messages", "ns/op", 1e-6, "ms", ""},
	{"FetchFlags", "FETCH 1:* (UID FLAGS)", "messages/s", 1e-3, "thousand/s", "1,500 (Dovecot)"},
	{"FetchEnvelope", "FETCH 1:* (UID ENVELOPE INTERNALDATE RFC822.SIZE)", "messages/s", 1e-3, "thousand/s", "121 (Dovecot)"},
	{"FetchStructure", "FETCH 1:* (BODYSTRUCTURE)", "messages/s", 1e-3, "thousand/s", "690 (Dovecot)"},
	{"FetchBody", "FETCH 1:* (BODY.PEEK[])", "MB/s", 1, "MB/s", "290 (Dovecot)"},
	{"Store", "STORE, one message", "stores/s", 1, "/s", "9,500 (in-memory Go server)"},
	{"SearchBody", "SEARCH BODY", "ns/op", 1e-6, "ms", "15 (hoodiecrow)"},
	{"SearchHeader", "SEARCH SUBJECT FROM", "ns/op", 1e-6, "ms", "5 (Dovecot)"},
	{"Login", "connect, LOGIN, LOGOUT", "ns/op", 1e-6, "ms", "0.4 (in-memory Go server)"},
	{"Idle", "one idle session", "B/session", 1e-3, "kB", ""},
}

// servers are the columns, by the names of the sub-benchmarks.
var servers = []string{"memory", "bolt", "peer"}

func main() {
	results, err := read(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(2)
	}
	fmt.Println(render(results))
}

// key is a figure: of a benchmark, for a server (or none), in a unit.
type key struct{ benchmark, server, unit string }

// read takes the figures out of the benchmarks' output. Of several runs the
// last counts.
func read(in io.Reader, rest io.Writer) (map[key]float64, error) {
	results := make(map[key]float64)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			fmt.Fprintln(rest, lines.Text())
			continue
		}
		name, server, _ := strings.Cut(strings.TrimPrefix(fields[0], "Benchmark"), "/")
		if cut := strings.LastIndexByte(server, '-'); cut >= 0 { // GOMAXPROCS
			server = server[:cut]
		}
		name, _, _ = strings.Cut(name, "-")
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %q is no figure", fields[0], fields[i])
			}
			results[key{name, server, fields[i+1]}] = value
		}
	}
	return results, lines.Err()
}

func render(results map[key]float64) string {
	w := table.NewWriter()
	w.AppendHeader(table.Row{"measure", "unit", "best peer", "memory", "bolt", "peer here"})
	for _, m := range measures {
		row := table.Row{m.title, m.shown, m.best}
		for _, server := range servers {
			value, ok := results[key{m.benchmark, server, m.unit}]
			if !ok && server == "memory" { // measured once, for no server in particular
				value, ok = results[key{m.benchmark, "", m.unit}]
			}
			if !ok || m.title == "APPEND, durable" && server == "memory" {
				row = append(row, "")
				continue
			}
			row = append(row, figure(value*m.scale))
		}
		w.AppendRow(row)
	}
	return w.Render()
}

// figure prints three significant digits, and large numbers with commas.
func figure(v float64) string {
	s := strconv.FormatFloat(v, 'g', 3, 64)
	if n, err := strconv.ParseFloat(s, 64); err == nil && n >= 100 {
		s = commas(int64(n))
	}
	return s
}

func commas(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
