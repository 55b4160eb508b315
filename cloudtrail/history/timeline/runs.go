package timeline

import (
	"bufio"
	"container/heap"
	"fmt"
	"io"
	"iter"
	"os"
)

// runs are sorted runs of entries on disk, one behind the other in one file.
// The file loses its name as soon as it is open, so that nothing is left of it
// however the program ends; where that can't be done, close removes it.
type runs struct {
	file  *os.File
	named bool // the file still has its name
	end   int64
	spans []span
}

// span is where a run is in the file.
type span struct{ from, to int64 }

// maxRuns is how many runs are merged at a time. Each takes a buffer then.
const (
	maxRuns   = 256
	runBuffer = 16 << 10
)

// write adds a run.
func (r *runs) write(t *Timeline, all iter.Seq2[*entry, error]) error {
	if len(r.spans) == maxRuns {
		if err := r.join(t); err != nil {
			return err
		}
	}
	return r.append(t, all)
}

func (r *runs) append(t *Timeline, all iter.Seq2[*entry, error]) error {
	if r.file == nil {
		if err := r.create(t.dir); err != nil {
			return err
		}
	}
	w := bufio.NewWriterSize(io.NewOffsetWriter(r.file, r.end), 64<<10)
	e := encoder{w: w}
	if err := e.entries(t, all); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	r.spans = append(r.spans, span{r.end, r.end + e.written})
	r.end += e.written
	return nil
}

func (r *runs) create(dir string) error {
	f, err := os.CreateTemp(dir, "trailnotify-*")
	if err != nil {
		return err
	}
	r.file, r.named = f, os.Remove(f.Name()) != nil
	return nil
}

// join makes one run of all, in a new file.
func (r *runs) join(t *Timeline) error {
	joined := runs{}
	if err := joined.append(t, r.merged(t)); err != nil {
		_ = joined.close()
		return err
	}
	err := r.close()
	*r = joined
	return err
}

// where names the directory of the file, for messages.
func (r *runs) where(t *Timeline) string {
	if t.dir != "" {
		return t.dir
	}
	return os.TempDir()
}

func (r *runs) close() error {
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	if r.named {
		err = os.Remove(r.file.Name())
	}
	*r = runs{}
	return err
}

// merged gives the entries of all runs in order.
func (r *runs) merged(t *Timeline) iter.Seq2[*entry, error] {
	return func(yield func(*entry, error) bool) {
		var h heads
		for _, s := range r.spans {
			from := io.NewSectionReader(r.file, s.from, s.to-s.from)
			h = append(h, &head{decoder: decoder{r: bufio.NewReaderSize(from, runBuffer)}})
		}
		for i := range h {
			if err := h[i].next(t); err != nil { // a run has one entry at least
				yield(nil, reading(err))
				return
			}
		}
		heap.Init(&h)
		for len(h) > 0 {
			if !yield(h[0].entry, nil) {
				return
			}
			switch err := h[0].next(t); err {
			case nil:
				heap.Fix(&h, 0)
			case io.EOF:
				heap.Pop(&h)
			default:
				yield(nil, reading(err))
				return
			}
		}
	}
}

func reading(err error) error { return fmt.Errorf("reading matches from disk: %w", err) }

// head is the first entry of a run that was not given yet.
type head struct {
	decoder
	entry *entry
}

func (h *head) next(t *Timeline) (err error) {
	h.entry, err = h.decoder.entry(t)
	return err
}

// heads is a heap of runs by their first entries.
type heads []*head

func (h heads) Len() int           { return len(h) }
func (h heads) Less(i, j int) bool { return compare(h[i].entry, h[j].entry) < 0 }
func (h heads) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *heads) Push(x any)        { *h = append(*h, x.(*head)) }

func (h *heads) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
