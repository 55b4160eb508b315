package check

import (
	"cmp"
	"slices"

	"trailnotify/simulate/schedule"
)

// A ledger is the truth about one key: which records are in which of its
// windows, which alerts were accepted, and what is recorded of them. It is kept
// from the records of a schedule; nothing of it is read from the table.
//
// Everything has the step at which it happened, so that the state at an earlier
// step can be told: it is what happened up to then.
type ledger struct {
	*schedule.Key
	number, deployment int
	pages              []page // ascending
	alerts             []*Sent
	register           []said
	opens              []opened
	closings           []*Sent
	reminded           []reminded
}

// A page is one window.
type page struct {
	start    int64
	marks    []mark
	excepted []exceptedMark
}

// A mark is one record that counts in a window, or one group in that of a
// storm.
type mark struct {
	at      int64 // event time
	id      int   // of what is counted: a record, an action, a group
	record  int   // index in the schedule
	written int   // step, 0: not yet
	told    int   // step at which its summary was written, 0: not yet
	acked   bool
}

type exceptedMark struct {
	record  int
	name    string
	written int
}

// said is an entry of a register.
type said struct {
	window    int64
	step      int
	forgotten int // step, 0: it is still there
}

// at reports whether the entry was there at a step.
func (s said) at(step int) bool {
	return s.step <= step && (s.forgotten == 0 || s.forgotten > step)
}

// A Sent is an alert that was handed to the topic.
type Sent struct {
	ledger   *ledger
	version  int
	process  int
	handed   int     // step at which it was handed over
	heard    int     // step at which the process was told that it was accepted, 0: not yet
	windows  []int64 // that it covers
	claimed  int     // step
	accepted int     // step, 0: not yet
	faulted  bool    // something went wrong between handing it over and recording it
	told     int     // by an alert
	closes   bool    // it is the message that closes the alert of a window
	joint    bool    // and others
}

func (l *ledger) page(start int64) *page {
	i, ok := slices.BinarySearchFunc(l.pages, start, func(p page, start int64) int { return cmp.Compare(p.start, start) })
	if !ok {
		l.pages = slices.Insert(l.pages, i, page{start: start})
	}
	return &l.pages[i]
}

// mark returns the entry of a record.
func (p *page) mark(at int64, id, record int) *mark {
	for i := range p.marks {
		if p.marks[i].record == record && p.marks[i].at == at {
			return &p.marks[i]
		}
	}
	p.marks = append(p.marks, mark{at: at, id: id, record: record})
	return &p.marks[len(p.marks)-1]
}

func (p *page) except(record int, name string) *exceptedMark {
	for i := range p.excepted {
		if p.excepted[i].record == record {
			return &p.excepted[i]
		}
	}
	p.excepted = append(p.excepted, exceptedMark{record: record, name: name})
	return &p.excepted[len(p.excepted)-1]
}

// writtenBy is a choice of marks: those written up to a step.
func writtenBy(step int) func(*mark) bool {
	return func(m *mark) bool { return m.written > 0 && m.written <= step }
}

// toldBy is a choice of marks: those whose summary was written up to a step.
func toldBy(step int) func(*mark) bool {
	return func(m *mark) bool { return m.told > 0 && m.told <= step }
}

func acknowledged(m *mark) bool { return m.acked }

func always(*mark) bool { return true }

// in returns the chosen marks of a window.
func (l *ledger) in(start int64, chosen func(*mark) bool) []mark {
	var out []mark
	for i := range l.pages {
		if l.pages[i].start != start {
			continue
		}
		for j := range l.pages[i].marks {
			if m := &l.pages[i].marks[j]; chosen(m) {
				out = append(out, *m)
			}
		}
	}
	return out
}

// different is how many different things are counted in some marks.
func different(marks []mark) int {
	n := 0
	for i := range marks {
		if !slices.ContainsFunc(marks[:i], func(m mark) bool { return m.id == marks[i].id }) {
			n++
		}
	}
	return n
}

