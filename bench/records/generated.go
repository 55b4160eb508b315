package records

import (
	"bytes"
	"time"

	"trailnotify/tools/traffic"
)

// day is when the generated records happened.
var day = time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)

// Generated returns n records of a made-up day, the attack in it included.
func Generated(n int) ([][]byte, error) {
	g, err := traffic.New(traffic.Config{Seed: 1, From: day, Days: 1, Records: n})
	if err != nil {
		return nil, err
	}
	all := make([][]byte, 0, n)
	for r := range g.Records() {
		all = append(all, bytes.Clone(r.JSON))
	}
	return all[:n], nil
}
