package history

import (
	"sync"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/buffer"
	"trailnotify/cloudtrail/history/internal/listing"
)

// A step is a record or what is wrong.
type step struct {
	record cloudtrail.Record
	err    error
}

// Steps are handed on in lots, so that handing on costs little.
const (
	lotSteps = 256
	lotBytes = 256 << 10
)

// maxAhead is how many bytes of records may wait, for each worker, until the
// files before theirs have been read.
const maxAhead = 2 << 20

// inOrder reads the files that are left, several at a time, and yields what they
// hold in their order.
func (in *Input) inOrder(yield func(cloudtrail.Record, error) bool) {
	first := int(in.done.Load())
	r := &order{in: in, files: in.list.Files[first:], limit: int64(maxAhead * in.options.Workers)}
	r.changed.L = &r.mu
	r.lots = make([][]lot, len(r.files))
	r.ends = make([]*ending, len(r.files))
	in.order.Store(r)
	if in.stopped.Load() { // before there was anything to stop
		return
	}
	var all sync.WaitGroup
	defer func() {
		r.stop()
		if !in.stopped.Load() { // else a worker may wait for standard input
			all.Wait()
		}
	}()
	workers := min(in.options.Workers, len(r.files))
	r.cores.Give(in.options.Workers - workers)
	for range workers {
		all.Go(r.work)
	}
	for i := range r.files {
		for {
			l, end := r.take(i)
			if in.stopped.Load() {
				return
			}
			for _, s := range l.steps {
				if !yield(s.record, s.err) {
					return
				}
			}
			if end != nil {
				in.tally.add(end.tally)
				in.done.Add(1)
				break
			}
		}
	}
}

// A lot is some of the steps of one file.
type lot struct {
	steps []step
	size  int64 // bytes of JSON
}

// An ending is what is known of a file once it has been read.
type ending struct{ tally Tally }

// order lets workers read files and one consumer take what they hold in order.
type order struct {
	in    *Input
	files []listing.File
	limit int64
	cores buffer.Cores

	mu      sync.Mutex
	changed sync.Cond
	lots    [][]lot   // of each file, those not taken yet
	ends    []*ending // of each file, nil while it is being read
	next    int       // the first file that no worker has begun
	head    int       // the file that the consumer is at
	waiting int64     // bytes in lots
	stopped bool
}

// work reads files until there are no more.
func (r *order) work() {
	reader := fileReader{in: r.in, limit: maxValue, cores: &r.cores}
	defer r.cores.Give(1)
	defer reader.close()
	for {
		i, ok := r.begin()
		if !ok {
			return
		}
		w := &writer{order: r, file: i}
		tally := reader.read(r.files[i], w.step)
		w.flush()
		r.end(i, tally)
	}
}

func (r *order) begin() (i int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped || r.next == len(r.files) {
		return 0, false
	}
	r.next++
	return r.next - 1, true
}

// put hands on a lot, and waits while too much waits already, unless the
// consumer waits for this very file. It returns false when nothing more is
// wanted.
func (r *order) put(file int, l lot) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.waiting > r.limit && file != r.head && !r.stopped || file == r.head && len(r.lots[file]) > 4 && !r.stopped {
		r.changed.Wait()
	}
	if r.stopped {
		return false
	}
	r.lots[file] = append(r.lots[file], l)
	r.waiting += l.size
	r.changed.Broadcast()
	return true
}

func (r *order) end(file int, t Tally) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends[file] = &ending{t}
	r.changed.Broadcast()
}

// take returns the next lot of a file, or how the file ended.
func (r *order) take(file int) (lot, *ending) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.head != file {
		r.head = file
		r.changed.Broadcast()
	}
	for len(r.lots[file]) == 0 && r.ends[file] == nil && !r.stopped {
		r.changed.Wait()
	}
	if len(r.lots[file]) == 0 {
		return lot{}, r.ends[file]
	}
	l := r.lots[file][0]
	r.lots[file] = r.lots[file][1:]
	r.waiting -= l.size
	r.changed.Broadcast()
	return l, nil
}

// stop ends the workers.
func (r *order) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopped = true
	r.changed.Broadcast()
}

// A writer gathers the steps of one file into lots.
type writer struct {
	*order
	file int
	lot  lot
}

func (w *writer) step(r cloudtrail.Record, err error) bool {
	w.lot.steps = append(w.lot.steps, step{r, err})
	w.lot.size += int64(len(r.JSON))
	if len(w.lot.steps) < lotSteps && w.lot.size < lotBytes {
		return true
	}
	return w.flush()
}

func (w *writer) flush() bool {
	if len(w.lot.steps) == 0 {
		return true
	}
	l := w.lot
	w.lot = lot{steps: make([]step, 0, len(l.steps))}
	return w.put(w.file, l)
}
