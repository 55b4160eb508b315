package simulate

import (
	"fmt"
	"io"
)

// Replay runs the schedule of c.Seed and writes what happens, for a person.
func Replay(to io.Writer, c Config) Result {
	return c.withDefaults().tell(to, newSchedule(c.Seed, c.Faults))
}

// tell runs a schedule and writes it and what happens.
func (c Config) tell(to io.Writer, s *schedule) Result {
	s.describe(to)
	w := c.world(s)
	w.trace.to = to
	w.run()
	return w.result()
}

// describe writes the rules, the records and the deliveries of a schedule.
func (s *schedule) describe(to io.Writer) {
	fmt.Fprintf(to, "seed %d, faults %g %%, time-out %d ms, rule set %d\n", s.seed, 100*s.faults, s.timeout, s.rules.number)
	for _, r := range s.rules.shapes {
		fmt.Fprintf(to, "  %v\n", r)
	}
	for _, d := range s.deliveries {
		fmt.Fprintf(to, "delivery %d, %v, %.3f s\n", d.id, sourceNames[d.source], float64(d.at)/1000)
		for i, records := range d.batches {
			fmt.Fprintf(to, "  batch %d\n", d.id*16+i)
			for _, n := range records {
				fmt.Fprintf(to, "    %v\n", s.records[n].describe(s.rules.shapes))
			}
		}
	}
	fmt.Fprintln(to)
}

// describe is a record in one line: what the rules see of it.
func (r record) describe(shapes []*shape) string {
	text := fmt.Sprintf("record %-3d %s", r.id, clock(r.at))
	if r.updated {
		text += " (updated)"
	}
	for _, s := range shapes {
		exception, ok := s.match(&r)
		switch {
		case ok && exception != "":
			text += fmt.Sprintf(" %s (except %s)", s.name(), exception)
		case ok:
			text += " " + s.name()
		}
	}
	return text + fmt.Sprintf(" actor %d action %d", r.actor, r.action)
}
