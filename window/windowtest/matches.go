package windowtest

import (
	"fmt"
	"time"

	"trailnotify/window"
)

// Start is when the matches of tests begin: the start of a window of any period
// up to an hour.
var Start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// Matches are matches at the given seconds after [Start], numbered from id.
func Matches(r *window.Rule, group string, id int, seconds ...int) []window.Match {
	var all []window.Match
	for i, s := range seconds {
		m := window.Match{
			Rule: r, Time: Start.Add(time.Duration(s) * time.Second),
			Identity: window.IdentityOf(fmt.Sprint(id + i)), Summary: []byte("s"),
		}
		if group != "" {
			m.Group = window.Group{Kind: window.GroupValue, Value: group}
		}
		all = append(all, m)
	}
	return all
}
