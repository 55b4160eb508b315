package rules

import "fmt"

// WeakerThan says in what ways the rule alerts on less than another one, which
// it is about to replace: it is off, has a higher threshold, a lower severity, a
// shorter period or a longer quiet time, or does not count a record that the
// other rule has to count. The answers are parts of a sentence about the rule.
// The error is that of [Rule.Examples] of the other rule.
func (r *Rule) WeakerThan(other *Rule) (ways []string, err error) {
	weaker := func(is bool, format string, args ...any) {
		if is {
			ways = append(ways, fmt.Sprintf(format, args...))
		}
	}
	weaker(other.wanted && !r.wanted, "it is switched off")
	weaker(r.Threshold > other.Threshold, "its threshold is %d, not %d", r.Threshold, other.Threshold)
	weaker(r.Severity < other.Severity, "its severity is %s, not %s", r.Severity, other.Severity)
	weaker(r.Period < other.Period && r.Threshold > 1, "its period is %s, not %s", Duration(r.Period), Duration(other.Period))
	weaker(r.Quiet > other.Quiet, "its quiet time is %s, not %s", Duration(r.Quiet), Duration(other.Quiet))
	missed, of, err := r.misses(other)
	if err != nil {
		return nil, err
	}
	if len(missed) > 0 {
		weaker(true, "it does not count %d of the %d records that prove the other rule, such as %s", len(missed), of, missed[0].shown())
	}
	return ways, nil
}

// misses returns the records that the other rule has to count and this one does
// not, and how many records the other one has to count.
func (r *Rule) misses(other *Rule) (missed []Example, of int, err error) {
	examples, err := other.Examples()
	if err != nil {
		return nil, 0, err
	}
	set, faults := r.alone()
	if err := faults.asError(); err != nil {
		return nil, 0, err
	}
	for _, e := range examples {
		if !e.Match {
			continue
		}
		of++
		if e.misbehaves(set) != "" {
			missed = append(missed, e)
		}
	}
	return missed, of, nil
}
