package sns

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
)

// world is SNS with a clock: an attempt takes as long, and ends so, as its
// topic says.
type world struct {
	now    time.Time
	topics map[string]state
	sent   map[string]int
}

type state struct {
	takes time.Duration
	err   error
}

func (w *world) Publish(_ context.Context, in *sns.PublishInput, _ ...func(*sns.Options)) (*sns.PublishOutput, error) {
	topic := aws.ToString(in.TopicArn)
	w.sent[topic]++
	w.now = w.now.Add(w.topics[topic].takes)
	return &sns.PublishOutput{}, w.topics[topic].err
}

func (w *world) options() Options {
	return Options{
		Now:   func() time.Time { return w.now },
		Sleep: func(_ context.Context, d time.Duration) error { w.now = w.now.Add(d); return nil },
	}
}

var (
	errHung = errors.New("no answer")
	broken  = &types.InternalErrorException{}
)

func newWorld(dead state) (*world, *Router) {
	w := &world{now: time.Unix(1772445432, 0), sent: map[string]int{}, topics: map[string]state{
		topic: {takes: 50 * time.Millisecond}, topic + "-dead": dead,
	}}
	return w, NewRouter(w, w.options(), Route{Topic: topic}, Route{Severity: "low", Topic: topic + "-dead"})
}

// However many alerts are for a topic that does not answer, they take no more
// time than a few do, and alerts for other topics don't notice.
func TestPublish_DeadTopicTakesLittleTime(t *testing.T) {
	for name, c := range map[string]struct {
		dead state
		most time.Duration
	}{
		"hung":    {state{attemptTimeout, errHung}, 20 * time.Second},
		"failing": {state{30 * time.Millisecond, broken}, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			w, r := newWorld(c.dead)
			began, low := w.now, sample()
			low.Severity = "low"
			paused := 0
			for range 1500 {
				err := r.Publish(context.Background(), low)
				failed, ok := errors.AsType[*Error](err)
				if !ok || failed.Refused() {
					t.Fatalf("error %v", err)
				}
				if errors.Is(err, ErrPaused) && failed.NotSent() {
					paused++
				}
			}
			if took := w.now.Sub(began); took > c.most || paused < 1490 {
				t.Errorf("1,500 alerts took %s and %d were not sent", took, paused)
			}
			began = w.now
			if err := r.Publish(context.Background(), sample()); err != nil || w.now.Sub(began) > time.Second {
				t.Errorf("another topic: error %v after %s", err, w.now.Sub(began))
			}
		})
	}
}

// A dead topic is tried once a second, and is back with its first answer.
func TestPublish_PausedTopicComesBack(t *testing.T) {
	for name, answer := range map[string]error{"accepted": nil, "refused": &types.NotFoundException{}} {
		w, r := newWorld(state{attemptTimeout, errHung})
		low := sample()
		low.Severity = "low"
		for range 10 {
			_ = r.Publish(context.Background(), low)
		}
		before := w.sent[topic+"-dead"]
		w.now = w.now.Add(breakerPause)
		for range 10 {
			_ = r.Publish(context.Background(), low)
		}
		if n := w.sent[topic+"-dead"] - before; n != 1 {
			t.Errorf("%s: %d attempts after a pause, want 1", name, n)
		}
		w.topics[topic+"-dead"] = state{0, answer}
		w.now = w.now.Add(breakerPause)
		for i := range 10 {
			if err := r.Publish(context.Background(), low); err != nil {
				t.Fatalf("%s: alert %d: %v", name, i, err)
			}
		}
	}
}

// A hiccup of a moment fails many alerts at once; each of them tries again.
func TestBreaker_AMomentDoesNotCount(t *testing.T) {
	now := time.Unix(1772445432, 0)
	var b breaker
	for range 32 {
		b.ended(now, now.Add(breakerTime-1), false)
	}
	if !b.allows(now.Add(breakerTime)) {
		t.Error("paused after a moment")
	}
	b.ended(now, now.Add(breakerTime), false)
	if b.allows(now.Add(breakerTime)) {
		t.Error("not paused after a second")
	}
}

// A few failures are one alert's, however long they take.
func TestBreaker_FewFailuresDoNotCount(t *testing.T) {
	now := time.Unix(1772445432, 0)
	var b breaker
	for i := range breakerFailures {
		if !b.allows(now) {
			t.Fatalf("paused after %d failures", i)
		}
		b.ended(now, now.Add(attemptTimeout), false)
	}
	if b.allows(now.Add(attemptTimeout)) {
		t.Errorf("not paused after %d failures", breakerFailures)
	}
	b.ended(now, now, true)
	b.ended(now, now.Add(time.Hour), false)
	if !b.allows(now.Add(time.Hour)) {
		t.Error("one failure after a success pauses")
	}
}

// Attempts end in another order than they begin in.
func TestBreaker_TheFirstToBeginCounts(t *testing.T) {
	now := time.Unix(1772445432, 0)
	var b breaker
	b.ended(now.Add(900*time.Millisecond), now.Add(time.Second), false)
	for range breakerFailures - 1 {
		b.ended(now, now.Add(time.Second), false)
	}
	if b.allows(now.Add(time.Second)) {
		t.Error("not paused after a second of failures")
	}
}

// While one tries a paused topic, the others don't.
func TestBreaker_OneAttemptAPause(t *testing.T) {
	now := time.Unix(1772445432, 0)
	var b breaker
	for range breakerFailures {
		b.ended(now, now.Add(attemptTimeout), false)
	}
	now = now.Add(attemptTimeout + breakerPause)
	if !b.allows(now) || b.allows(now) || b.allows(now.Add(breakerPause-1)) || !b.allows(now.Add(breakerPause)) {
		t.Error("want one attempt at once, and one a pause later")
	}
}

// The caller's own end says nothing of the topic.
func TestPublish_EndOfTheContextIsNotTheTopics(t *testing.T) {
	w, r := newWorld(state{attemptTimeout, nil})
	low := sample()
	low.Severity = "low"
	for range 2 * breakerFailures {
		ctx, cancel := context.WithCancel(context.Background())
		r.api = endingAPI{w, cancel}
		if err := r.Publish(ctx, low); errors.Is(err, ErrPaused) {
			t.Fatal(err)
		}
	}
	if n := w.sent[topic+"-dead"]; n != 2*breakerFailures {
		t.Errorf("%d attempts, want one for each alert", n)
	}
}

// endingAPI ends the context of the caller in the middle of an attempt.
type endingAPI struct {
	*world
	end context.CancelFunc
}

func (e endingAPI) Publish(ctx context.Context, in *sns.PublishInput, o ...func(*sns.Options)) (*sns.PublishOutput, error) {
	_, _ = e.world.Publish(ctx, in, o...)
	e.end()
	return nil, fmt.Errorf("publish: %w", ctx.Err())
}
