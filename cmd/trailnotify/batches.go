package main

import (
	"time"

	"trailnotify/cloudtrail"
)

// A replay hands the detector what CloudWatch Logs would have: batches of
// records that were logged close together.
const (
	maxBatch = 500
	maxSpan  = time.Minute
)

// A batcher cuts records, in the order in which they are read, into batches of
// at most maxBatch records whose event times lie within maxSpan.
type batcher struct {
	records     []cloudtrail.Record
	first, last time.Time // earliest and latest event time in records
}

// full tells whether r has to begin a new batch.
func (b *batcher) full(r cloudtrail.Record) bool {
	if len(b.records) == maxBatch {
		return true
	}
	t, ok := r.Time()
	if !ok || b.first.IsZero() {
		return false
	}
	return t.Sub(b.first) > maxSpan || b.last.Sub(t) > maxSpan
}

func (b *batcher) add(r cloudtrail.Record) {
	b.records = append(b.records, r)
	t, ok := r.Time()
	if !ok {
		return
	}
	if b.first.IsZero() || t.Before(b.first) {
		b.first = t
	}
	if t.After(b.last) {
		b.last = t
	}
}

// take empties the batcher.
func (b *batcher) take() cloudtrail.Batch {
	batch := cloudtrail.Batch{Records: b.records}
	*b = batcher{}
	return batch
}
