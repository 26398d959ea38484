package browser

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"imaporacle/docs/lessons"
	"imaporacle/teach/lesson"
)

// TestLessons leads through each lesson to its end, as a learner who knows the
// answers would, and looks at it at each width.
func TestLessons(t *testing.T) {
	all, err := lesson.Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range all {
		t.Run(l.Name, func(t *testing.T) {
			width := []int{1440, 390, 1920}[i%3]
			ctx := browse(t, width)
			url, _ := show(t)
			do(t, ctx, chromedp.EmulateViewport(int64(width), 900))
			scheme(t, ctx, []string{"light", "dark"}[i%2])
			do(t, ctx, chromedp.Navigate(url+"/lessons"))
			picture(t, ctx, fmt.Sprintf("%d-lessons", width))
			href := eval[string](t, ctx, fmt.Sprintf(`document.querySelectorAll(".lessons a")[%d].href`, i))
			do(t, ctx, chromedp.Navigate(href))
			for n, part := range l.Parts {
				await(t, ctx, fmt.Sprintf(`document.getElementById("progress")?.value === %d && document.querySelector("#part > .text")`, n))
				learn(t, ctx, part)
				picture(t, ctx, fmt.Sprintf("lesson-%s-%d", l.Name, n))
				if by := wider(t, ctx); by > 0 {
					t.Errorf("part %d: the page is %d pixels wider than its window", n+1, by)
				}
				for _, bad := range eval[[]string](t, ctx, tooPale) {
					t.Errorf("part %d: contrast: %s", n+1, bad)
				}
				goOn(t, ctx)
			}
			await(t, ctx, `document.querySelector("#part h2")?.textContent === "Done"`)
		})
	}
}

// learn does what a part asks for.
func learn(t *testing.T, ctx context.Context, part lesson.Part) {
	t.Helper()
	switch part.Kind {
	case lesson.Play:
		for {
			await(t, ctx, `document.querySelector("#part .ahead button.main")`)
			if eval[string](t, ctx, `document.querySelector("#part .ahead button.main").textContent`) == "Go on" {
				return
			}
			sent := shown(t, ctx, "#part .sent")
			click(t, ctx, "#part .ahead button.main")
			await(t, ctx, fmt.Sprintf(`document.querySelectorAll("#part .sent").length > %d`, sent))
		}
	case lesson.Predict:
		for i, c := range part.Choices {
			if c.Right {
				click(t, ctx, fmt.Sprintf("#part button.choice:nth-of-type(%d)", i+1))
			}
		}
		await(t, ctx, `document.querySelector("#part .choice.right")`)
		if n := shown(t, ctx, "#part .choice.wrong"); n > 0 {
			t.Errorf("%d right answers are told to be wrong", n)
		}
	case lesson.Task:
		if n := shown(t, ctx, "#part .conditions li:not(.met)"); n == 0 {
			t.Error("the task is done before it begins")
		}
		eval[bool](t, ctx, `([...document.querySelectorAll("#part button")].find(b => b.textContent === "Show me").click(), true)`)
		await(t, ctx, `document.querySelectorAll("#part .conditions li:not(.met)").length === 0`)
	case lesson.Find:
		click(t, ctx, "#part summary")
		click(t, ctx, `#part input[type=radio]`)
		click(t, ctx, `#part button[type=submit]`)
		await(t, ctx, `document.querySelector("#part .verdict-box")`)
	}
}

func goOn(t *testing.T, ctx context.Context) {
	t.Helper()
	const button = `[...document.querySelectorAll("#part .ahead button.main")].find(b => b.textContent === "Go on")`
	await(t, ctx, button)
	eval[bool](t, ctx, "("+button+".click(), true)")
}

// TestTyped: a task that is done by typing in the lanes is marked, and a tab that
// is loaded again is where it was.
func TestTyped(t *testing.T) {
	all, err := lesson.Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	l := all[0]
	ctx := browse(t, 1440)
	url, _ := show(t)
	do(t, ctx, chromedp.Navigate(url+"/lessons/"+l.Name))
	for n, part := range l.Parts {
		await(t, ctx, fmt.Sprintf(`document.getElementById("progress")?.value === %d && document.querySelector("#part > .text")`, n))
		if part.Kind != lesson.Task {
			learn(t, ctx, part)
			goOn(t, ctx)
			continue
		}
		do(t, ctx, chromedp.Navigate(url+"/lessons/"+l.Name))
		await(t, ctx, fmt.Sprintf(`document.getElementById("progress").value === %d`, n))
		for _, say := range part.Lines {
			for i, lane := range l.Lanes {
				if lane == say.Lane {
					typed(t, ctx, i+1, say.Text)
					answered(t, ctx, say.Text)
					await(t, ctx, `document.querySelector(".rows .row:last-child .line.server")`)
				}
			}
		}
		await(t, ctx, `document.querySelectorAll("#part .conditions li:not(.met)").length === 0`)
		return
	}
	t.Fatal("the lesson has no task")
}
