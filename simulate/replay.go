package simulate

import (
	"io"

	"trailnotify/simulate/schedule"
)

// Replay runs the schedule of c.Seed and writes what happens, for a person.
func Replay(to io.Writer, c Config) Result {
	return c.withDefaults().tell(to, schedule.New(c.Seed, c.Faults))
}

// tell runs a schedule and writes it and what happens.
func (c Config) tell(to io.Writer, s *schedule.Schedule) Result {
	s.Describe(to)
	w := c.world(s)
	w.Trace.To = to
	w.Run()
	return result(w)
}
