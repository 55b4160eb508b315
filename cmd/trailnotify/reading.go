package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history"
)

// exitSkipped is the exit code of a command that ran but left something out, or
// had nothing to read.
const exitSkipped = 1

// periodFlags choose records by their time.
type periodFlags struct{ since, until moment }

func (f *periodFlags) add(cmd *cobra.Command) {
	cmd.Flags().Var(&f.since, "since", "leave out records before this `time` (2026-03-02, 2026-03-02T09:00:00Z, or 36h for that long ago)")
	cmd.Flags().Var(&f.until, "until", "leave out records from this `time` on")
}

// check reports a period that no record can lie in.
func (f *periodFlags) check() error {
	if !f.until.IsZero() && !f.since.Before(f.until.Time) {
		return fmt.Errorf("--since %s is not before --until %s", &f.since, &f.until)
	}
	return nil
}

// readFlags say how history is read.
type readFlags struct {
	period periodFlags
	follow bool
}

func (f *readFlags) add(cmd *cobra.Command) {
	f.period.add(cmd)
	cmd.Flags().BoolVar(&f.follow, "follow", false, "follow symbolic links that lead out of a directory")
}

// A reading takes history from its files to whatever is done with it, and notes
// what became of it.
type reading struct {
	input    *history.Input
	progress *progress
	faults   faultList
	onlyPipe bool // nothing but standard input is read
	stopped  bool // by Ctrl-C
	began    time.Time
	took     time.Duration
}

// newReading lists the input. matcher says which records are wanted, nil all.
func newReading(ctx context.Context, flags readFlags, matcher history.Matcher, paths []string, p process) (*reading, error) {
	if err := flags.period.check(); err != nil {
		return nil, err
	}
	input, err := history.Open(paths, history.Options{
		Workers: p.workers,
		Stdin:   p.stdin, Follow: flags.follow,
		Since: flags.period.since.Time, Until: flags.period.until.Time,
		Timed: true, Matcher: matcher, Context: ctx,
	})
	if err != nil {
		return nil, err
	}
	return &reading{
		input:    input,
		progress: newProgress(p.stderr, terminalOf(p.stderr, p), input.Progress().Bytes),
		faults:   faultList{w: p.stderr},
		onlyPipe: len(paths) == 1 && paths[0] == history.Stdin,
		began:    time.Now(),
	}, nil
}

// each hands on the records that are wanted, in the order of the input. After
// Ctrl-C it hands on what was read until then.
func (in *reading) each(ctx context.Context, do func(cloudtrail.Record) error) error {
	defer in.end()
	defer in.progress.watch(in.input)()
	for record, err := range in.input.Records() {
		switch {
		case err != nil && ctx.Err() != nil:
			continue // it may be there only because reading has ended early
		case err != nil:
			in.progress.aside(func() { in.faults.add(err) })
			continue
		}
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
func (in *reading) end() {
	in.progress.finish()
	in.faults.end()
	in.took = time.Since(in.began)
}

// stop notes that Ctrl-C ended the reading.
func (in *reading) stop() error {
	in.stopped = true
	return errInterrupted
}

// errInterrupted ends a command after Ctrl-C, once it has printed what it has.
var errInterrupted = errors.New("interrupted")

// batches hands on the records in the order of the input, in batches.
func (in *reading) batches(ctx context.Context, do detect) error {
	b := batcher{do: do}
	if err := in.each(ctx, func(r cloudtrail.Record) error { return b.take(ctx, r) }); err != nil {
		return err
	}
	return b.flush(ctx)
}

// outcome is how the command exits once everything is read. It says, in one
// line, what to do when there was nothing.
func (in *reading) outcome() error {
	t := in.input.Tally()
	found := t.Records + t.Outside + t.Untimed
	switch {
	case in.faults.failed():
		if found == 0 {
			in.say("no CloudTrail record was found: %s", expected)
		}
		return exit(exitSkipped)
	case found == 0 && t.Older > 0:
		in.say("every file was delivered before --since, so none was opened")
		return nil
	case found == 0 && in.onlyPipe && in.input.Progress().BytesRead == 0:
		in.say("nothing came in on standard input: look at the command before the pipe")
		return exit(exitSkipped)
	case found == 0:
		in.say("no CloudTrail record was found: %s", expected)
		return exit(exitSkipped)
	case t.Records == 0 && t.Outside > 0:
		in.say("all records lie outside --since and --until")
	}
	return nil
}

// expected says what to give a command that found nothing.
const expected = "give it the trail's files from S3, an export of its log group, or JSON lines of records"

func (in *reading) say(format string, args ...any) {
	fmt.Fprintf(in.faults.w, "trailnotify: "+format+"\n", args...)
}

// text says how much was read, and what was not.
func (in *reading) text() string {
	at, t := in.input.Progress(), in.input.Tally()
	text := fmt.Sprintf("%s from %s", plural(t.Records, "record"), plural(at.FilesDone-in.faults.empties(), "file"))
	if in.stopped {
		text = "interrupted after " + text
	}
	parts := []struct {
		n    int
		what string
	}{
		{in.faults.n, "unreadable"},
		{t.Outside, "outside the time asked for"},
		{t.Older, "files older than --since not opened"},
	}
	for _, part := range parts {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	return text + in.faults.others(t.Skipped)
}
