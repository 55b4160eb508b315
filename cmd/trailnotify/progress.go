package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"trailnotify/cloudtrail/history"
)

// progress is a bar on a terminal for input that takes a while, and nothing
// anywhere else.
type progress struct {
	bar  *progressbar.ProgressBar // nil: no terminal
	next time.Time
}

// newProgress shows a bar on w when both w and the output share a terminal with
// a person in front of it.
func newProgress(w io.Writer, screen terminal, total int64) *progress {
	if screen.width == 0 {
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

// update moves the bar, at most a few times a second.
func (p *progress) update(at history.Progress, now time.Time) {
	if p.bar == nil || now.Before(p.next) {
		return
	}
	p.next = now.Add(200 * time.Millisecond)
	_ = p.bar.Set64(at.BytesRead)
}

// aside clears the bar while something is printed where it stands.
func (p *progress) aside(print func()) {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
	print()
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
