package browser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"imaporacle/oracle"
	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester"
	"imaporacle/tester/client"
	"imaporacle/tester/report"
	"imaporacle/tester/script"
)

// reported is the page of a server with findings and failed scripts.
func reported(t *testing.T) string {
	t.Helper()
	srv := servertest.New(t, servertest.With(func(o *server.Options) { o.Hide = []string{"QUOTA"} }))
	var scripts []*script.Script
	for name, text := range map[string]string{
		"good":    "# RFC 9051 §6.1.2: fine\nstate: auth\n\nok noop\n",
		"wrong":   "# RFC 9051 §7.5.2: not so\nconnections: 2\nmessages: 1\n\n1 ok store 1 +flags \\seen\n* 1 fetch (flags (\"<script>document.title=1</script>\"))\n2 ok noop\n",
		"lacking": "# RFC 9208 §4.2: skipped\ncapabilities: QUOTA\n\nok noop\n",
	} {
		s, err := script.Parse(name, name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		s.Mbox = []script.Message{{Data: []byte("Subject: x\r\n\r\nx\r\n")}}
		scripts = append(scripts, s)
	}
	r, err := tester.Run(t.Context(), tester.Config{
		Config: client.Config{Addr: srv.Addr(), User: "user", Pass: "pass"},
		Only:   []oracle.Column{oracle.Recent, oracle.ExpungeStore}, Scripts: scripts,
	})
	if err != nil {
		t.Fatal(err)
	}
	return written(t, r)
}

// written writes a report as a page, and returns its URL.
func written(t *testing.T, r *tester.Result) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Write(f, report.HTML, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return "file://" + file
}

// TestReport: the page shows the row, its filter works without JavaScript, and
// nothing is wider than a phone.
func TestReport(t *testing.T) {
	for _, width := range []int{390, 1440} {
		ctx := browse(t, width)
		url := reported(t)
		do(t, ctx, chromedp.Navigate(url))
		heading := run(t, ctx, chromedp.Text("h1"))
		cells := shown(t, ctx, ".row .cell")
		wide := run(t, ctx, chromedp.Evaluate[int](`Math.max(0, document.documentElement.scrollWidth - window.innerWidth)`))
		do(t, ctx, chromedp.Click("label[for=only-failed]"))
		failedShown := shown(t, ctx, ".script.is-failed")
		passedShown := shown(t, ctx, ".script.is-passed, .script.is-skipped")
		if heading == "" || cells != 5 {
			t.Errorf("%d pixels: the heading is %q, the row has %d cells", width, heading, cells)
		}
		if failedShown != 1 || passedShown != 0 {
			t.Errorf("%d pixels: of the failed %d are shown, of the others %d", width, failedShown, passedShown)
		}
		if wide > 0 {
			t.Errorf("%d pixels: the page is %d wider", width, wide)
		}
	}
}
