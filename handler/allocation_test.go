//go:build !race

package handler

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"

	"trailnotify/cloudtrail"
	"trailnotify/detector"
)

// stepping is a detector that goes over the log events and leaves them in their
// payload.
type stepping struct{ n int }

func (s *stepping) Detect(_ context.Context, p *cloudtrail.Payload) (detector.Report, error) {
	for _, err := range p.Records(func(at int) (int, bool) { return at + len(`{}`), false }) {
		return detector.Report{}, err
	}
	s.n += p.Passed()
	return detector.Report{}, nil
}

func TestInvoke_DoesNotAllocate(t *testing.T) {
	const events = 100
	logEvents := strings.Repeat(`{"id":"1","timestamp":1772445432000,"message":"{}"},`, events)
	event := subscribed(t, `{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","subscriptionFilters":[],"logEvents":[`+strings.TrimSuffix(logEvents, ",")+`]}`)
	s := &stepping{}
	h := New(s, slog.New(slog.NewJSONHandler(io.Discard, nil)))
	const runs = 20
	n := testing.AllocsPerRun(runs, func() {
		if _, err := h.Invoke(context.Background(), event); err != nil {
			t.Fatal(err)
		}
	})
	if s.n != (runs+1)*events {
		t.Errorf("%d log events, want %d", s.n, (runs+1)*events)
	}
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}
