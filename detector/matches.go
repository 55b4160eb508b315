package detector

import (
	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/pattern"
	"trailnotify/rules"
	"trailnotify/window"
)

// matching holds the records of a batch against the rules.
type matching struct {
	*Detector
	found   []rules.Match // of one record
	matches []window.Match
	report  Report
}

// payload goes over a payload. A record is taken out of its string only if it
// matches, or cannot be read there.
func (m *matching) payload(p *cloudtrail.Payload) {
	scan := m.rules.Scan(p.Text())
	defer scan.Close()
	for p.Next() {
		m.report.logged(p.Logged())
		read := m.read(scan, p)
		if read && len(m.found) == 0 {
			m.report.Records++
			continue
		}
		switch record, err := p.Record(); {
		case err != nil:
			m.report.Rejected++
			m.report.Faults = append(m.report.Faults, err)
		case read:
			m.take(record)
		default:
			m.report.logged(record.Logged)
			m.record(record)
		}
	}
}

// read looks for matches where the message stands, and returns false where it
// has to be taken out for that.
func (m *matching) read(scan rules.Scan, p *cloudtrail.Payload) bool {
	at, ok := p.Message()
	if !ok {
		return false
	}
	end := 0
	m.found, end = scan.Match(at, m.found[:0])
	return p.Skip(end)
}

// record matches a record.
func (m *matching) record(r cloudtrail.Record) {
	m.found = m.rules.Match(r.JSON, m.found[:0])
	m.take(r)
}

// take makes matches of what was found of a record.
func (m *matching) take(r cloudtrail.Record) {
	m.report.Records++
	if len(m.found) == 0 {
		return
	}
	at, _ := r.Time() // none is the zero time, which can't be counted
	seen := window.Match{Time: at, Identity: window.IdentityOf(r.Key()), Summary: alert.Summarize(r)}
	for _, f := range m.found {
		if m.Trace != nil {
			m.Trace(r, f)
		}
		match := m.match(seen, f, r)
		m.report.note(f.Rule.Name, outcome(match))
		m.matches = append(m.matches, match) // the counter passes over what it can't count
	}
}

// match says of a record seen what counting it for one rule needs.
func (d *Detector) match(seen window.Match, f rules.Match, record cloudtrail.Record) window.Match {
	seen.Rule = d.counted[f.Rule]
	seen.Group = groupOf(f.Rule.By, record.JSON)
	seen.Exception = f.Exception
	if f.Rule.Distinct != nil && f.Exception == "" {
		seen.Identity = valueIdentity(*f.Rule.Distinct, record.JSON)
	}
	return seen
}

// groupOf is the value of the first selector of `by` that the record has.
func groupOf(by []pattern.Selector, record []byte) window.Group {
	if len(by) == 0 {
		return window.Group{Kind: window.GroupNone}
	}
	for _, selector := range by {
		if value, ok := selector.Value(record); ok {
			return window.Group{Kind: window.GroupValue, Value: value}
		}
	}
	return window.Group{Kind: window.GroupMissing}
}

// valueIdentity tells one value of `distinct` from another. A record without
// the field counts as one value more, unlike any that a field can have.
func valueIdentity(distinct pattern.Selector, record []byte) window.Identity {
	value, ok := distinct.Value(record)
	if !ok {
		return window.IdentityOf("-")
	}
	return window.IdentityOf("=" + value)
}

// counting is the part of a rule that its counter needs.
func counting(r *rules.Rule) *window.Rule {
	w := &window.Rule{
		Name: r.Name, Threshold: r.Threshold, Period: r.Period, Quiet: r.Quiet,
		Ceiling: r.Ceiling, Storm: r.Storm,
	}
	for _, selector := range r.By {
		w.By = append(w.By, selector.String())
	}
	if r.Distinct != nil {
		w.Distinct = r.Distinct.String()
	}
	return w
}
