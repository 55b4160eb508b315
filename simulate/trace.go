package simulate

import (
	"fmt"
	"io"
	"time"
)

// A trace is what happened in a run: a hash, by which two runs are compared,
// and on request the lines for a person.
type trace struct {
	hash uint64
	to   io.Writer // nil: the hash alone
}

// note enters one event into the trace.
func (t *trace) note(w *world, v *invocation, what string, about ...any) {
	h := t.hash ^ uint64(w.now)<<20 ^ v.salt
	for i := range len(what) {
		h = (h ^ uint64(what[i])) * 0x100000001b3
	}
	for _, x := range about {
		if q, ok := x.(request); ok {
			h = (h ^ uint64(q.kind) ^ uint64(q.start)<<8) * 0x100000001b3
			for i := range len(q.key) {
				h = (h ^ uint64(q.key[i])) * 0x100000001b3
			}
		}
	}
	t.hash = h
	if t.to == nil {
		return
	}
	line := fmt.Sprintf("%9.3f s  process %-3d delivery %-3d", float64(w.now)/1000, v.id, v.parcel.id)
	for _, x := range about {
		switch x := x.(type) {
		case request:
			line += " " + w.describe(x) + ":"
		case error:
			what += ": " + x.Error()
		}
	}
	fmt.Fprintln(t.to, line, what)
}

func (w *world) describe(q request) string {
	text := q.kind.String()
	if n, ok := w.schedule.rules.index[q.key]; ok {
		text += " " + w.schedule.rules.keys[n].String()
	}
	if q.start > 0 {
		text += " " + clock(q.start)
	}
	return text
}

// broken enters a violation.
func (t *trace) broken(w *world, v Violation) {
	if t.to != nil {
		fmt.Fprintf(t.to, "%9.3f s  *** %v\n", float64(w.now)/1000, v)
	}
}

// clock is a time of day, for people.
func clock(seconds int64) string { return time.Unix(seconds, 0).UTC().Format("15:04:05") }
