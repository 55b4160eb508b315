package world

import (
	"testing"

	"trailnotify/simulate/schedule"
)

// While every instance is busy for a long time, deliveries that wait for one
// cost no steps.
func TestWorld_WaitingCostsNoSteps(t *testing.T) {
	const hour = 3_600_000
	s := pairOf(schedule.Shape{Threshold: 2}, [2][]schedule.Record{{at(70, 1, 1)}, {at(80, 1, 2)}})
	s.Instances, s.Timeout, s.Healed = 1, hour, hour
	s.Bounds.RequestLimit = hour * 1_000_000
	s.Outages = []schedule.Outage{{Of: schedule.Table, How: schedule.Hangs, To: hour}}
	s.Complete()
	w := New(s)
	w.Run()
	if w.Steps > 60 || len(w.Check.Violations) > 0 || w.Check.Alerts != 1 {
		t.Errorf("%d steps, %d alerts, violations %v", w.Steps, w.Check.Alerts, w.Check.Violations)
	}
}
