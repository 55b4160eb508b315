package world

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awssns "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/simulate/check"
	"trailnotify/window"
)

// topics are the topics as one process sees them. What can go wrong on the way
// there goes wrong here.
type topics struct{ *instance }

var _ sns.API = topics{}

const topicPrefix = "arn:aws:sns:ap-northeast-1:111122223333:topic-"

// routes are those of the schedule, for the router.
func (w *World) routes() []sns.Route {
	var all []sns.Route
	for _, r := range w.Schedule.Routes {
		all = append(all, sns.Route{Severity: r.Severity, Topic: topicPrefix + strconv.Itoa(r.Topic), Format: sns.JSON})
	}
	return all
}

// publish is what the detector publishes with: the router of the process. The
// checker sees the alert before.
func (in *instance) publish(ctx context.Context, a alert.Alert) error {
	c := clockOf(ctx)
	key := c.crossing.Rule.Key(c.crossing.Group)
	c.sent = in.world.Check.Publishes(c.invocation.Caller, key, c.crossing, a, in.local(in.world.now))
	return in.router.Publish(ctx, a)
}

// attemptTime is how long, in ms, the client lets one attempt take.
const attemptTime = 3000

// topicOf is the topic that an alert should go to.
func (w *World) topicOf(c *window.Crossing) int {
	rule, _ := w.Schedule.Rules.Rules.Lookup(c.Rule.Name)
	return w.Schedule.TopicOf(rule.Severity.String())
}

// Publish implements [sns.API].
func (t topics) Publish(ctx context.Context, in *awssns.PublishInput, _ ...func(*awssns.Options)) (*awssns.PublishOutput, error) {
	c := clockOf(ctx)
	if c.closing != nil {
		return t.publishClosing(c, aws.ToString(in.TopicArn))
	}
	topic, err := strconv.Atoi(strings.TrimPrefix(aws.ToString(in.TopicArn), topicPrefix))
	if err != nil {
		t.world.Check.Fail(check.Mismatched, "no such topic: %q", aws.ToString(in.TopicArn))
		return nil, fmt.Errorf("topic %q: %w", aws.ToString(in.TopicArn), err)
	}
	q := request{kind: publishAlert, key: c.crossing.Rule.Key(c.crossing.Group), start: c.crossing.Start.Unix(), topic: topic}
	attempt := *c
	attempt.end = min(c.end, t.world.now+attemptTime)
	do := func() {
		t.world.Check.Accepted(c.sent)
		if topic != t.world.topicOf(c.crossing) {
			t.world.Check.Saw(check.Diversion)
		}
	}
	if err := carry(&attempt, q, do, nil); err != nil {
		return nil, refusal(err)
	}
	t.world.Check.Heard(c.sent)
	return &awssns.PublishOutput{}, nil
}

// refusal is what the service says where a request failed.
func refusal(err error) error {
	switch err {
	case errRefused:
		return &types.ThrottledException{Message: aws.String("rate exceeded")}
	case errDown:
		return &types.InternalErrorException{Message: aws.String("internal error")}
	case errForbidden:
		return &types.NotFoundException{Message: aws.String("topic does not exist")}
	default:
		return err
	}
}
