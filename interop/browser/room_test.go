package browser

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"imaporacle/docs/lessons"
	"imaporacle/page"
	"imaporacle/teach/lesson"
	"imaporacle/teach/room"
)

// show serves the page of a room with a server of its own, and returns its URL.
func show(t testing.TB, mail ...room.Mail) (url string, r *room.Room) {
	t.Helper()
	all, err := lesson.Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	r, err = room.New(room.Options{Mail: mail})
	if err != nil {
		t.Fatal(err)
	}
	p := page.New(page.Options{Room: r, Users: map[string]string{"user": "pass"}, Lessons: all})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- p.Serve(ln) }()
	t.Cleanup(func() {
		for _, err := range []error{p.Close(), r.Close(), <-served} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	return "http://" + ln.Addr().String(), r
}

// typed types a command in a lane, by keyboard.
func typed(t testing.TB, ctx context.Context, lane int, text string) {
	t.Helper()
	field := fmt.Sprintf(".entry.c%d textarea", lane)
	await(t, ctx, "document.querySelector("+quote(field)+") !== null")
	eval[bool](t, ctx, `(document.querySelector(`+quote(field)+`).focus(), true)`)
	do(t, ctx, chromedp.KeyEvent(text))
	press(t, ctx, "Enter")
}

// answered waits until the last line of a lane that has that text has come.
func answered(t testing.TB, ctx context.Context, text string) {
	t.Helper()
	await(t, ctx, `[...document.querySelectorAll(".line .what")].some(e => e.textContent.includes(`+quote(text)+`))`)
}

// picture keeps what the browser shows, if pictures are wanted.
func picture(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv(pictures)
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), run(t, ctx, chromedp.CaptureScreenshot()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// letter is a message of that subject.
func letter(subject string) room.Mail {
	return room.Mail{Message: []byte("Subject: " + subject + "\r\n\r\nText.\r\n")}
}

// TestStory: what a session expunges leaves the numbers of another as they are,
// and one sees that, at each width, in dark and in light.
func TestStory(t *testing.T) {
	for _, width := range []int{390, 1440, 1920} {
		for _, colours := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%d %s", width, colours), func(t *testing.T) { story(t, width, colours) })
		}
	}
}

func story(t *testing.T, width int, colours string) {
	ctx := browse(t, width)
	url, _ := show(t)
	do(t, ctx, chromedp.EmulateViewport(int64(width), 900))
	scheme(t, ctx, colours)
	do(t, ctx, chromedp.Navigate(url))
	name := fmt.Sprintf("%d-%s", width, colours)
	picture(t, ctx, name+"-begin")
	click(t, ctx, "#begin")
	answered(t, ctx, "B2 OK [READ-WRITE]")
	if width < 600 {
		typed(t, ctx, 1, `STORE 2 +FLAGS (\Deleted)`)
		answered(t, ctx, "A3 OK")
		typed(t, ctx, 1, "EXPUNGE")
		answered(t, ctx, "A4 OK")
		click(t, ctx, ".pick .c2")
	} else {
		typed(t, ctx, 1, `STORE 2 +FLAGS (\Deleted)`)
		answered(t, ctx, "A3 OK")
		typed(t, ctx, 1, "EXPUNGE")
		answered(t, ctx, "A4 OK")
	}
	await(t, ctx, `[...document.querySelectorAll(".waits")].some(e => e.textContent.includes("expunged"))`)
	typed(t, ctx, 2, `STORE 2 +FLAGS (\Flagged)`)
	answered(t, ctx, "B3 ")
	picture(t, ctx, name+"-story")

	// Number 2 is another message in each lane.
	numbers := eval[string](t, ctx, `[...document.querySelectorAll(".box tbody tr")].map(r => r.cells[0].textContent + ":" + [...r.querySelectorAll(".seq")].map(s => s.lastChild.textContent).join("/")).join(" ")`)
	if want := "1:1/1 2:2 3:2/3 4:3/4 5:4/5"; numbers != want {
		t.Errorf("UIDs and numbers are %s, want %s", numbers, want)
	}
	// A line shows the state as it was then.
	eval[bool](t, ctx, `([...document.querySelectorAll(".line .what")].find(e => e.textContent.startsWith("A3 OK")).closest("button").click(), true)`)
	await(t, ctx, `!document.getElementById("then").hidden && document.getElementById("why-body").textContent.includes("STORE")`)
	picture(t, ctx, name+"-then")
	then := eval[string](t, ctx, `[...document.querySelectorAll(".box tbody tr")].map(r => r.cells[0].textContent).join(" ")`)
	if then != "1 2 3 4 5" {
		t.Errorf("after A3 there were the UIDs %s", then)
	}
	click(t, ctx, "#back-to-now")
	await(t, ctx, `document.getElementById("then").hidden`)
	if by := wider(t, ctx); by > 0 {
		t.Errorf("the page is %d pixels wider than its window", by)
	}
	for _, bad := range eval[[]string](t, ctx, tooPale) {
		t.Errorf("contrast: %s", bad)
	}
	if width > 600 {
		click(t, ctx, "#faults > summary")
		await(t, ctx, `document.querySelectorAll("#catalogue > li").length > 50`)
		eval[bool](t, ctx, `(document.getElementById("faults").scrollIntoView(), true)`)
		picture(t, ctx, name+"-faults")
		for _, bad := range eval[[]string](t, ctx, tooPale) {
			t.Errorf("contrast: %s", bad)
		}
	}
}

// tooPale lists texts whose contrast to what is behind them is below 4.5
// (WCAG 2.2, 1.4.3).
const tooPale = `(() => {
	const channel = c => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
	const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
	const luminance = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
	const behind = e => {
		for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; }
		return parse(getComputedStyle(document.body).backgroundColor);
	};
	const pale = new Set();
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const e = walk.currentNode.parentElement;
		if (!walk.currentNode.data.trim() || !e.offsetHeight || e.closest(".hidden-text, template, option")) continue;
		const style = getComputedStyle(e);
		if (e.disabled || style.visibility === "hidden") continue;
		const [a, b] = [luminance(parse(style.color)), luminance(behind(e))].sort((x, y) => y - x);
		const ratio = (a + .05) / (b + .05);
		if (ratio < 4.5) pale.add(ratio.toFixed(2) + " " + e.tagName + "." + e.className + " " + walk.currentNode.data.trim().slice(0, 30));
	}
	return [...pale];
})()`
