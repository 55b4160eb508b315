package replaying

import (
	"context"
	"time"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/trailnotify/internal/reading"
)

// A replay hands the detector what CloudWatch Logs would have: batches of
// records that were logged close together.
const (
	maxBatch = 500
	maxSpan  = time.Minute
)

// Do does something with a batch.
type Do = func(context.Context, cloudtrail.Batch) error

// Batches hands on the records of a reading, in the order of the input, in
// batches.
func Batches(ctx context.Context, in *reading.Reading, do Do) error {
	b := batcher{do: do}
	if err := in.Each(ctx, func(r cloudtrail.Record) error { return b.take(ctx, r) }); err != nil {
		return err
	}
	return b.flush(ctx)
}

// A batcher cuts records, in the order in which they come, into batches of at
// most maxBatch records whose times lie within maxSpan. Where the order is
// that of time, these are the minutes of the clock: what is in a batch does not
// depend on what else there is.
type batcher struct {
	do          Do
	records     []cloudtrail.Record
	first, last time.Time // the minute of the earliest time in records, and the latest one
}

// take adds a record, and hands on the batch before it if that is full.
func (b *batcher) take(ctx context.Context, r cloudtrail.Record) error {
	t, _, ok := r.Counted()
	if b.full(t, ok) {
		if err := b.flush(ctx); err != nil {
			return err
		}
	}
	b.records = append(b.records, r)
	if !ok {
		return nil
	}
	if b.first.IsZero() || t.Before(b.first) {
		b.first = t.Truncate(maxSpan)
	}
	if t.After(b.last) {
		b.last = t
	}
	return nil
}

// full reports whether a record of time t has to begin a new batch.
func (b *batcher) full(t time.Time, ok bool) bool {
	if len(b.records) == maxBatch {
		return true
	}
	if !ok || b.first.IsZero() {
		return false
	}
	return t.Sub(b.first) >= maxSpan || b.last.Sub(t) >= maxSpan
}

// flush hands on what is left.
func (b *batcher) flush(ctx context.Context) error {
	if len(b.records) == 0 {
		return nil
	}
	batch := cloudtrail.Batch{Records: b.records}
	*b = batcher{do: b.do}
	return b.do(ctx, batch)
}
