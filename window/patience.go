package window

import (
	"errors"

	"trailnotify/window/internal/queue"
)

// kinds are the patience with counting and with settling, of a rule or of a
// whole call. So an outage ends a call soon, however much there is to be done;
// a single key never takes the patience with all others.
type kinds struct{ counting, settling queue.Patience }

// several is how many keys must fail before others are not tried any more.
const several = 2

var errNotTried = errors.New("not tried: nothing else has succeeded for too long")

// count does something for the windows of a key, unless the patience is lost.
func (c *call) count(l *lane, key string, do func() error) error {
	return c.attempt(&l.counting, &c.kinds.counting, key, do)
}

// counting is count for one job.
func (c *call) counting(j *job) func(do func() error) error {
	return func(do func() error) error { return c.count(j.lane, j.key, do) }
}

// publishDue does something about what is due of a key, likewise.
func (c *call) publishDue(l *lane, key string, do func() error) error {
	return c.attempt(&l.settling, &c.kinds.settling, key, do)
}

func (c *call) attempt(lane, all *queue.Patience, key string, do func() error) error {
	b, now := c.options.Bounds, c.options.Now()
	if lane.Lost(now, key, several, b.WaitLimit) || all.Lost(now, key, several, 2*b.RequestLimit) {
		return errNotTried
	}
	lane.Begins(now, key)
	all.Begins(now, key)
	err := do()
	now = c.options.Now()
	lane.Ends(now, key, outcome(err))
	all.Ends(now, key, outcome(err))
	return err
}

func outcome(err error) queue.Outcome {
	switch {
	case err == nil:
		return queue.Succeeded
	case Contended(err):
		return queue.Waited
	default:
		return queue.Failed
	}
}

// failing reports whether nothing has succeeded for so long in a lane that what
// failed need not be tried again now.
func (c *call) failing(l *lane) bool {
	now, limit := c.options.Now(), c.options.Bounds.WaitLimit
	return l.counting.Lost(now, "", 1, limit) || l.settling.Lost(now, "", 1, limit)
}
