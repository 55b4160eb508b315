package world

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	awssns "github.com/aws/aws-sdk-go-v2/service/sns"

	"trailnotify/alert"
	"trailnotify/simulate/check"
	"trailnotify/simulate/schedule"
	"trailnotify/window"
)

// A closing is a message that closes alerts, on its way to a topic.
type closing struct {
	all  []window.Closing
	sent []*check.Sent // what the checker knows of them
}

// tick closes the alerts that are due, as the command of the function does.
func tick(ctx context.Context) error {
	in := clockOf(ctx).instance
	rs := in.world.Schedule.Versions[in.version].Rules
	shapeOf := func(r *window.Rule) *schedule.Shape {
		for i, counted := range rs.Counts {
			if counted == r {
				return rs.Shapes[i]
			}
		}
		return nil
	}
	_, err := in.counter.Close(ctx, window.Closer{
		Rules:   rs.Counts,
		Apart:   func(r *window.Rule) bool { return shapeOf(r).Apart },
		Publish: in.publishClosing,
	})
	return err
}

func (in *instance) publishClosing(ctx context.Context, all []window.Closing) error {
	with := *clockOf(ctx)
	rule, _ := in.world.Schedule.Versions[in.version].Rules.Rules.Lookup(all[0].Rule.Name)
	a := alert.NewClosing(rule, all, alert.Deployment{Name: fmt.Sprint("deployment ", in.deployment), Table: "model", Now: in.world.local})
	a.Closing.Wanted = true // also where nothing came
	with.closing = &closing{all, in.world.Check.Closes(with.Caller, all, a, in.local(in.world.now))}
	return in.router.Publish(&with, a)
}

// publishClosing is [topics.Publish] for a message that closes alerts.
func (t topics) publishClosing(c *clockContext, arn string) (*awssns.PublishOutput, error) {
	topic, err := strconv.Atoi(strings.TrimPrefix(arn, topicPrefix))
	if err != nil {
		return nil, fmt.Errorf("topic %q: %w", arn, err)
	}
	first := c.closing.all[0]
	attempt := *c
	attempt.end = min(c.end, t.world.now+attemptTime)
	q := request{kind: publishClosing, key: first.Rule.Key(first.Group), start: first.Start.Unix(), topic: topic}
	if err := carry(&attempt, q, func() { t.world.Check.ClosingAccepted(c.closing.sent) }, nil); err != nil {
		return nil, refusal(err)
	}
	for _, s := range c.closing.sent {
		t.world.Check.Heard(s)
	}
	return &awssns.PublishOutput{}, nil
}
