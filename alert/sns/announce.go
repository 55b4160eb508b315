package sns

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"trailnotify/alert"
)

// Announce publishes a notice to every topic, once to each, and returns how
// many accepted it. The error has what the others said.
func (r *Router) Announce(ctx context.Context, n alert.Notice) (accepted int, err error) {
	var topics []string
	var failed []error
	for _, route := range r.routes {
		if slices.Contains(topics, route.Topic) {
			continue
		}
		topics = append(topics, route.Topic)
		in, err := notice(n, route)
		if err == nil {
			err = r.insist(ctx, in)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("announcing to %s: %w", route.Topic, err))
			continue
		}
		accepted++
	}
	return accepted, errors.Join(failed...)
}

// insist publishes as often as it takes or as may be.
func (r *Router) insist(ctx context.Context, in *sns.PublishInput) error {
	for try := 1; ; try++ {
		f, err := r.attempt(ctx, in, r.breakers[*in.TopicArn])
		if err == nil {
			return nil
		}
		if f.refused || try == attempts || errors.Is(err, ErrPaused) || r.options.Sleep(ctx, pause) != nil {
			return err
		}
	}
}

// notice is the publish of a notice on a route. A program that reads the
// messages of alarms gets the JSON, since a mute is no alarm.
func notice(n alert.Notice, route Route) (*sns.PublishInput, error) {
	in := &sns.PublishInput{
		TopicArn: aws.String(route.Topic),
		Subject:  aws.String(subject("trailnotify " + n.Title())),
		MessageAttributes: map[string]types.MessageAttributeValue{
			"kind": text(n.Kind),
		},
	}
	switch route.Format {
	case Auto, "":
		forms, err := plainly(map[string]string{
			"default": string(n.JSON()), "email": n.Text(), "https": string(n.Chat().JSON()),
		})
		if err != nil {
			return nil, err
		}
		in.MessageStructure, in.Message = aws.String("json"), aws.String(forms)
	case Chat:
		in.Message = aws.String(string(n.Chat().JSON()))
	case Text:
		in.Message = aws.String(n.Text())
	default:
		in.Message = aws.String(string(n.JSON()))
	}
	return in, nil
}
