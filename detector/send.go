package detector

import (
	"context"

	"trailnotify/alert"
	"trailnotify/rules"
	"trailnotify/window"
)

// send sends a message of a rule, unless the rule runs dry or, for a closing
// message, the alert that it closes was not sent for that reason: then the
// error is [window.ErrDryRun]. For an alert that is muted it is
// [window.ErrMuted].
func (d *Detector) send(ctx context.Context, r *rules.Rule, fate window.Fate, a alert.Alert) error {
	switch {
	case r.Mode == rules.DryRun || fate == window.DryRun:
		tell(ctx, d.DryRun, a)
		return window.ErrDryRun
	case a.Closing == nil && d.muted(ctx, r, a.GroupID):
		tell(ctx, d.Muted, a)
		return window.ErrMuted
	default:
		return d.publish(ctx, a)
	}
}

func tell(ctx context.Context, who func(context.Context, alert.Alert), a alert.Alert) {
	if who != nil {
		who(ctx, a)
	}
}

func (d *Detector) muted(ctx context.Context, r *rules.Rule, groupID string) bool {
	return d.Mutes != nil && d.Mutes(ctx)(r, groupID)
}
