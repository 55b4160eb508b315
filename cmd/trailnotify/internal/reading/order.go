package reading

import (
	"context"
	"errors"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/timeline"
	"trailnotify/cmd/trailnotify/internal/cli"
)

// InOrder reads the whole input and hands on the records that are wanted in
// order of event time. Where Ctrl-C ends the reading, it hands on what was read
// until then.
func (in *Reading) InOrder(ctx context.Context, do func(cloudtrail.Record) error) (err error) {
	line := timeline.New(int64(in.memory), "")
	defer func() { err = errors.Join(err, line.Close()) }()
	stopped := in.Each(ctx, line.Add)
	if stopped != nil && !errors.Is(stopped, cli.ErrInterrupted) {
		return stopped
	}
	for record, err := range line.Records() {
		switch {
		case ctx.Err() != nil && stopped == nil:
			return in.stop()
		case err != nil:
			return err
		}
		if err := do(record); err != nil {
			return err
		}
	}
	return stopped
}
