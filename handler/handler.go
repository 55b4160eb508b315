// Package handler takes the events that Lambda delivers, hands the batches in
// them to the detector, and answers in the way that each event source
// understands:
//
//	CloudWatch Logs subscription   null, or an error
//	SQS retry queue                the IDs of the messages to be delivered again
//	Kinesis Data Streams           the sequence number to go on from
//	{"trailnotify":"test"}         null, once the command of that name is done
//
// An error, or an entry among the failures, makes the source deliver again. So
// bad data, which would be as bad the next time, is neither: it is logged with
// its size and SHA-256, counted as rejected, and acknowledged. Three things are
// delivered again: a batch that the detector could not settle, what is left when
// the time is up, and an event of a shape that no source of ours sends, which
// means that the function is wired to something else.
package handler

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"slices"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/detector"
)

// A Detector takes a batch through the path; *detector.Detector is one.
type Detector interface {
	Detect(ctx context.Context, b cloudtrail.Batch) (detector.Report, error)
}

// A Handler is a lambda.Handler. Its exported fields are set before the first
// use. It is safe for concurrent use when its parts are.
type Handler struct {
	// LogGroups and Owners, where they are not empty, are the only log groups
	// and accounts that batches are taken from.
	LogGroups, Owners []string
	// Measure, if not nil, is told what became of each event.
	Measure func(Measures)
	// Commands are what people and schedules ask of the function, by the name
	// that the event {"trailnotify":NAME} gives.
	Commands map[string]func(ctx context.Context) error
	// Now is the clock; time.Now if nil.
	Now func() time.Time

	detector Detector
	log      *slog.Logger
}

// New makes a handler that takes batches from everywhere.
func New(d Detector, log *slog.Logger) *Handler {
	return &Handler{detector: d, log: log}
}

// Invoke takes one event and returns the response to it.
func (h *Handler) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	e, err := parse(event)
	if err != nil {
		return nil, err
	}
	run := &invocation{Handler: h, began: h.now()}
	response, err := run.event(ctx, e)
	run.Duration = h.now().Sub(run.began)
	if h.Measure != nil {
		h.Measure(run.Measures)
	}
	return response, err
}

func (h *Handler) now() time.Time {
	if h.Now != nil {
		return h.Now()
	}
	return time.Now()
}

// An invocation is one call of Invoke.
type invocation struct {
	*Handler
	Measures
	began time.Time
}

// event takes an event of any kind.
func (v *invocation) event(ctx context.Context, e event) ([]byte, error) {
	switch {
	case e.AWSLogs != nil:
		return answer(v.payload(ctx, e.AWSLogs.Data))
	case v.Commands[e.Command] != nil:
		return answer(v.Commands[e.Command](ctx))
	case e.Records != nil && e.from(sqsSource):
		return v.messages(ctx, e.Records)
	case e.Records != nil && e.from(kinesisSource):
		return v.stream(ctx, e.Records)
	default:
		return nil, ErrUnknownEvent
	}
}

// answer is the response where only an error matters.
func answer(err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return []byte("null"), nil
}

// payload takes one payload to its end. A payload that is sound but of unknown
// shape is a *cloudtrail.ShapeError.
func (v *invocation) payload(ctx context.Context, data string) error {
	batch, err := cloudtrail.DecodePayload([]byte(data))
	var shape *cloudtrail.ShapeError
	switch {
	case errors.As(err, &shape):
		return err
	case err != nil:
		v.reject(ctx, data, err)
		return nil
	case batch.Control:
		v.log.LogAttrs(ctx, slog.LevelInfo, "control message", slog.String("owner", batch.Owner))
		return nil
	case !listed(v.LogGroups, batch.LogGroup) || !listed(v.Owners, batch.Owner):
		v.reject(ctx, data, errors.New("log group or owner not allowed"))
		return nil
	}
	return v.batch(ctx, batch)
}

func listed(allowed []string, name string) bool {
	return len(allowed) == 0 || slices.Contains(allowed, name)
}

// reject acknowledges data that will never be of use, and says so.
func (v *invocation) reject(ctx context.Context, data string, why error) {
	v.RejectedPayloads++
	sum := sha256.Sum256([]byte(data))
	v.log.LogAttrs(ctx, slog.LevelError, "payload rejected",
		slog.String("error", why.Error()), slog.Int("bytes", len(data)), slog.String("sha256", hex.EncodeToString(sum[:])))
}

// batch takes one batch to its end and logs what became of it: numbers, never
// the content of a record.
func (v *invocation) batch(ctx context.Context, b cloudtrail.Batch) error {
	for _, fault := range b.Rejected {
		v.log.LogAttrs(ctx, slog.LevelWarn, "log event rejected", slog.String("place", place(fault)))
	}
	report, err := v.detector.Detect(ctx, b)
	v.Add(report)
	v.late(b, v.now())
	level, outcome := slog.LevelInfo, "batch done"
	if err != nil {
		level, outcome = slog.LevelError, "batch to be delivered again"
	}
	attrs := []slog.Attr{
		slog.String("log_group", b.LogGroup), slog.Int("records", report.Records), slog.Int("matches", report.Matches),
		slog.Int("excepted", report.Excepted), slog.Int("alerts", report.Alerts),
		slog.Int("rejected", report.Rejected), slog.Int("uncounted", report.Uncounted),
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	v.log.LogAttrs(ctx, level, outcome, attrs...)
	return err
}

// place says of a rejected log event where it was, without what was in it.
func place(fault error) string {
	var f *cloudtrail.Fault
	if errors.As(fault, &f) {
		return f.Place.String()
	}
	return "unknown"
}
