package browser

import (
	"testing"

	"github.com/chromedp/chromedp"

	"imaporacle/teach/room"
)

// TestEntry: commands and mailboxes are completed, what was sent comes back by
// the arrow keys, and all that by keyboard.
func TestEntry(t *testing.T) {
	ctx := browse(t, 1440)
	url, _ := show(t, letter("one"), room.Mail{Mailbox: "Work/Old mail", Message: []byte("Subject: two\r\n\r\n")})
	do(t, ctx, chromedp.Navigate(url))
	click(t, ctx, "#begin")
	answered(t, ctx, "B2 OK")
	typed(t, ctx, 1, "NOOP")
	answered(t, ctx, "A3 OK")
	const field = `.entry.c1 textarea`
	value := `document.querySelector(".entry.c1 textarea").value`

	press(t, ctx, "ArrowUp")
	await(t, ctx, value+` === "NOOP"`)
	press(t, ctx, "ArrowDown")
	await(t, ctx, value+` === ""`)
	press(t, ctx, "ArrowDown") // an empty entry shows what fits
	if n := shown(t, ctx, ".entry.c1 .choices li"); n < 10 {
		t.Errorf("%d commands are offered in a selected mailbox", n)
	}
	press(t, ctx, "Escape")
	do(t, ctx, chromedp.KeyEvent("exa"))
	press(t, ctx, "ArrowDown")
	press(t, ctx, "Enter")
	await(t, ctx, value+` === "EXAMINE INBOX"`)
	eval[bool](t, ctx, `(document.querySelector("`+field+`").value = "", true)`)
	do(t, ctx, chromedp.KeyEvent("SELECT work/"))
	press(t, ctx, "ArrowDown")
	press(t, ctx, "Tab")
	await(t, ctx, value+` === 'SELECT "Work/Old mail"'`)
	picture(t, ctx, "entry")
	press(t, ctx, "Enter")
	answered(t, ctx, "A4 OK")
	await(t, ctx, `document.querySelectorAll(".box").length === 2`)
	typed(t, ctx, 1, "APPEND INBOX {}")
	answered(t, ctx, "A5 ")
}

// TestTime: a step is taken back and lanes know what they knew; a snapshot leads
// back; a fault that is switched on shows with its story.
func TestTime(t *testing.T) {
	ctx := browse(t, 1440)
	url, _ := show(t)
	do(t, ctx, chromedp.Navigate(url))
	click(t, ctx, "#begin")
	answered(t, ctx, "B2 OK")
	typed(t, ctx, 1, `STORE 2 +FLAGS (\Deleted)`)
	answered(t, ctx, "A3 OK")
	click(t, ctx, "#snapshot")
	await(t, ctx, `document.querySelectorAll("#marks button").length === 1`)
	typed(t, ctx, 1, "EXPUNGE")
	answered(t, ctx, "A4 OK")
	rows := `document.querySelectorAll(".box tbody tr").length`
	await(t, ctx, `document.querySelectorAll(".box tr.gone").length === 1`)
	click(t, ctx, "#back")
	await(t, ctx, `document.querySelectorAll(".box tr.gone").length === 0 && `+rows+` === 5 && document.querySelectorAll(".waits").length === 1`)
	if n := shown(t, ctx, "#earlier"); n != 1 {
		t.Error("what was said before is not put away")
	}
	typed(t, ctx, 1, `STORE 1:5 +FLAGS (\Deleted)`)
	answered(t, ctx, "STORE 1:5")
	click(t, ctx, "#marks button")
	await(t, ctx, `document.querySelectorAll(".box td .flag").length > 0 && [...document.querySelectorAll(".box tbody tr")].filter(r => r.cells[1].textContent.includes("Deleted")).length === 1`)

	click(t, ctx, "#faults > summary")
	await(t, ctx, `document.querySelectorAll("#catalogue > li").length > 50`)
	eval[bool](t, ctx, `(document.getElementById("fault-line").value = "expunge-fetch=broken", document.getElementById("fault-form").requestSubmit(), true)`)
	await(t, ctx, `document.querySelectorAll("#armed li").length === 1`)
	typed(t, ctx, 1, "EXPUNGE")
	await(t, ctx, `document.querySelectorAll(".box tr.gone").length === 1`)
	typed(t, ctx, 2, "FETCH 1:* (UID)")
	await(t, ctx, `document.querySelector(".badge.fault") && document.querySelector(".badge.broken") && document.querySelector(".line.proof")`)
	eval[bool](t, ctx, `(document.querySelector(".badge.broken").closest("button").click(), true)`)
	await(t, ctx, `document.querySelector(".cause.broken") && document.querySelector("#why-body").textContent.includes("expunge/")`)
	picture(t, ctx, "fault")
}

// TestMistake: what the reader has got wrong is told, and the browser has nothing
// to complain of.
func TestMistake(t *testing.T) {
	ctx := browse(t, 1440)
	url, _ := show(t)
	do(t, ctx, chromedp.Navigate(url))
	click(t, ctx, "#faults > summary")
	eval[bool](t, ctx, `(document.getElementById("fault-line").value = "expunge=never", document.getElementById("fault-form").requestSubmit(), true)`)
	await(t, ctx, `document.querySelector("#told.wrong")?.textContent.includes("unknown fault")`)
	wide := eval[float64](t, ctx, `document.querySelector("#fault-form button").offsetWidth`)
	if wide > 130 {
		t.Errorf("the button is %v pixels wide", wide)
	}
}
