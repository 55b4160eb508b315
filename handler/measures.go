package handler

import (
	"time"

	"trailnotify/detector"
)

// Measures are what one event came to.
type Measures struct {
	detector.Report
	RejectedPayloads int // payloads that could not be decoded or were not allowed
	// Contended is 1 for an invocation that returned an error only because
	// other invocations hold leases on what is due. That is not a fault: an
	// asynchronous invocation has to fail, or it would not be delivered again.
	Contended int
	// ContendedPayloads are the payloads that have to be delivered again only
	// for that reason, whatever their source.
	ContendedPayloads int
	// Failed are the payloads that have to be delivered again, for whatever
	// reason, and the events that are of no known shape.
	Failed   int
	Lateness time.Duration // of the newest record in the latest batch, 0 when unknown
}

// Add adds what another event came to.
func (m *Measures) Add(other Measures) {
	m.Report.Add(other.Report)
	m.RejectedPayloads += other.RejectedPayloads
	m.Contended += other.Contended
	m.ContendedPayloads += other.ContendedPayloads
	m.Failed += other.Failed
	m.Lateness = max(m.Lateness, other.Lateness)
}

// late notes how far a batch lies behind the clock: by the newest of the times
// at which CloudWatch Logs says its log events happened. That costs no look
// into the records, of which CloudTrail delivers some minutes' worth together.
func (m *Measures) late(newest, now time.Time) {
	if behind := now.Sub(newest); !newest.IsZero() && behind > m.Lateness {
		m.Lateness = behind
	}
}
