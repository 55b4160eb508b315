package detector

import (
	"trailnotify/pattern"
	"trailnotify/rules"
	"trailnotify/rules/group"
	"trailnotify/window"
)

// counted is what the counter needs to know of a record that matches one rule.
// What is the same for every rule is in seen.
func (d *Detector) counted(seen window.Match, f rules.Match, r *group.Record) window.Match {
	seen.Rule = d.windows[f.Rule]
	seen.Group = groupOf(f.Rule.By, r)
	seen.Exception = f.Exception
	if f.Rule.Distinct != nil && f.Exception == "" {
		seen.Identity = valueIdentity(*f.Rule.Distinct, r.JSON)
	}
	return seen
}

// groupOf is the group of a record by the parts of a rule.
func groupOf(by group.By, r *group.Record) window.Group {
	if len(by) == 0 {
		return window.Group{Kind: window.GroupNone}
	}
	value, ok := by.Group(r)
	if !ok {
		return window.Group{Kind: window.GroupMissing}
	}
	return window.Group{Kind: window.GroupValue, Value: value, Storm: by.Outcome(r)}
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
		Ceiling: r.Ceiling, Storm: r.Storm, By: r.By.Keys(), Closing: closingPolicy(r.Closing),
	}
	if r.Distinct != nil {
		w.Distinct = r.Distinct.String()
	}
	return w
}
