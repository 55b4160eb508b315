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

// exitSkipped is the exit code of a command that ran but left something out.
const exitSkipped = 1

// periodFlags choose records by their time.
type periodFlags struct{ since, until moment }

func (f *periodFlags) add(cmd *cobra.Command) {
	cmd.Flags().Var(&f.since, "since", "leave out records before this `time` (2026-03-02, 2026-03-02T09:00:00Z, or 36h for that long ago)")
	cmd.Flags().Var(&f.until, "until", "leave out records from this `time` on")
}

// within tells whether a record lies between --since and --until. A record
// without a time does, unless one of them is given.
func (f *periodFlags) within(r cloudtrail.Record) bool {
	if f.since.IsZero() && f.until.IsZero() {
		return true
	}
	t, ok := r.Time()
	return ok && !t.Before(f.since.Time) && (f.until.IsZero() || t.Before(f.until.Time))
}

// A reading takes history from its files to whatever is done with it, in
// batches, and notes what became of it.
type reading struct {
	input    *history.Input
	period   periodFlags
	progress *progress
	faults   faultList
	began    time.Time
	took     time.Duration

	records int // handed on
	outside int // left out by --since and --until
}

func newReading(period periodFlags, paths []string, p process) (*reading, error) {
	input, err := history.Open(paths, p.stdin)
	if err != nil {
		return nil, err
	}
	return &reading{
		input: input, period: period,
		progress: newProgress(p.stderr, terminalOf(p.stderr, p), input.Progress().Bytes),
		faults:   faultList{w: p.stderr},
		began:    time.Now(),
	}, nil
}

// each hands on the whole input, batch by batch.
func (in *reading) each(ctx context.Context, do func(context.Context, cloudtrail.Batch) error) error {
	hand := func(b cloudtrail.Batch) error {
		if len(b.Records) == 0 {
			return nil
		}
		in.records += len(b.Records)
		in.progress.update(in.input.Progress(), time.Now())
		return do(ctx, b)
	}
	var batch batcher
	for record, err := range in.input.Records() {
		switch {
		case ctx.Err() != nil:
			return errors.New("interrupted")
		case err != nil:
			in.progress.aside(func() { in.faults.add(err) })
			continue
		case !in.period.within(record):
			in.outside++
			continue
		}
		if batch.full(record) {
			if err := hand(batch.take()); err != nil {
				return err
			}
		}
		batch.add(record)
	}
	if err := hand(batch.take()); err != nil {
		return err
	}
	in.progress.finish()
	in.faults.end()
	in.took = time.Since(in.began)
	return nil
}

// outcome is how the command exits once everything is read.
func (in *reading) outcome() error {
	if in.faults.n > 0 {
		return exit(exitSkipped)
	}
	return nil
}

// text says how much was read, and what was not.
func (in *reading) text() string {
	at := in.input.Progress()
	text := fmt.Sprintf("%s from %s", plural(in.records, "record"), plural(at.FilesDone, "file"))
	for _, part := range []struct {
		n    int
		what string
	}{
		{in.faults.n, "rotten and skipped"},
		{in.outside, "outside the time asked for"},
		{at.Skipped, "files of other kinds not read"},
	} {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	return text
}
