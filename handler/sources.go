package handler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"trailnotify/cloudtrail"
)

// leastTime is what must be left of an invocation for beginning with another
// payload. A payload that is not begun is delivered again; one that is cut off
// half way would be, too, but after work for nothing.
const leastTime = 2 * time.Second

// messages takes the messages of the retry queue, each by itself. A body that
// is no event of ours is left to the queue, which hands it to its dead-letter
// queue in the end, where somebody can look at it.
func (v *invocation) messages(ctx context.Context, records []record) ([]byte, error) {
	response := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, r := range records {
		if err := v.message(ctx, r); err != nil {
			v.log.LogAttrs(ctx, slog.LevelError, "message to be delivered again",
				slog.String("message_id", r.MessageID), slog.String("error", err.Error()))
			response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: r.MessageID})
		}
	}
	return encode(response)
}

func (v *invocation) message(ctx context.Context, r record) error {
	if err := v.timeLeft(ctx); err != nil {
		return err
	}
	e, err := unwrapped([]byte(r.Body))
	if err != nil {
		return err
	}
	if e.AWSLogs == nil {
		return ErrUnknownEvent
	}
	return v.payload(ctx, e.AWSLogs.Data.text)
}

// stream takes the records of a shard in order and stops at the first that
// can't be settled: the stream delivers from there on again. A record that is
// no payload at all is rejected, or it would hold up its shard for ever.
func (v *invocation) stream(ctx context.Context, records []record) ([]byte, error) {
	response := events.KinesisEventResponse{BatchItemFailures: []events.KinesisBatchItemFailure{}}
	for _, r := range records {
		data := r.Kinesis.Data.text
		err := v.timeLeft(ctx)
		if err == nil {
			err = v.payload(ctx, data)
		}
		var shape *cloudtrail.ShapeError
		if errors.As(err, &shape) {
			v.reject(ctx, data, err)
			continue
		}
		if err != nil {
			v.log.LogAttrs(ctx, slog.LevelError, "stream to be delivered from here again",
				slog.String("sequence_number", r.Kinesis.SequenceNumber), slog.String("error", err.Error()))
			response.BatchItemFailures = append(response.BatchItemFailures,
				events.KinesisBatchItemFailure{ItemIdentifier: r.Kinesis.SequenceNumber})
			break
		}
	}
	return encode(response)
}

// timeLeft is an error when there is no time for another payload.
func (v *invocation) timeLeft(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	deadline, ok := ctx.Deadline()
	if ok && deadline.Sub(v.now()) < leastTime {
		return fmt.Errorf("less than %s of the invocation left", leastTime)
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
