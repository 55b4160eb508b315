package schedule

// A record counts at its own time, unless it is dated ahead of what came with
// it: nobody may choose the window that a record falls into.

// MaxAhead is how far, in seconds, a time may be ahead of the one that it is
// compared with.
const MaxAhead = 15 * 60

// Counts is the time that a record counts at. arrived is when it reached its
// stream, 0 if it came otherwise.
func (r *Record) Counts(arrived int64) int64 {
	base := r.Logged
	if arrived > 0 && base > arrived+MaxAhead {
		base = arrived
	}
	if r.At > base+MaxAhead {
		return base
	}
	return r.At
}

// Early reports whether a record that came by no stream can't be counted yet,
// at a time in ms since 1970.
func (r *Record) Early(arrived, now int64) bool {
	return arrived == 0 && r.Logged*1000 > now+MaxAhead*1000
}

// date sets the clock, so that all records have been logged or are about to be,
// and then dates some records ahead: of their log events, or with these.
func (g *generator) date() {
	last := int64(Epoch)
	for _, r := range g.Records {
		last = max(last, r.Logged)
	}
	g.Began = last - pick(g, 0, g.Int64N(60), g.Int64N(MaxAhead-60))
	if !g.chance(4) {
		return
	}
	for range 1 + g.IntN(4) {
		id, early := g.Records[g.IntN(len(g.Records))].ID, g.chance(2)
		ahead := MaxAhead + 60 + g.Int64N(3600)
		further := pick(g, -90, ahead)
		for i := range g.Records {
			switch r := &g.Records[i]; {
			case r.ID != id:
			case early:
				r.Logged = g.Began + ahead
				r.At = r.Logged + further
			default:
				r.At = r.Logged + ahead
			}
		}
	}
}

// lastEarly is when no log event is early any more, ms after the start.
func (s *Schedule) lastEarly() int64 {
	last := int64(0)
	for _, r := range s.Records {
		last = max(last, (r.Logged-MaxAhead-s.Began)*1000)
	}
	return last
}
