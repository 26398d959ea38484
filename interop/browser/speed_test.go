package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"imaporacle/teach/room"
)

// BenchmarkCommand is what it takes from Enter to the line on the screen and the
// mailbox beside it, with four lanes that have 10,000 messages selected.
func BenchmarkCommand(b *testing.B) {
	ctx := browse(b, 1920)
	var mail []room.Mail
	for i := range 10_000 {
		mail = append(mail, letter(fmt.Sprintf("mail %d", i+1)))
	}
	url, _ := show(b, mail...)
	do(b, ctx, chromedp.Navigate(url))
	for range 4 {
		eval[int](b, ctx, `fetch("/rooms/server/lanes", { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"user":"user","mailbox":"INBOX"}' }).then(r => r.status)`)
	}
	await(b, ctx, `document.querySelectorAll(".entry").length === 4 && document.querySelectorAll(".box tbody tr").length > 200`)
	for i := 0; b.Loop(); i++ {
		keyword := fmt.Sprintf("$n%d", i%50)
		eval[bool](b, ctx, fmt.Sprintf(`new Promise(done => {
			const field = document.querySelector(".entry.c4 textarea");
			field.value = "STORE 1 FLAGS (%s)";
			field.form.requestSubmit();
			const look = () => document.querySelector(".box tbody tr").cells[1].textContent.includes("%[1]s ") || [...document.querySelector(".box tbody tr").cells[1].querySelectorAll(".flag")].some(f => f.textContent === "%[1]s") ? done(true) : setTimeout(look, 1);
			look();
		})`, keyword))
	}
}
