package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"imaporacle/interop/asked"
)

// browse opens a headless chromium of one width, in CSS pixels. What the page
// complains of on its console fails the test.
func browse(t testing.TB, width int) context.Context {
	t.Helper()
	asked.OrSkip(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(width, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancelAllocator := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, cancelTab := chromedp.NewContext(ctx)
	ctx, cancelTime := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() { cancelTime(); cancelTab(); cancelAllocator() })
	if err := chromedp.Listen(ctx, complain(t)); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
		return err
	}))
	return ctx
}

// complain fails the test for what a page complains of, and for what the
// browser refuses it.
func complain(t testing.TB) func(any) {
	return func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			why := e.ExceptionDetails.Text
			if e.ExceptionDetails.Exception != nil {
				why += " " + e.ExceptionDetails.Exception.Description
			}
			t.Errorf("the page failed: %s", why)
		case *runtime.EventConsoleAPICalled:
			t.Errorf("the page wrote to its console: %s %v", e.Type, e.Args)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
				t.Errorf("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
			}
		}
	}
}

func run[T any](t testing.TB, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func do(t testing.TB, ctx context.Context, a chromedp.Action[chromedp.Void]) {
	t.Helper()
	run(t, ctx, a)
}

// eval is the value of an expression in the page.
func eval[T any](t testing.TB, ctx context.Context, expression string) T {
	t.Helper()
	return run(t, ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// await waits until an expression is true in the page.
func await(t testing.TB, ctx context.Context, expression string) {
	t.Helper()
	limited, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	_, err := chromedp.Run(limited, chromedp.Evaluate[bool](fmt.Sprintf(
		`new Promise(done => { const look = () => { if (%s) done(true); else setTimeout(look, 10); }; look(); })`, expression), chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%v\nwaiting for: %s\nthe page shows: %s", err, expression, eval[string](t, ctx, "document.body.innerText"))
	}
}

// click clicks what a selector finds, as the page would see it.
func click(t testing.TB, ctx context.Context, selector string) {
	t.Helper()
	await(t, ctx, fmt.Sprintf(`document.querySelector(%s) && !document.querySelector(%[1]s).disabled`, quote(selector)))
	eval[bool](t, ctx, fmt.Sprintf(`(document.querySelector(%s).click(), true)`, quote(selector)))
}

// press presses a key that writes nothing, such as "Enter" or "ArrowUp".
func press(t testing.TB, ctx context.Context, key string) {
	t.Helper()
	code := map[string]int64{"Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Tab": 9}[key]
	do(t, ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			p := input.DispatchKeyEventParams{Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: code}
			if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, p); err != nil {
				return err
			}
		}
		return nil
	}))
}

// shown is how many elements one sees.
func shown(t testing.TB, ctx context.Context, selector string) int {
	t.Helper()
	return eval[int](t, ctx, `[...document.querySelectorAll(`+quote(selector)+`)].filter(e => e.offsetHeight > 0).length`)
}

// wider is how many pixels the page is wider than its window.
func wider(t testing.TB, ctx context.Context) int {
	t.Helper()
	return eval[int](t, ctx, `Math.max(0, document.documentElement.scrollWidth - window.innerWidth)`)
}

// scheme has the browser prefer dark or light.
func scheme(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	do(t, ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
		})
		return err
	}))
}

// quote writes a string as JavaScript has it.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(b)
}
