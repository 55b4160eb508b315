package detector

import (
	"context"

	"trailnotify/alert"
	"trailnotify/rules"
	"trailnotify/window"
)

// send publishes a message of a rule, unless the rule runs dry or, for a
// closing message, the alert that it closes was not sent for that reason. Then
// the error is [window.ErrDryRun].
func (d *Detector) send(ctx context.Context, r *rules.Rule, fate window.Fate, a alert.Alert) error {
	if r.Mode != rules.DryRun && fate != window.DryRun {
		return d.publish(ctx, a)
	}
	if d.DryRun != nil {
		d.DryRun(ctx, a)
	}
	return window.ErrDryRun
}
