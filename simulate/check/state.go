package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// State is all that what the checker says next depends on: what it knows of the
// invocations under way, and the order in which what it compares happened. Two
// runs that come to the same state, here and in the world, go on alike.
func (k *Checker) State(underWay []*Caller) string {
	var text strings.Builder
	for i := range k.ledgers {
		l := &k.ledgers[i]
		if len(l.pages) > 0 {
			fmt.Fprintln(&text, i, l.history(underWay))
		}
	}
	for _, v := range underWay {
		fmt.Fprintln(&text, v.Process, v.Dead, v.Frozen, v.fails)
	}
	return text.String()
}

// history is what the ledger holds, in the order in which it happened.
func (l *ledger) history(underWay []*Caller) []string {
	type entry struct {
		step int
		text string
	}
	var all []entry
	add := func(step int, what ...any) { all = append(all, entry{step, fmt.Sprint(what...)}) }
	for _, p := range l.pages {
		for _, m := range p.marks {
			add(m.written, "written ", m.record, m.acked)
			add(m.told, "told ", m.record)
		}
	}
	for _, s := range l.register {
		add(s.step, "recorded ", s.window)
	}
	for _, o := range l.opens {
		add(o.closed, "closed ", o.start, o.Open)
	}
	for _, s := range l.closings {
		add(s.accepted, "closing ", s.windows, s.faulted)
		add(s.claimed, "looked ", s.windows)
	}
	for _, s := range l.alerts {
		add(s.accepted, "accepted ", s.windows, s.faulted)
		add(s.claimed, "claimed ", s.windows)
	}
	for _, v := range underWay {
		add(v.since(l), "knows ", v.Process)
		for _, s := range v.open {
			add(s.accepted, "open ", v.Process, s.windows, s.faulted)
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.step, b.step), strings.Compare(a.text, b.text)) })
	texts := make([]string, len(all))
	for i, x := range all {
		texts[i] = x.text
	}
	return texts
}
