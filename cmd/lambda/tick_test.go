package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/window"
)

// ticked runs one tick, and returns its log and the metrics that it writes.
func ticked(t *testing.T, level slog.Level, closed window.Closed, err error) (log string, values map[string]float64) {
	t.Helper()
	var out bytes.Buffer
	m := &metrics{}
	lines := written(t, m, func() {
		tick := &tick{
			close:   func(context.Context) (window.Closed, error) { return closed, err },
			measure: m.tick,
			log:     slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: level})),
		}
		if got := tick.run(context.Background()); !errors.Is(got, err) {
			t.Errorf("found %v, want %v", got, err)
		}
	})
	values = map[string]float64{}
	for _, line := range lines {
		maps.Copy(values, numbers(line))
	}
	return out.String(), values
}

func TestTick_SaysWhatBecameOfIt(t *testing.T) {
	failed := errors.New("topic is gone")
	for name, test := range map[string]struct {
		closed  window.Closed
		err     error
		log     []string
		metrics map[string]float64
	}{
		"nothing is due": {window.Closed{}, nil, nil, map[string]float64{"OldestDue": 0}},
		"nothing came": {
			window.Closed{Due: 3, Quiet: 3}, nil, nil, map[string]float64{"OldestDue": 0},
		},
		"messages": {
			window.Closed{Due: 8, Closed: 5, Messages: 2, Quiet: 1, Contended: 1, Waiting: 1},
			nil,
			[]string{`"level":"INFO"`, `"msg":"tick done"`, `"due":8,"messages":2,"closed":5,"nothing_came":1,"contended":1,"waiting":1}`},
			map[string]float64{"OldestDue": 0, "Closings": 2},
		},
		"some are left": {
			window.Closed{Due: 4, Closed: 1, Messages: 1, Left: 3, Oldest: 90 * time.Minute},
			failed,
			[]string{`"level":"ERROR"`, `"msg":"tick to be repeated"`, `"left":3,"oldest_s":5400,"error":"topic is gone"}`},
			map[string]float64{"OldestDue": 5400, "Closings": 1, "ClosingsLeft": 3},
		},
		"the table does not answer": {
			window.Closed{}, failed, []string{`"level":"ERROR"`, `"error":"topic is gone"`}, map[string]float64{},
		},
		"a rule is gone": {
			window.Closed{Due: 1, Forgotten: 1},
			nil,
			[]string{`"level":"WARN"`, `"forgotten":1`},
			map[string]float64{"OldestDue": 0, "ClosingsForgotten": 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			log, metrics := ticked(t, slog.LevelInfo, test.closed, test.err)
			for _, want := range test.log {
				if !strings.Contains(log, want) {
					t.Errorf("want %s in the log:\n%s", want, log)
				}
			}
			if test.log == nil && log != "" {
				t.Errorf("nothing happened, and the log says:\n%s", log)
			}
			if diff := cmp.Diff(test.metrics, metrics); diff != "" {
				t.Errorf("metrics (-want +got):\n%s", diff)
			}
		})
	}
}

// With LOG_LEVEL=debug every tick can be seen.
func TestTick_IsLoggedForWhoeverLooks(t *testing.T) {
	if log, _ := ticked(t, slog.LevelDebug, window.Closed{}, nil); !strings.Contains(log, `"msg":"tick done"`) {
		t.Errorf("the log is %q", log)
	}
}

func TestTick_WithoutMetrics(t *testing.T) {
	tick := &tick{close: func(context.Context) (window.Closed, error) { return window.Closed{Messages: 1}, nil }, log: slog.New(slog.DiscardHandler)}
	if err := tick.run(context.Background()); err != nil {
		t.Error(err)
	}
}

// A closing message knows no batch, and so leads to the log group only where
// there is no choice.
func TestFunction_OnlyLogGroup(t *testing.T) {
	for _, test := range []struct {
		groups []string
		want   string
	}{{nil, ""}, {[]string{"trail"}, "trail"}, {[]string{"a", "b"}, ""}} {
		f := function{settings: settings{logGroups: test.groups}}
		if got := f.onlyLogGroup(); got != test.want {
			t.Errorf("%v: found %q, want %q", test.groups, got, test.want)
		}
	}
}

// What people and schedules can ask for is there in every deployment.
func TestWire_KnowsItsCommands(t *testing.T) {
	h, err := wire(context.Background(), []string{"TABLE_NAME=counts", "SNS_TOPIC_ARN=" + topic, "AWS_REGION=ap-northeast-1"}, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(h.Commands)); !slices.Equal(got, []string{"test", "tick"}) {
		t.Errorf("the commands are %v", got)
	}
}
