package measure

import (
	"runtime"
	"testing"
	"time"
)

// A Subject is one thing that is measured.
type Subject struct {
	Name string
	// Time takes at least so long over whole passes of the records, and returns
	// nanoseconds per record.
	Time func(least time.Duration) (float64, error)
	// Allocations are those per record; nil where they are not known.
	Allocations func() float64
}

// Loop is a subject of this process: pass takes all records once.
func Loop(name string, records int, pass func() error) Subject {
	return Subject{
		Name: name,
		Time: func(least time.Duration) (float64, error) {
			runtime.GC() // nobody pays for the garbage of another
			began, passes := time.Now(), 0
			for {
				if err := pass(); err != nil {
					return 0, err
				}
				passes++
				if took := time.Since(began); took >= least {
					return float64(took.Nanoseconds()) / float64(passes*records), nil
				}
			}
		},
		Allocations: func() float64 {
			// An error would have ended the measurement of time.
			return testing.AllocsPerRun(1, func() { _ = pass() }) / float64(records)
		},
	}
}
