package reading

import (
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// progress is a bar on a terminal for input that takes a while, and nothing
// anywhere else.
type progress struct {
	bar  *progressbar.ProgressBar // nil: no terminal
	mu   sync.Mutex
	over bool
}

// newProgress shows a bar on w when both w and the output share a terminal with
// a person in front of it.
func newProgress(w io.Writer, to screen.Terminal, total int64) *progress {
	if to.Width == 0 {
		return &progress{}
	}
	if total <= 0 {
		total = -1 // a spinner: the length of standard input is not known
	}
	return &progress{bar: progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetWidth(20),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
	)}
}

// watch moves the bar a few times a second until the function that it returns
// is called.
func (p *progress) watch(in *history.Input) (stop func()) {
	if p.bar == nil {
		return func() {}
	}
	tick, done := time.NewTicker(200*time.Millisecond), make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				p.move(in.Progress())
			}
		}
	}()
	return func() {
		tick.Stop()
		close(done)
	}
}

func (p *progress) move(at history.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.over {
		_ = p.bar.Set64(at.BytesRead)
	}
}

// aside clears the bar while something is printed where it is.
func (p *progress) aside(print func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil && !p.over {
		_ = p.bar.Clear()
	}
	print()
}

func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over = true; p.bar != nil {
		_ = p.bar.Finish()
	}
}
