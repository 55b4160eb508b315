// Package handler takes the events that Lambda delivers, hands the batches in
// them to the detector, and answers in the way that each event source
// understands:
//
//	CloudWatch Logs subscription   null, an [Answer] if something was rejected, or an error
//	SQS retry queue                the IDs of the messages to be delivered again
//	Kinesis Data Streams           the sequence number to continue from
//	{"trailnotify":"tick"}         null, once the command of that name is done
//
// An error, or an entry among the failures, makes the source deliver again.
// Broken data would be as broken the next time, so it causes neither: it is
// logged with its size and SHA-256, counted as rejected, and acknowledged.
// Three things are delivered again: a batch that the detector could not settle,
// what is left when the time is up, and an event of a shape that none of our
// sources sends, which means that the function is wired to something else.
//
// A batch that can't be settled never holds up another one. All messages, and
// all records of a stream, are processed whatever became of those before them,
// until ten seconds after the first failure. A stream continues from the first
// record that failed and delivers the ones after it again; they count once.
//
// A command that comes back through the retry queue is logged and acknowledged,
// but not run: nobody is waiting for it any more, and a schedule repeats its
// own.
package handler

import (
	"context"
	"encoding/json"
	"log/slog"
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
	// Controls are what only those may ask who may invoke the alias control, by
	// the name that the event {"trailnotify":{NAME:BODY}} gives. The answer is
	// the response.
	Controls map[string]func(ctx context.Context, body json.RawMessage) (any, error)
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
	run := &invocation{Handler: h, decoder: decoder}
	response, err := run.take(ctx, event)
	if err != nil {
		run.Failed++
	}
	if h.Measure != nil {
		h.Measure(run.Measures)
	}
	return response, err
}

// decoder returns one with the memory of an earlier invocation, if there is
// one.
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
	Answer
	decoder *cloudtrail.Decoder
	failed  time.Time // when the first of several payloads had failed, zero if none has
}

// take takes an event of any kind.
func (v *invocation) take(ctx context.Context, text []byte) ([]byte, error) {
	if data, ok := usual(text); ok {
		return v.subscription(ctx, data)
	}
	e, err := parse(text)
	switch {
	case err != nil:
		return nil, err
	case e.AWSLogs != nil:
		return v.subscription(ctx, e.AWSLogs.Data.text)
	case v.Controls[e.control().name] != nil:
		return v.control(ctx, e.control())
	case v.Commands[e.command()] != nil:
		return answer(v.Commands[e.command()](ctx))
	case e.Records != nil && e.from(sqsSource):
		return v.messages(ctx, e.Records)
	case e.Records != nil && e.from(kinesisSource):
		return v.stream(ctx, e.Records)
	default:
		return nil, ErrUnknownEvent
	}
}

// answer is the response to a source that looks only at the error.
func answer(err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return null, nil
}

var null = []byte("null")
