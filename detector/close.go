package detector

import (
	"context"
	"errors"
	"sync/atomic"

	"trailnotify/alert"
	"trailnotify/rules"
	"trailnotify/window"
)

// A closer is a [Counter] that remembers which alerts to look at again when
// their quiet time has ended.
type closer interface {
	Close(ctx context.Context, what window.Closer) (window.Closed, error)
}

// errNoCloser is the error of a counter that remembers no alerts.
var errNoCloser = errors.New("closing: the counter does not remember what is due")

// Close publishes the closing messages that are due: what came after an alert
// and was counted, but that no alert has told. It takes no part in counting.
// Call it every five minutes. After an error the next call goes on with what is
// left; the answer is complete either way.
//
// Alerts that are muted are left alone until their mute has ended.
//
// A rule that is off closes the alerts that it has sent all the same.
func (d *Detector) Close(ctx context.Context) (window.Closed, error) {
	c, ok := d.counter.(closer)
	if !ok {
		return window.Closed{}, errNoCloser
	}
	run := closing{Detector: d}
	closed, err := c.Close(ctx, run.what(ctx))
	silent := int(run.silent.Load())
	closed.Closed -= silent
	closed.Messages -= silent
	closed.Quiet += silent
	return closed, err
}

// closing is one call of Close.
type closing struct {
	*Detector
	silent atomic.Int64 // alerts that turned out to need no message
}

// what is what the counter needs to know. Whatever the severity of a rule is,
// that of an alert may be any.
func (c *closing) what(ctx context.Context) window.Closer {
	what := window.Closer{Publish: c.publish, Muted: c.mutedGroups(ctx)}
	if c.opens(rules.Critical.String()) {
		what.Apart = func(*window.Rule) bool { return true }
	}
	for _, r := range c.rules.Rules() {
		what.Rules = append(what.Rules, c.windows[r])
	}
	return what
}

// mutedGroups reads which groups are muted, nil where nothing ever is.
func (d *Detector) mutedGroups(ctx context.Context) func(*window.Rule, window.Group) bool {
	if d.Mutes == nil {
		return nil
	}
	muted := d.Mutes(ctx)
	return func(r *window.Rule, g window.Group) bool { return muted(d.origin[r], alert.GroupID(g)) }
}

// opens reports whether there may be an incident to end.
func (c *closing) opens(severity string) bool { return c.Incidents != nil && c.Incidents(severity) }

// publish publishes one message that closes alerts of one rule. An all-clear is
// for those who have an incident open, or a rule that asks for it.
func (c *closing) publish(ctx context.Context, all []window.Closing) error {
	r := c.origin[all[0].Rule]
	a := alert.NewClosing(r, all, c.from)
	a.Closing.Wanted = r.Closing == rules.ClosingAlways
	if a.AllClear() && !c.opens(a.Severity) {
		c.silent.Add(1) // there is one: several are closed together only if none is silent
		return nil
	}
	return c.send(ctx, r, all[0].Fate, a)
}

// closingPolicy is what the counter calls the value of closing.
func closingPolicy(c rules.Closing) window.ClosingPolicy {
	switch c {
	case rules.ClosingAlways:
		return window.ClosingAlways
	case rules.ClosingOff:
		return window.ClosingOff
	default:
		return window.ClosingSurplus
	}
}
