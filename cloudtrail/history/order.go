package history

import (
	"sync"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/listing"
	"trailnotify/cloudtrail/history/internal/ordered"
)

// A step is a record or what is wrong.
type step struct {
	record cloudtrail.Record
	err    error
}

// maxAhead is how many bytes of records may wait, for each worker, until the
// files before theirs have been read.
const maxAhead = 2 << 20

// order lets workers read files, and one consumer take what they hold in the
// order of the files.
type order struct {
	*ordered.Queue[step]
	in      *Input
	files   []listing.File
	tallies []Tally // of the files that have ended
	cores   buffer.Cores
}

// inOrder reads the files that are left, several at a time, and yields what
// they hold in their order.
func (in *Input) inOrder(yield func(cloudtrail.Record, error) bool) {
	files := in.list.Files[in.done.Load():]
	r := &order{
		Queue: ordered.New[step](len(files), int64(maxAhead*in.options.Workers)),
		in:    in, files: files, tallies: make([]Tally, len(files)),
	}
	in.order.Store(r)
	if in.stopped.Load() { // before there was anything to stop
		return
	}
	var all sync.WaitGroup
	defer func() {
		r.Stop()
		if !in.stopped.Load() { // else a worker may wait for standard input
			all.Wait()
		}
	}()
	workers := min(in.options.Workers, len(files))
	r.cores.Give(in.options.Workers - workers)
	for range workers {
		all.Go(r.work)
	}
	for i := range files {
		if !r.yield(i, yield) {
			return
		}
		in.tally.add(r.tallies[i])
		in.done.Add(1)
	}
}

// yield yields what file i holds. It returns false when no more is wanted.
func (r *order) yield(i int, yield func(cloudtrail.Record, error) bool) bool {
	for {
		steps, more := r.Take(i)
		if r.in.stopped.Load() {
			return false
		}
		if !more {
			return true
		}
		for _, s := range steps {
			if !yield(s.record, s.err) {
				return false
			}
		}
	}
}

// work reads files until there are no more.
func (r *order) work() {
	reader := fileReader{in: r.in, limit: maxValue, cores: &r.cores}
	defer r.cores.Give(1)
	defer reader.close()
	for i, ok := r.Begin(); ok; i, ok = r.Begin() {
		w := r.Writer(i)
		r.tallies[i] = reader.read(r.files[i], func(record cloudtrail.Record, err error) bool {
			return w.Put(step{record, err}, len(record.JSON))
		}, func() { w.Flush() })
		w.Close()
	}
}
