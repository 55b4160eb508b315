package measure

import (
	"runtime"
	"testing"
	"time"
)

// A Subject is one thing that is measured.
type Subject struct {
	Name string
	// Time spends at least so long on whole passes over the records, and returns
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
			took, passes, err := repeat(pass, least)
			return float64(took.Nanoseconds()) / float64(passes*records), err
		},
		Allocations: func() float64 {
			// An error would have ended the measurement of time.
			return testing.AllocsPerRun(1, func() { _ = pass() }) / float64(records)
		},
	}
}

// repeat calls pass until it has taken as long as asked for.
func repeat(pass func() error, least time.Duration) (took time.Duration, passes int, err error) {
	began, err := cpuTime()
	for passes = 0; err == nil && (passes == 0 || took < least); passes++ {
		var now time.Duration
		if err = pass(); err == nil {
			now, err = cpuTime()
		}
		took = now - began
	}
	return took, passes, err
}
