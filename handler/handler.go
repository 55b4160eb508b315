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

// A Detector takes a payload through the path; *detector.Detector is one.
type Detector interface {
	Detect(ctx context.Context, p *cloudtrail.Payload) (detector.Report, error)
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
	idle     chan *cloudtrail.Decoder // one: Lambda invokes one at a time
}

// New makes a handler that takes batches from everywhere.
func New(d Detector, log *slog.Logger) *Handler {
	return &Handler{detector: d, log: log, idle: make(chan *cloudtrail.Decoder, 1)}
}

// Invoke takes one event and returns the response to it.
func (h *Handler) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	decoder := h.decoder()
	defer h.release(decoder)
	run := &invocation{Handler: h, decoder: decoder, began: h.now()}
	response, err := run.take(ctx, event)
	run.Duration = h.now().Sub(run.began)
	if h.Measure != nil {
		h.Measure(run.Measures)
	}
	return response, err
}

// decoder returns one that has the memory of an earlier invocation, if it can.
func (h *Handler) decoder() *cloudtrail.Decoder {
	select {
	case d := <-h.idle:
		return d
	default:
		return new(cloudtrail.Decoder)
	}
}

// release keeps a decoder for the next invocation.
func (h *Handler) release(d *cloudtrail.Decoder) {
	select {
	case h.idle <- d:
	default:
	}
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
	decoder *cloudtrail.Decoder
	began   time.Time
}

// take takes an event of any kind.
func (v *invocation) take(ctx context.Context, text []byte) ([]byte, error) {
	if data, ok := usual(text); ok {
		return answer(v.payload(ctx, data))
	}
	e, err := parse(text)
	switch {
	case err != nil:
		return nil, err
	case e.AWSLogs != nil:
		return answer(v.payload(ctx, e.AWSLogs.Data.text))
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
	return null, nil
}

var null = []byte("null")

// payload takes one payload to its end. A payload that is sound but of unknown
// shape is a *cloudtrail.ShapeError.
func (v *invocation) payload(ctx context.Context, data []byte) error {
	payload, err := v.decoder.Open(data)
	if err == nil {
		err = v.opened(ctx, payload)
	}
	if isBroken(err) || errors.Is(err, errNotAllowed) {
		v.reject(ctx, data, err)
		return nil
	}
	return err
}

// isBroken reports whether a payload will be as bad the next time.
func isBroken(err error) bool {
	_, broken := errors.AsType[*cloudtrail.PayloadError](err)
	return broken
}

var errNotAllowed = errors.New("log group or owner not allowed")

// opened takes a payload that could be opened.
func (v *invocation) opened(ctx context.Context, p *cloudtrail.Payload) error {
	switch {
	case p.Control:
		v.log.LogAttrs(ctx, slog.LevelInfo, "control message", slog.String("owner", p.Owner))
		return nil
	case !listed(v.LogGroups, p.LogGroup) || !listed(v.Owners, p.Owner):
		return errNotAllowed
	}
	return v.detect(ctx, p)
}

func listed(allowed []string, name string) bool {
	return len(allowed) == 0 || slices.Contains(allowed, name)
}

// reject acknowledges data that will never be of use, and says so.
func (v *invocation) reject(ctx context.Context, data []byte, why error) {
	v.RejectedPayloads++
	sum := sha256.Sum256(data)
	v.log.LogAttrs(ctx, slog.LevelError, "payload rejected",
		slog.String("error", why.Error()), slog.Int("bytes", len(data)), slog.String("sha256", hex.EncodeToString(sum[:])))
}

// detect takes one batch to its end and logs what became of it: numbers, never
// the content of a record.
func (v *invocation) detect(ctx context.Context, p *cloudtrail.Payload) error {
	report, err := v.detector.Detect(ctx, p)
	if isBroken(err) {
		return err
	}
	for _, fault := range report.Faults {
		v.log.LogAttrs(ctx, slog.LevelWarn, "log event rejected", slog.String("place", place(fault)))
	}
	v.Add(report)
	v.late(report.Newest, v.now())
	v.done(ctx, p.LogGroup, report, err)
	return err
}

// done logs what became of a batch. What is 0 is left out: most batches match
// nothing, and a log is paid for by the byte.
func (v *invocation) done(ctx context.Context, logGroup string, report detector.Report, err error) {
	level, outcome := slog.LevelInfo, "batch done"
	if err != nil {
		level, outcome = slog.LevelError, "batch to be delivered again"
	}
	if !v.log.Enabled(ctx, level) {
		return
	}
	attrs := append(make([]slog.Attr, 0, 8), slog.String("log_group", logGroup), slog.Int("records", report.Records))
	for _, n := range []struct {
		of string
		n  int
	}{
		{"matches", report.Matches},
		{"excepted", report.Excepted},
		{"alerts", report.Alerts},
		{"rejected", report.Rejected},
		{"uncounted", report.Uncounted},
	} {
		if n.n > 0 {
			attrs = append(attrs, slog.Int(n.of, n.n))
		}
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	v.log.LogAttrs(ctx, level, outcome, attrs...)
}

// place says of a rejected log event where it was, without what was in it.
func place(fault error) string {
	var f *cloudtrail.Fault
	if errors.As(fault, &f) {
		return f.Place.String()
	}
	return "unknown"
}
