package schedule

import (
	"fmt"
	"io"
	"time"
)

// Describe writes the rules, the records and the deliveries of a schedule.
func (s *Schedule) Describe(to io.Writer) {
	fmt.Fprintf(to, "seed %d, faults %g %%, time-out %d ms, rule set %d\n", s.Seed, 100*s.Faults, s.Timeout, s.Rules.Number)
	for i, v := range s.Versions {
		fmt.Fprintf(to, "version %d, bounds: %s\n", i, describeBounds(v.Bounds))
		for _, r := range v.Rules.Shapes {
			fmt.Fprintf(to, "  %v\n", r)
		}
	}
	fmt.Fprintf(to, "routes: %+v, healed at %.3f s\n", s.Routes, float64(s.Healed)/1000)
	for _, o := range s.Outages {
		fmt.Fprintln(to, o)
	}
	for _, d := range s.Deliveries {
		fmt.Fprintf(to, "delivery %d, %v, deployment %d, %.3f s\n", d.ID, sourceNames[d.Source], d.Deployment, float64(d.At)/1000)
		if d.Command != "" {
			fmt.Fprintln(to, "  command", d.Command)
		}
		for i, records := range d.Batches {
			fmt.Fprintf(to, "  batch %d\n", d.ID*16+i)
			for _, n := range records {
				fmt.Fprintf(to, "    %v\n", s.Records[n].describe(s.Rules.Shapes))
			}
		}
	}
	fmt.Fprintln(to)
}

// describe is a record in one line: what the rules see of it.
func (r Record) describe(shapes []*Shape) string {
	text := fmt.Sprintf("record %-3d %s", r.ID, Clock(r.At))
	if r.Logged != r.At+90 {
		text += " logged " + Clock(r.Logged)
	}
	if r.updated {
		text += " (updated)"
	}
	for _, s := range shapes {
		exception, ok := s.Match(&r)
		switch {
		case ok && exception != "":
			text += fmt.Sprintf(" %s (except %s)", s.Name(), exception)
		case ok:
			text += " " + s.Name()
		}
	}
	return text + fmt.Sprintf(" actor %d action %d", r.Actor, r.Action)
}

// Clock is a time of day, for people.
func Clock(seconds int64) string { return time.Unix(seconds, 0).UTC().Format("15:04:05") }
