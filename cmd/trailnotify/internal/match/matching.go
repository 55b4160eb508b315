package match

import (
	"context"
	"fmt"

	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/matches"
	"trailnotify/cmd/trailnotify/internal/reading"
	"trailnotify/cmd/trailnotify/internal/textlines"
)

// matching is a run of match that has begun.
type matching struct {
	matcher matcher
	show    matches.Printer
	faults  reading.Faults
	matched int
}

// all matches records until they end. After Ctrl-C it matches what was read
// until then.
func (m *matching) all(ctx context.Context, records textlines.Records) error {
	for record := range m.faults.Sift(ctx, records) {
		names, ok := m.matcher(record)
		if !ok {
			continue
		}
		m.matched++
		if err := m.show.Add(record, names); err != nil {
			return fmt.Errorf("printing: %w", err)
		}
	}
	m.faults.End()
	if ctx.Err() != nil {
		return cli.ErrInterrupted
	}
	return nil
}

// outcome is how the command exits.
func (m *matching) outcome() error {
	switch {
	case m.faults.Failed():
		return cli.Exit(exitIncomplete)
	case m.matched == 0:
		return cli.Exit(exitNoMatch)
	default:
		return nil
	}
}
