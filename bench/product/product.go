// Package product takes payloads through the product, whole and stage by stage.
// It is the one place that knows how the product is called, and it links nothing
// else, so that memory can be measured with it.
package product

import (
	"context"
	"io"
	"log/slog"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
	"trailnotify/handler"
	"trailnotify/rules"
	"trailnotify/window"
)

// A Way takes one payload, in the form that it begins with, and returns how much
// it got out of it: records, or bytes of JSON where it ends before these.
type Way func(payload []byte) (n int, err error)

// Open begins with base64 and ends with the opened JSON, before the first log
// event is looked at.
func Open() Way {
	var decoder cloudtrail.Decoder
	return func(base64 []byte) (int, error) {
		p, err := decoder.Open(base64)
		if err != nil {
			return 0, err
		}
		return len(p.Text()), nil
	}
}

// Event begins with the bytes of a Lambda event and ends where [Open] does.
func Event() Way {
	var d opener
	way := invoke(&d)
	return func(event []byte) (int, error) {
		d.opened = 0
		_, err := way(event)
		return d.opened, err
	}
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

// invoke hands events to a handler with the detector. It logs as the function
// does, to nobody.
func invoke(d handler.Detector) Way {
	h := handler.New(d, slog.New(slog.NewJSONHandler(io.Discard, nil)))
	records := 0
	h.Measure = func(m handler.Measures) { records = m.Records }
	ctx := context.Background()
	return func(event []byte) (int, error) {
		records = 0
		_, err := h.Invoke(ctx, event)
		return records, err
	}
}

// opener is a detector that looks at no log event.
type opener struct{ opened int }

func (o *opener) Detect(_ context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	o.opened = len(p.Text())
	return detector.Report{}, nil
}

// matcher is a detector that stops at the matches.
type matcher struct {
	set     *rules.Set
	matches []rules.Match
	found   *int
}

func (m *matcher) Detect(_ context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	report := detector.Report{}
	scan := m.set.Scan(p.Text())
	defer scan.Close()
	for record, err := range p.Records(func(at int) (end int, wanted bool) {
		m.matches, end = scan.Match(at, m.matches[:0])
		return end, len(m.matches) > 0
	}) {
		if err != nil {
			return report, err
		}
		m.matches = m.set.Match(record.JSON, m.matches[:0])
		*m.found += len(m.matches)
		report.Records++
	}
	report.Records += p.Passed()
	return report, nil
}

// counter takes the matches of a batch down and is done with them.
type counter struct{ found *int }

func (c counter) Count(_ context.Context, matches []window.Match, _ window.Publish) (window.Result, error) {
	*c.found += len(matches)
	return window.Result{}, nil
}
