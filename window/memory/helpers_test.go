package memory_test

import (
	"context"

	"trailnotify/window"
	"trailnotify/window/windowtest"
)

var (
	start     = windowtest.Start
	matchesOf = windowtest.Matches
)

// recorder keeps the alerts that it publishes.
type recorder struct{ alerts []window.Crossing }

func (r *recorder) publish(_ context.Context, c window.Crossing) error {
	r.alerts = append(r.alerts, c)
	return nil
}
