// Package product takes payloads through the product, whole and stage by stage.
// It is the one place that knows how the product is called, and it links nothing
// else, so that memory can be measured with it.
package product

import (
	"context"
	"log/slog"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
	"trailnotify/handler"
	"trailnotify/rules"
	"trailnotify/window"
)

// A Way takes one payload, in the form that it begins with, and returns how many
// records were in it.
type Way func(payload []byte) (records int, err error)

// Decode begins with base64 and ends with a batch.
func Decode() Way {
	return func(base64 []byte) (int, error) {
		batch, err := cloudtrail.DecodePayload(base64)
		return len(batch.Records), err
	}
}

// Event begins with the bytes of a Lambda event and ends with a batch.
func Event() Way {
	return invoke(nothing{})
}

// Matches begins with the bytes of a Lambda event and ends with the rules that
// match each record. found counts them.
func Matches(set *rules.Set, found *int) Way {
	return invoke(&matcher{set: set, found: found})
}

// Pipeline begins with the bytes of a Lambda event and ends with the matches that
// the counter is handed. found counts them.
func Pipeline(set *rules.Set, found *int) Way {
	none := func(context.Context, alert.Alert) error { return nil }
	return invoke(detector.New(set, counter{found}, none, alert.Deployment{}))
}

// invoke hands events to a handler with the detector.
func invoke(d handler.Detector) Way {
	h := handler.New(d, slog.New(slog.DiscardHandler))
	records := 0
	h.Measure = func(m handler.Measures) { records = m.Records }
	ctx := context.Background()
	return func(event []byte) (int, error) {
		records = 0
		_, err := h.Invoke(ctx, event)
		return records, err
	}
}

// Open returns the batch of a payload in base64, for [Match].
func Open(base64 []byte) (cloudtrail.Batch, error) { return cloudtrail.DecodePayload(base64) }

// Match holds the records of a batch against the rules, and nothing else. found
// counts the matches.
func Match(set *rules.Set, found *int) func(b cloudtrail.Batch) {
	return (&matcher{set: set, found: found}).match
}

// nothing is a detector that looks at no record.
type nothing struct{}

func (nothing) Detect(_ context.Context, b cloudtrail.Batch) (detector.Report, error) {
	return detector.Report{Records: len(b.Records)}, nil
}

// matcher is a detector that stops at the matches.
type matcher struct {
	set     *rules.Set
	matches []rules.Match
	found   *int
}

func (m *matcher) Detect(_ context.Context, b cloudtrail.Batch) (detector.Report, error) {
	m.match(b)
	return detector.Report{Records: len(b.Records)}, nil
}

func (m *matcher) match(b cloudtrail.Batch) {
	for _, r := range b.Records {
		m.matches = m.set.Match(r.JSON, m.matches[:0])
		*m.found += len(m.matches)
	}
}

// counter takes the matches of a batch down and is done with them.
type counter struct{ found *int }

func (c counter) Count(_ context.Context, matches []window.Match, _ window.Publish) error {
	*c.found += len(matches)
	return nil
}