// fullest is the greatest number of different things in a span of one period
// that starts with one of the first marks.
func (l *ledger) fullest(first, second []mark) int {
	all := slices.Concat(first, second)
	most := 0
	for _, f := range first {
		var inside []mark
		for _, m := range all {
			if f.at <= m.at && m.at < f.at+l.Period {
				inside = append(inside, m)
			}
		}
		most = max(most, different(inside))
	}
	return most
}

// spans reports whether an alert for window j spends window w.
func (l *ledger) spans(j, w int64) bool { return j <= w && w <= j+l.Reach() }

// recorded reports whether the register, as it was at a step, spends a window.
func (l *ledger) recorded(w int64, step int) bool {
	return slices.ContainsFunc(l.register, func(s said) bool { return s.at(step) && l.spans(s.window, w) })
}

// remembering is the ledger as a process sees it that remembers what the
// register has forgotten. It is for reading only.
func (l *ledger) remembering() *ledger {
	view := *l
	view.register = slices.Clone(l.register)
	for i := range view.register {
		view.register[i].forgotten = 0
	}
	return &view
}

// forgot reports whether the register has forgotten an alert.
func (l *ledger) forgot(a *Sent) bool {
	return slices.ContainsFunc(l.register, func(s said) bool { return s.forgotten > 0 && slices.Contains(a.windows, s.window) })
}

// spenders are the accepted alerts of this key that spend a window.
func (l *ledger) spenders(w int64) []*Sent {
	var out []*Sent
	for _, s := range l.alerts {
		if slices.ContainsFunc(s.windows, func(j int64) bool { return l.spans(j, w) }) {
			out = append(out, s)
		}
	}
	return out
}

// count is the fullest span that starts in window w, from the chosen marks and
// the register as it was at a step.
func (l *ledger) count(w int64, chosen func(*mark) bool, step int) int {
	var next []mark
	if !l.recorded(w+l.Period, step) {
		next = l.in(w+l.Period, chosen)
	}
	return l.fullest(l.in(w, chosen), next)
}

// due reports whether window w must be alerted.
func (l *ledger) due(w int64, chosen func(*mark) bool, step int) bool {
	return !l.recorded(w, step) && l.count(w, chosen, step) >= l.Threshold
}

// overdue is the whole promise: it takes all chosen marks, deletes those in the
// windows that an alert spends, and looks for a span of one period that still
// holds the threshold. storm is the ledger of the storm that can stand for
// alerts of this key, nil if there is none.
func (l *ledger) overdue(chosen func(*mark) bool, storm *ledger) (from int64, n int, found bool) {
	var left []mark
	for i := range l.pages {
		if w := l.pages[i].start; !l.spent(w, storm) {
			left = append(left, l.in(w, chosen)...)
		}
	}
	for _, f := range left {
		var inside []mark
		for _, m := range left {
			if f.at <= m.at && m.at < f.at+l.Period {
				inside = append(inside, m)
			}
		}
		if n := different(inside); n >= l.Threshold {
			return f.at, n, true
		}
	}
	return 0, 0, false
}

// spent reports whether an alert that the topic accepted spends a window: one
// of this key, or one of a storm that the register names.
func (l *ledger) spent(w int64, storm *ledger) bool {
	if len(l.spenders(w)) > 0 {
		return true
	}
	return storm != nil && slices.ContainsFunc(l.register, func(s said) bool {
		return l.spans(s.window, w) && storm.accepted(s.window)
	})
}

// before is the newest window before w in the register as it was at a step.
func (l *ledger) before(w int64, step int) (int64, bool) {
	newest, found := int64(0), false
	for _, s := range l.register {
		if s.at(step) && s.window < w && (!found || s.window > newest) {
			newest, found = s.window, true
		}
	}
	return newest, found
}

// since is the number of matches from an alerted window to the end of its quiet
// time, before window w.
func (l *ledger) since(j, w int64, chosen func(*mark) bool) int {
	n := 0
	for k := j; k <= min(j+l.Reach(), w-l.Period); k += l.Period {
		n += different(l.in(k, chosen))
	}
	return n
}
