package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"imaporacle/faults"
	"imaporacle/teach/room"
)

// hostile are texts that would run if they were taken for HTML.
var hostile = []string{
	`<script>window.ran=1</script>`, `"><img src=x onerror="window.ran=2">`, `<svg onload=window.ran=3>`, `</textarea><script>window.ran=4</script>`,
}

// TestHostile: nothing of what mail, clients and servers say is ever more than
// text: subjects, names, flags, mailboxes, commands, what a fault did.
func TestHostile(t *testing.T) {
	ctx := browse(t, 1440)
	var mail []room.Mail
	for _, text := range hostile {
		mail = append(mail, room.Mail{Mailbox: text, Message: []byte("Subject: elsewhere\r\n\r\n")})
		m := letter(text)
		m.Message = append([]byte(`From: "`+text+`" <x@example.org>`+"\r\n"), m.Message...)
		m.Flags = []string{`<img/src=x/onerror=window.ran=5>`}
		mail = append(mail, m)
	}
	url, r := show(t, mail...)
	do(t, ctx, chromedp.Navigate(url))
	for i, text := range hostile {
		l, err := r.Open(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{
			"LOGIN user pass", fmt.Sprintf("SELECT %q", text), text, "SELECT INBOX",
			fmt.Sprintf("STORE %d +FLAGS (<svg/onload=window.ran=6>)", i+1), "FETCH 1:* (FLAGS ENVELOPE)", "LIST \"\" *",
		} {
			if _, err := l.Send(t.Context(), command); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := r.Arm(faults.Fault{Name: "expunge-store", Value: "delayed", Scope: faults.Scope{User: hostile[1]}}); err != nil {
		t.Fatal(err)
	}
	await(t, ctx, fmt.Sprintf(`document.querySelectorAll(".head").length === %d && document.querySelectorAll(".subject").length >= %[1]d && document.querySelectorAll("#armed li").length === 1`, len(hostile)))
	picture(t, ctx, "hostile")
	lines := eval[int](t, ctx, `document.querySelectorAll(".rows .line").length`)
	for i := 0; i < lines; i += 5 { // the explanations, too
		eval[bool](t, ctx, fmt.Sprintf(`(document.querySelectorAll(".rows .line")[%d].click(), true)`, i))
		await(t, ctx, `document.querySelector("#why-body code")`)
		click(t, ctx, "#back-to-now")
	}
	for _, page := range []string{"", "/rooms/server/export/html"} {
		if page != "" { // what a browser would save it shows here
			html := eval[string](t, ctx, fmt.Sprintf(`fetch(%s).then(r => r.text())`, quote(page)))
			do(t, ctx, chromedp.Navigate("about:blank"))
			eval[bool](t, ctx, fmt.Sprintf(`(document.open(), document.write(%s), document.close(), true)`, quote(html)))
			await(t, ctx, `document.querySelectorAll("tbody tr").length > 20`)
		}
		if ran := eval[string](t, ctx, `String(window.ran)`); ran != "undefined" {
			t.Errorf("script %s has run on the page %q", ran, page)
		}
		if n := eval[int](t, ctx, `document.querySelectorAll("img, svg, [onerror], [onload]").length`); n > 0 {
			t.Errorf("%d elements of the page %q are made of what was said", n, page)
		}
		if n := eval[int](t, ctx, `[...document.querySelectorAll("script")].filter(s => !s.src).length`); n > 0 {
			t.Errorf("%d scripts of the page %q are made of what was said", n, page)
		}
	}
}
