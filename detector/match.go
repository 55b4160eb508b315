package detector

import (
	"trailnotify/cloudtrail"
	"trailnotify/pattern"
	"trailnotify/rules"
	"trailnotify/window"
)

// counted is what the counter needs to know of a record that matches one rule.
// What is the same for every rule is in seen.
func (d *Detector) counted(seen window.Match, f rules.Match, r cloudtrail.Record) window.Match {
	seen.Rule = d.windows[f.Rule]
	seen.Group = groupOf(f.Rule.By, r.JSON)
	seen.Exception = f.Exception
	if f.Rule.Distinct != nil && f.Exception == "" {
		seen.Identity = valueIdentity(*f.Rule.Distinct, r.JSON)
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

// valueIdentity distinguishes the values of `distinct`. A record without the
// field counts as one more value, different from any that a field can have.
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
