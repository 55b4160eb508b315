package detector

import (
	"context"
	"errors"

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
	what := d.closer()
	what.Muted = d.mutedGroups(ctx)
	return c.Close(ctx, what)
}

// closer is what the counter needs to know to close alerts.
func (d *Detector) closer() window.Closer {
	what := window.Closer{Apart: d.apart, Publish: d.publishClosing}
	for _, r := range d.rules.Rules() {
		what.Rules = append(what.Rules, d.windows[r])
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

func (d *Detector) apart(r *window.Rule) bool {
	return d.Apart != nil && d.Apart(d.origin[r])
}

// publishClosing publishes one message that closes alerts of one rule, of which
// the same became.
func (d *Detector) publishClosing(ctx context.Context, all []window.Closing) error {
	r := d.origin[all[0].Rule]
	return d.send(ctx, r, all[0].Fate, alert.NewClosing(r, all, d.from))
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
