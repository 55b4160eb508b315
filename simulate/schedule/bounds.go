package schedule

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"trailnotify/window"
)

// DefaultBounds are those that package window documents. The checker must know
// them, so a schedule names all of them.
var DefaultBounds = window.Bounds{
	Parallel: 32,
	Remember: 100_000, RememberPerKey: 1024,
	MaxPublished: 30_000, MaxOpen: 1000, Capacity: 1000, StormCapacity: 100, Summaries: 20, Excepted: 100, PartSize: 32, Slack: 32,
	WaitLimit: 2 * time.Second, WaitMargin: 2 * time.Second, Poll: 200 * time.Millisecond,
	RequestLimit: 6 * time.Second, RequestMargin: 500 * time.Millisecond, LeaseMargin: 5 * time.Second,
	MarkTries: 4, CloseMargin: 8 * time.Second, ClosePages: 8,
}

// bounds draws bounds: each is the default or one that is reached soon.
func (g *generator) bounds() window.Bounds {
	b := DefaultBounds
	b.Parallel = pick(g, 1, 1, 2, 4, 32)
	b.Remember = pick(g, b.Remember, 1, 6)
	b.RememberPerKey = pick(g, b.RememberPerKey, 1, 2)
	b.MaxPublished = pick(g, b.MaxPublished, 2, 3)
	b.MaxOpen = pick(g, b.MaxOpen, b.MaxOpen, 2)
	b.Capacity = pick(g, b.Capacity, 5, 8, 20)
	b.StormCapacity = pick(g, b.StormCapacity, 8)
	b.Summaries = pick(g, b.Summaries, 3)
	b.Excepted = pick(g, b.Excepted, 2)
	b.PartSize = pick(g, b.PartSize, 1, 2, 3)
	b.Slack = pick(g, b.Slack, 1)
	b.WaitLimit = pick(g, b.WaitLimit, 500*time.Millisecond)
	b.WaitMargin = pick(g, b.WaitMargin, time.Second)
	b.Poll = pick(g, b.Poll, 50*time.Millisecond)
	b.RequestLimit = pick(g, b.RequestLimit, 2500*time.Millisecond)
	b.LeaseMargin = pick(g, b.LeaseMargin, 2500*time.Millisecond) // clocks are up to 2 s apart
	b.MarkTries = pick(g, b.MarkTries, 1)
	b.ClosePages = pick(g, 1000, 1000, b.ClosePages, 1) // pages of a schedule are short
	b.CloseMargin = min(pick(g, b.CloseMargin, 2*time.Second), time.Duration(g.Timeout/3)*time.Millisecond)
	return b
}

func pick[T any](g *generator, of ...T) T { return of[g.IntN(len(of))] }

// describeBounds names those that are not the default.
func describeBounds(b window.Bounds) string {
	var parts []string
	have, standard := reflect.ValueOf(b), reflect.ValueOf(DefaultBounds)
	for i := range have.NumField() {
		if x := have.Field(i); !x.Equal(standard.Field(i)) {
			parts = append(parts, fmt.Sprintf("%s %v", have.Type().Field(i).Name, x))
		}
	}
	if len(parts) == 0 {
		return "the defaults"
	}
	return strings.Join(parts, ", ")
}
