package sns

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"trailnotify/alert"
)

// API is the one call that a [Router] makes; *sns.Client has it. It makes one
// attempt, which ends within seconds: see [NewClient].
type API interface {
	Publish(ctx context.Context, in *sns.PublishInput, options ...func(*sns.Options)) (*sns.PublishOutput, error)
}

// Options are what a [Router] takes from its surroundings. The zero value is
// right for a program with English readers.
type Options struct {
	// Reader is whom messages for people are for.
	Reader alert.Reader
	// Diverted, if not nil, is told of each alert that went to another topic
	// than its own. It is called from several goroutines at once.
	Diverted func(ctx context.Context, d Diversion)
	Now      func() time.Time                                 // default: time.Now
	Sleep    func(ctx context.Context, d time.Duration) error // default: waits for d or the end of ctx
}

// A Diversion is an alert that its own topic refused for good, and that the
// topic for every severity accepted.
type Diversion struct {
	Alert alert.Alert // with the topic that refused it in Diverted
	Topic string      // ARN of the topic that accepted it
	Err   error       // why the first topic refused it
}

const (
	// attempts is how often an alert is sent to a topic before it fails. With
	// [attemptTimeout] it fits into the time that a counter leaves for one
	// alert, RequestLimit of package window; more time would end in the middle
	// of an attempt, and leave it open whether SNS accepted the alert. The
	// counter itself tries a group once more.
	attempts = 2
	pause    = 200 * time.Millisecond // between two attempts
)

// A Router publishes alerts, each to the topic and in the format that its
// severity has. It is safe for concurrent use when its API is.
//
// An alert is sent to a topic twice at most, with a pause of 0.2 s: with the
// client of [NewClient] it fails within 5.2 s where a connection hangs, and
// within a second otherwise. A topic that has failed for a second,
// and five times in a row, is paused: until it answers again, alerts for it
// fail at once with [ErrPaused], except for one attempt a second. What fails is
// returned. The batch is delivered again, and the alert is published then.
//
// An alert that the topic of its severity refuses for good is published to the
// topic for every severity instead, and says so. An alert that can't be made
// for a topic, or stays too large for SNS, is refused for good too.
type Router struct {
	api      API
	options  Options
	routes   routes
	breakers map[string]*breaker // by topic
}

// NewRouter makes a router. Of several routes for one severity the last counts.
func NewRouter(api API, o Options, to ...Route) *Router {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	r := &Router{api: api, options: o, routes: to, breakers: map[string]*breaker{}}
	for _, route := range to {
		r.breakers[route.Topic] = &breaker{}
	}
	return r
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Publish returns nil once SNS has accepted the alert. Otherwise it returns an
// *[Error], after which SNS may have accepted the alert all the same unless the
// error says NotSent. A second copy carries the same alert ID.
//
// A closing message ends the incidents that its alerts have opened: it goes out
// on each route by which one of them may have gone as [Alarm], too. One that is
// nothing but an all-clear goes there alone.
func (r *Router) Publish(ctx context.Context, a alert.Alert) error {
	own, err := r.routes.of(a.Severity)
	if err != nil {
		return &Error{Alert: a.ID, Rule: a.Rule, Err: err, refused: true, notSent: true}
	}
	if a.Closing == nil {
		return r.publish(ctx, a, own)
	}
	ended, err := r.endIncidents(ctx, a, own)
	if err != nil || a.AllClear() && own.Format != Alarm {
		return err
	}
	err = r.publish(ctx, a, own)
	if failed, ok := errors.AsType[*Error](err); ok && ended > 0 {
		failed.notSent = false
	}
	return err
}

// endIncidents sends a closing message on every route but its own by which one
// of its alerts may have opened an incident, and returns how many accepted it.
// What has no incident of that name ignores it. A topic that refuses it for
// good has nobody who could be told, and is passed over.
func (r *Router) endIncidents(ctx context.Context, a alert.Alert, own Route) (ended int, err error) {
	for _, route := range r.routes.alarms(a.Severity) {
		if route.Topic == own.Topic {
			continue
		}
		switch failed := r.send(ctx, a, route); {
		case failed == nil:
			ended++
		case !failed.refused:
			failed.notSent = failed.notSent && ended == 0
			return ended, failed
		}
	}
	return ended, nil
}

// publish publishes an alert on its own route, or else on that for every
// severity.
func (r *Router) publish(ctx context.Context, a alert.Alert, own Route) error {
	first := r.send(ctx, a, own)
	if first == nil {
		return nil
	}
	base, err := r.routes.of("")
	if err != nil || base.Topic == own.Topic || !first.refused {
		return first
	}
	a.Diverted = own.Topic
	second := r.send(ctx, a, base)
	if second != nil {
		second.Err = errors.Join(second.Err, first)
		second.notSent = second.notSent && first.notSent
		return second
	}
	if r.options.Diverted != nil {
		r.options.Diverted(ctx, Diversion{Alert: a, Topic: base.Topic, Err: first})
	}
	return nil
}

// Draft is the message that an alert would be sent as, on the route of its
// severity.
func (r *Router) Draft(a alert.Alert) (*sns.PublishInput, error) {
	own, err := r.routes.of(a.Severity)
	if err != nil {
		return nil, err
	}
	return Message(a, r.options.Reader, own)
}

// Test publishes an alert that is marked as a test to every route, and reports
// all that failed.
func (r *Router) Test(ctx context.Context, from alert.Deployment) error {
	var failed []error
	for _, route := range r.routes {
		if err := r.send(ctx, alert.Test(route.severity(), from), route); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// send sends an alert on a route, as often as it takes or as may be.
func (r *Router) send(ctx context.Context, a alert.Alert, route Route) *Error {
	failed := &Error{Alert: a.ID, Rule: a.Rule, Topic: route.Topic, notSent: true}
	in, err := Message(a, r.options.Reader, route)
	if err != nil {
		failed.Err, failed.refused = err, true
		return failed
	}
	for try := 1; ; try++ {
		f, err := r.attempt(ctx, in, r.breakers[route.Topic])
		if err == nil {
			return nil
		}
		if errors.Is(err, ErrPaused) {
			err = errors.Join(err, failed.Err)
		}
		failed.Err, failed.refused = err, f.refused
		failed.notSent = failed.notSent && (f.answered || f.unsent)
		if f.refused || try == attempts || errors.Is(err, ErrPaused) || r.options.Sleep(ctx, pause) != nil {
			return failed
		}
	}
}

// attempt makes one attempt, unless ctx has ended or the topic is paused.
func (r *Router) attempt(ctx context.Context, in *sns.PublishInput, b *breaker) (failure, error) {
	if err := ctx.Err(); err != nil {
		return failure{unsent: true}, err
	}
	began := r.options.Now()
	if !b.allows(began) {
		return failure{unsent: true}, ErrPaused
	}
	_, err := r.api.Publish(ctx, in)
	f := failureOf(err)
	if err == nil || f.answered || ctx.Err() == nil { // otherwise the caller gave up, not the topic
		b.ended(began, r.options.Now(), err == nil || f.answered)
	}
	return f, err
}
