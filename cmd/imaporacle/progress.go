package main

import (
	"io"
	"os"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress is a bar on a terminal, and nothing elsewhere.
type progress struct {
	mu   sync.Mutex
	bars *mpb.Progress // nil without a terminal
	bar  *mpb.Bar
	note string // what stands behind the bar
}

func newProgress(w io.Writer) *progress {
	p := new(progress)
	if isTerminal(w) {
		p.bars = mpb.New(mpb.WithOutput(w))
	}
	return p
}

// isTerminal tells of a reader or a writer.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// tell is called after each of total steps, from any goroutine.
func (p *progress) tell(_, total int) { p.say("", total) }

// say does the same, and puts a note behind the bar.
func (p *progress) say(note string, total int) {
	if p.bars == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.note = note
	if p.bar == nil {
		p.bar = p.bars.AddBar(int64(total), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.CountersNoUnit("%d of %d")),
			mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO), decor.Any(p.behind)))
	}
	p.bar.Increment()
}

// end removes the bar, also one that has not come to its end.
func (p *progress) end() {
	if p.bars == nil {
		return
	}
	if p.bar != nil {
		p.bar.Abort(true)
	}
	p.bars.Wait()
}

// behind is the note; it is asked for from the goroutine that draws.
func (p *progress) behind(decor.Statistics) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.note == "" {
		return ""
	}
	return "  " + p.note
}
