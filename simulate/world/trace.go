package world

import (
	"fmt"
	"io"

	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
)

// A trace is what happened in a run: a hash, by which two runs are compared,
// and on request the lines for a person.
type trace struct {
	Hash uint64
	To   io.Writer // nil: the hash alone
}

// note enters one event into the trace.
func (t *trace) note(w *World, v *invocation, what string, about ...any) {
	h := t.Hash ^ uint64(w.now)<<20 ^ v.salt
	for i := range len(what) {
		h = (h ^ uint64(what[i])) * 0x100000001b3
	}
	for _, x := range about {
		if q, ok := x.(request); ok {
			h = (h ^ uint64(q.kind) ^ uint64(q.start)<<8 ^ uint64(q.part)) * 0x100000001b3
			for i := range len(q.key) {
				h = (h ^ uint64(q.key[i])) * 0x100000001b3
			}
		}
	}
	t.Hash = h
	if t.To == nil {
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
	fmt.Fprintln(t.To, line, what)
}

func (w *World) describe(q request) string {
	text := q.kind.String()
	if n, ok := w.Schedule.Rules.Index[q.key]; ok {
		text += " " + w.Schedule.Rules.Keys[n].String()
	}
	switch {
	case q.start > 0:
		text += " " + schedule.Clock(q.start)
	case q.start < 0:
		text += " details " + schedule.Clock(-q.start)
	}
	if q.part > 0 {
		text += fmt.Sprintf(" .%019d", q.part)
	}
	return text
}

// broken enters a violation.
func (t *trace) broken(w *World, v check.Violation) {
	if t.To != nil {
		fmt.Fprintf(t.To, "%9.3f s  *** %v\n", float64(w.now)/1000, v)
	}
}
