package sns

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"trailnotify/alert"
)

// API is the one call that a [Router] makes; *sns.Client has it.
type API interface {
	Publish(ctx context.Context, in *sns.PublishInput, options ...func(*sns.Options)) (*sns.PublishOutput, error)
}

// A Router publishes alerts, each to the topic and in the format that its
// severity has. It is safe for concurrent use when its API is.
//
// Throttling, a service that is down and a connection that breaks are for the
// retryer of the client, which tries again with growing pauses for as long as
// the deadline of the context leaves time. What still fails then is returned,
// the batch is delivered again, and the alert is published then.
type Router struct {
	api    API
	reader alert.Reader
	routes routes
}

// NewRouter makes a router. The reader is whom messages for people are for; of
// several routes for one severity the last counts.
func NewRouter(api API, reader alert.Reader, to ...Route) *Router {
	return &Router{api, reader, to}
}

// Publish returns nil once SNS has accepted the alert. After an error SNS may
// have accepted it all the same; a second copy carries the same alert ID.
func (r *Router) Publish(ctx context.Context, a alert.Alert) error {
	route, err := r.routes.of(a.Severity)
	if err != nil {
		return fmt.Errorf("publishing alert %s of rule %s: %w", a.ID, a.Rule, err)
	}
	return r.publish(ctx, a, route)
}

// Test publishes an alert that is marked as a test to every route, and reports
// all that failed.
func (r *Router) Test(ctx context.Context, from alert.Deployment) error {
	var failed []error
	for _, route := range r.routes {
		failed = append(failed, r.publish(ctx, alert.Test(route.severity(), from), route))
	}
	return errors.Join(failed...)
}

func (r *Router) publish(ctx context.Context, a alert.Alert, route Route) error {
	in, err := Message(a, r.reader, route)
	if err != nil {
		return err
	}
	if _, err := r.api.Publish(ctx, in); err != nil {
		return fmt.Errorf("publishing alert %s of rule %s: %w", a.ID, a.Rule, err)
	}
	return nil
}
