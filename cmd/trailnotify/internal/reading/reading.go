// Package reading takes history from files to the commands, and says what
// became of it: how far it got, what could not be read, and what to do when
// there was nothing.
package reading

import (
	"context"
	"fmt"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/screen"
)

// A Reading takes history from its files to whatever is done with it, and notes
// what became of it.
type Reading struct {
	input    *history.Input
	progress *progress
	faults   Faults
	p        cli.Process
	memory   memory
	onlyPipe bool // nothing but standard input is read
	stopped  bool // by Ctrl-C
	began    time.Time
	took     time.Duration
}

// Open lists the input. matcher says which records are wanted, nil all.
func Open(ctx context.Context, flags Flags, matcher history.Matcher, paths []string, p cli.Process) (*Reading, error) {
	if err := flags.period.check(); err != nil {
		return nil, err
	}
	input, err := history.Open(paths, history.Options{
		Workers: p.Workers,
		Stdin:   p.Stdin, Follow: flags.follow,
		Since: flags.period.since.Time, Until: flags.period.until.Time,
		Timed: true, Matcher: matcher, Context: ctx,
	})
	if err != nil {
		return nil, err
	}
	bar := newProgress(p.Stderr, p.Terminal(p.Stderr), input.Progress().Bytes)
	return &Reading{
		input: input, progress: bar, faults: Faults{To: p.Stderr, Aside: bar.aside}, p: p, memory: flags.memory,
		onlyPipe: len(paths) == 1 && paths[0] == history.Stdin, began: time.Now(),
	}, nil
}

// Each hands on the records that are wanted, in the order of the input. After
// Ctrl-C it hands on what was read until then.
func (in *Reading) Each(ctx context.Context, do func(cloudtrail.Record) error) error {
	defer in.end()
	defer in.progress.watch(in.input)()
	for record := range in.faults.Sift(ctx, in.input.Records()) {
		if err := do(record); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return in.stop()
	}
	return nil
}

// end ends the reading, early or not: the bar goes.
func (in *Reading) end() {
	in.progress.finish()
	in.faults.End()
	in.took = time.Since(in.began)
}

// stop notes that Ctrl-C ended the reading.
func (in *Reading) stop() error {
	in.stopped = true
	return cli.ErrInterrupted
}

// Outcome is how the command exits once everything is read. It says, in one
// line, what to do when there was nothing.
func (in *Reading) Outcome() error {
	t := in.input.Tally()
	found := t.Records + t.Outside + t.Untimed
	switch {
	case in.faults.Failed():
		if found == 0 {
			in.p.Note("no CloudTrail record was found: %s", expected)
		}
		return cli.Exit(cli.ExitSkipped)
	case found == 0 && t.Older > 0:
		in.p.Note("every file was delivered before --since, so none was opened")
		return nil
	case found == 0 && in.onlyPipe && in.input.Progress().BytesRead == 0:
		in.p.Note("nothing came in on standard input: look at the command before the pipe")
		return cli.Exit(cli.ExitSkipped)
	case found == 0:
		in.p.Note("no CloudTrail record was found: %s", expected)
		return cli.Exit(cli.ExitSkipped)
	case t.Records == 0 && t.Outside > 0:
		in.p.Note("all records lie outside --since and --until")
	}
	return nil
}

// expected says what to give a command that found nothing.
const expected = "give it the trail's files from S3, an export of its log group, or JSON lines of records"

// Text says how much was read, and what was not.
func (in *Reading) Text() string {
	at, t := in.input.Progress(), in.input.Tally()
	text := fmt.Sprintf("%s from %s", screen.Plural(t.Records, "record"), screen.Plural(at.FilesDone-in.faults.empties(), "file"))
	if in.stopped {
		text = "interrupted after " + text
	}
	if in.faults.n > 0 {
		text += fmt.Sprintf(", %d unreadable", in.faults.n)
	}
	if t.Outside > 0 {
		text += fmt.Sprintf(", %d outside the time asked for", t.Outside)
	}
	if t.Older > 0 {
		text += ", " + screen.Plural(t.Older, "file") + " older than --since not opened"
	}
	return text + in.faults.others(t.Skipped)
}

// Pace says how long reading took, and how fast it was.
func (in *Reading) Pace() string {
	perSecond := float64(in.input.Tally().Records) / max(in.took.Seconds(), 1e-3)
	return fmt.Sprintf("%s, %.0f records/s", in.took.Round(time.Millisecond), perSecond)
}

// Aside runs a function that prints something while the bar is out of the way.
func (in *Reading) Aside(print func()) { in.progress.aside(print) }
