package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"trailnotify/window"
)

// A tick has the closing messages sent that are due, on a schedule, and says
// what became of them.
type tick struct {
	before  func(ctx context.Context) error // nil: nothing is to be done before
	close   func(ctx context.Context) (window.Closed, error)
	measure func(c window.Closed, looked bool) // nil: nothing is measured
	log     *slog.Logger
}

// run is one tick. Lambda repeats one that fails, and the next one comes in any
// case.
func (t *tick) run(ctx context.Context) error {
	var first error
	if t.before != nil {
		first = t.before(ctx)
	}
	closed, err := t.close(ctx)
	if t.measure != nil {
		looked := err == nil || closed.Left > 0 // otherwise nobody knows what is due
		t.measure(closed, looked)
	}
	err = errors.Join(first, err)
	t.done(ctx, closed, err)
	return err
}

// done logs what became of a tick. Most of them have nothing to do, which is a
// matter of the debug level.
func (t *tick) done(ctx context.Context, c window.Closed, err error) {
	level, outcome := slog.LevelDebug, "tick done"
	switch {
	case err != nil:
		level, outcome = slog.LevelError, "tick to be repeated"
	case c.Forgotten > 0:
		level = slog.LevelWarn
	case c.Messages > 0:
		level = slog.LevelInfo
	}
	var attrs []slog.Attr
	for _, n := range []struct {
		of string
		n  int
	}{
		{"due", c.Due},
		{"messages", c.Messages},
		{"withheld", c.Withheld},
		{"closed", c.Closed},
		{"nothing_came", c.Quiet},
		{"contended", c.Contended},
		{"left", c.Left},
		{"muted", c.Muted},
		{"waiting", c.Waiting},
		{"forgotten", c.Forgotten},
		{"oldest_s", int(c.Oldest / time.Second)},
	} {
		if n.n > 0 {
			attrs = append(attrs, slog.Int(n.of, n.n))
		}
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	t.log.LogAttrs(ctx, level, outcome, attrs...)
}
