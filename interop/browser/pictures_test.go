package browser

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"imaporacle/faults"
	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester"
	"imaporacle/tester/client"
)

// pictures names the folder in which pictures are kept.
const pictures = "IMAPORACLE_PICTURES"

// TestPictures takes the pictures of the README: of the page with a fault at
// work, and of a report.
func TestPictures(t *testing.T) {
	if os.Getenv(pictures) == "" {
		t.Skipf("%s is not set; make pictures sets it", pictures)
	}
	ctx := browse(t, 1440)
	url, _ := show(t)
	do(t, ctx, chromedp.EmulateViewport(1280, 860))
	scheme(t, ctx, "light")
	do(t, ctx, chromedp.Navigate(url))
	click(t, ctx, "#begin")
	answered(t, ctx, "B2 OK")
	eval[bool](t, ctx, `(document.getElementById("fault-line").value = "expunge-fetch=broken", document.getElementById("fault-form").requestSubmit(), true)`)
	await(t, ctx, `document.querySelectorAll("#armed li").length === 1`)
	for i, command := range []string{`STORE 2 +FLAGS (\Deleted)`, "EXPUNGE"} {
		typed(t, ctx, 1, command)
		answered(t, ctx, fmt.Sprintf("A%d OK", i+3))
	}
	typed(t, ctx, 2, "FETCH 1:* (UID)")
	await(t, ctx, `document.querySelector(".line.proof .badge.broken")`)
	typed(t, ctx, 1, `STORE 3 +FLAGS (\Flagged)`)
	answered(t, ctx, "A5 OK")
	eval[bool](t, ctx, `(document.querySelector(".badge.broken").closest("button").click(), document.activeElement.blur(), true)`)
	await(t, ctx, `document.querySelector(".cause.broken")`)
	eval[bool](t, ctx, `(document.getElementById("transcript").scrollTop = 1e6, true)`)
	picture(t, ctx, "page")

	do(t, ctx, chromedp.Navigate(faulty(t)))
	eval[bool](t, ctx, `(document.querySelectorAll("h2")[0].remove(), document.querySelectorAll("section[id^=column]").forEach(s => s.remove()), true)`)
	picture(t, ctx, "report")
}

// faulty is the report of a server with a fault, with nothing but its findings.
func faulty(t *testing.T) string {
	t.Helper()
	plan, err := faults.ParsePlan("expunge-store=ignored")
	if err != nil {
		t.Fatal(err)
	}
	srv := servertest.New(t, servertest.With(func(o *server.Options) { o.Behaviour, o.Filters = plan.Behaviour(), plan.Filters }))
	r, err := tester.Run(t.Context(), tester.Config{Config: client.Config{Addr: srv.Addr(), User: "user", Pass: "pass"}})
	if err != nil {
		t.Fatal(err)
	}
	return written(t, r)
}
