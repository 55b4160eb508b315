package window

import (
	"errors"
	"fmt"
)

// Result is what a call of [Counter.Count] came to, besides its alerts. It is
// as complete as the call was.
type Result struct {
	// Spent is the number of matches per rule that lay in windows that were
	// spent before: no alert will tell of them one by one. nil when there were
	// none. It is what the call knew: where nothing could be due in any case, a
	// spent window may not have been recognized. A match that is delivered
	// again counts again.
	Spent map[*Rule]int
}

func result(jobs []*job) Result {
	var r Result
	for _, j := range jobs {
		if j.group.Kind == GroupCeiling {
			continue // they count for their group
		}
		for _, t := range j.touches {
			if !t.spent {
				continue
			}
			if r.Spent == nil {
				r.Spent = map[*Rule]int{}
			}
			r.Spent[j.rule] += t.matches
		}
	}
	return r
}

// LeaseError reports that another invocation was still publishing for the same
// rule and group when the time for waiting was up. Counting the batch again
// settles it.
type LeaseError struct{ Key string }

func (e *LeaseError) Error() string {
	return fmt.Sprintf("waiting for the lease on %s: another invocation holds it", e.Key)
}

// Contended reports whether an error of [Counter.Count] consists of nothing but
// waiting for other invocations: nothing is broken, and counting the batch
// again will settle it. Errors may be wrapped and joined.
func Contended(err error) bool {
	return every(err, func(err error) (bool, bool) {
		_, ok := err.(*LeaseError)
		return true, ok
	})
}

// notSent reports whether an error of a [Publish] says that the alert was
// certainly not accepted.
func notSent(err error) bool {
	return every(err, func(err error) (bool, bool) {
		e, ok := err.(interface{ NotSent() bool })
		return ok && e.NotSent(), ok
	})
}

// every reports whether something holds of an error, or of all the errors that
// it joins. Of errors that wrap each other the outermost one that judge knows
// decides; it holds neither of one that judge does not know nor of no error.
func every(err error, judge func(error) (holds, known bool)) bool {
	if err == nil {
		return false
	}
	if holds, known := judge(err); known {
		return holds
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return every(e.Unwrap(), judge)
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			if !every(part, judge) {
				return false
			}
		}
		return len(e.Unwrap()) > 0
	}
	return false
}

// failure joins the errors of the jobs: the first few, waiting last.
func failure(jobs []*job) error {
	const shown = 5
	var failed, waiting []error
	for _, j := range jobs {
		switch err := errors.Join(j.errs...); {
		case err == nil:
		case Contended(err):
			waiting = append(waiting, fmt.Errorf("%s: %w", j.key, err))
		default:
			failed = append(failed, fmt.Errorf("%s: %w", j.key, j.errs[0]))
		}
	}
	all := append(failed, waiting...)
	if len(all) == 0 {
		return nil
	}
	return fmt.Errorf("counting: %d of %d groups failed: %w", len(all), len(jobs), errors.Join(all[:min(len(all), shown)]...))
}
