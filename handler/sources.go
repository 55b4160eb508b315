package handler

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"trailnotify/cloudtrail"
)

const (
	// leastTime is what must be left of an invocation for beginning with
	// another payload. A payload that is not begun is delivered again; one that
	// is cut off half way would be, too, but after work for nothing.
	leastTime = 2 * time.Second
	// patience is how long an invocation goes on after its first failure. What
	// fails is delivered again anyway; beginning with more would keep the
	// instance occupied for as long as the table or the topic is down.
	patience = 10 * time.Second
)

// subscription takes the payload of a subscription event. To the service only
// an error matters; somebody who sends a payload by hand reads the answer.
func (v *invocation) subscription(ctx context.Context, data []byte) ([]byte, error) {
	err := v.payload(ctx, data, time.Time{})
	if err != nil {
		v.Contended = v.ContendedPayloads
	}
	if a := v.Answer; err == nil && a != (Answer{}) {
		return encode(a)
	}
	return answer(err)
}

// An Answer is the response to a subscription event that was acknowledged
// although something in it was rejected. Where nothing was, it is null.
type Answer struct {
	RejectedPayload string `json:"rejected_payload,omitempty"` // why; "" if it was taken
	RejectedRecords int    `json:"rejected_records,omitempty"` // of a payload that was taken
}

// messages takes the messages of the retry queue, each by itself. A body that
// is not one of our events is left to the queue, which moves it to its
// dead-letter queue in the end, where somebody can look at it.
func (v *invocation) messages(ctx context.Context, records []record) ([]byte, error) {
	response := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, r := range records {
		if err := v.begin(ctx, r, v.message); err != nil {
			v.Failed++
			v.log.LogAttrs(ctx, slog.LevelError, "message to be delivered again",
				slog.String("message_id", r.MessageID), slog.String("error", err.Error()))
			response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: r.MessageID})
		}
	}
	return encode(response)
}

// message takes one message.
func (v *invocation) message(ctx context.Context, r record) error {
	e, err := unwrapped(r)
	switch {
	case err != nil:
		return err
	case e.AWSLogs != nil:
		return v.payload(ctx, e.AWSLogs.Data.text, time.Time{})
	case v.Commands[e.command()] != nil, v.Controls[e.control().name] != nil:
		v.log.LogAttrs(ctx, slog.LevelWarn, "command in the retry queue, not run",
			slog.String("command", cmp.Or(e.control().name, e.command())), slog.String("message_id", r.MessageID))
		return nil
	default:
		return ErrUnknownEvent
	}
}

// stream takes the records of a shard, and answers with the first that can't be
// settled: the stream delivers again from there. The records after it are taken
// all the same, because windows don't depend on order, and the alert of one
// record must not wait for that of another.
func (v *invocation) stream(ctx context.Context, records []record) ([]byte, error) {
	response := events.KinesisEventResponse{BatchItemFailures: []events.KinesisBatchItemFailure{}}
	for _, r := range records {
		err := v.begin(ctx, r, v.streamed)
		if err == nil {
			continue
		}
		v.Failed++
		v.log.LogAttrs(ctx, slog.LevelError, "stream record to be delivered again",
			slog.String("sequence_number", r.Kinesis.SequenceNumber), slog.String("error", err.Error()))
		if len(response.BatchItemFailures) == 0 {
			response.BatchItemFailures = append(response.BatchItemFailures,
				events.KinesisBatchItemFailure{ItemIdentifier: r.Kinesis.SequenceNumber})
		}
		if errors.Is(err, errNoTime) {
			break
		}
	}
	return encode(response)
}

// streamed takes one record of a stream. A record that isn't a payload at all
// is rejected, or it would hold up its shard for ever.
func (v *invocation) streamed(ctx context.Context, r record) error {
	data := r.Kinesis.Data.text
	err := v.payload(ctx, data, r.arrived())
	if _, ok := errors.AsType[*cloudtrail.ShapeError](err); ok {
		v.reject(ctx, data, err)
		return nil
	}
	return err
}

// begin takes one of several records, if there is time for it.
func (v *invocation) begin(ctx context.Context, r record, take func(context.Context, record) error) error {
	if err := v.timeLeft(ctx); err != nil {
		return err
	}
	err := take(ctx, r)
	if err != nil && v.failed.IsZero() {
		v.failed = v.now()
	}
	return err
}

// errNoTime says that another payload can't be begun.
var errNoTime = errors.New("not begun")

// timeLeft is an error when there is no time for another payload.
func (v *invocation) timeLeft(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", errNoTime, err)
	}
	if deadline, ok := ctx.Deadline(); ok && deadline.Sub(v.now()) < leastTime {
		return fmt.Errorf("%w: less than %s of the invocation left", errNoTime, leastTime)
	}
	if !v.failed.IsZero() && v.now().Sub(v.failed) > patience {
		return fmt.Errorf("%w: %s since the first failure", errNoTime, patience)
	}
	return nil
}

func encode(response any) ([]byte, error) {
	encoded, err := json.Marshal(response)
	if err != nil {
		return nil, fmt.Errorf("encoding the response: %w", err)
	}
	return encoded, nil
}
