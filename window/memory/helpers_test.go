package memory_test

import (
	"context"
	"fmt"
	"time"

	"trailnotify/window"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// matchesOf are matches at the given seconds after start, numbered from id.
func matchesOf(r *window.Rule, group string, id int, seconds ...int) []window.Match {
	var all []window.Match
	for i, s := range seconds {
		m := window.Match{
			Rule: r, Time: start.Add(time.Duration(s) * time.Second),
			Identity: window.IdentityOf(fmt.Sprint(id + i)), Summary: []byte("s"),
		}
		if group != "" {
			m.Group = window.Group{Kind: window.GroupValue, Value: group}
		}
		all = append(all, m)
	}
	return all
}

// recorder keeps the alerts that it publishes.
type recorder struct{ alerts []window.Crossing }

func (r *recorder) publish(_ context.Context, c window.Crossing) error {
	r.alerts = append(r.alerts, c)
	return nil
}
