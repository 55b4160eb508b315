package ordered

// A Writer gathers the items of one source. It is used by one goroutine.
type Writer[T any] struct {
	queue  *Queue[T]
	source int
	lot    lot[T]
}

// Writer returns the writer of source n, which was begun.
func (q *Queue[T]) Writer(n int) *Writer[T] { return &Writer[T]{queue: q, source: n} }

// Put hands on an item of so many bytes. It returns false when nothing more is
// wanted.
func (w *Writer[T]) Put(item T, size int) bool {
	w.lot.items = append(w.lot.items, item)
	w.lot.size += int64(size)
	if len(w.lot.items) < lotItems && w.lot.size < lotBytes {
		return true
	}
	return w.Flush()
}

// Close ends the source.
func (w *Writer[T]) Close() {
	w.Flush()
	w.queue.end(w.source)
}

// Flush hands on what was gathered. It returns false when nothing more is
// wanted.
func (w *Writer[T]) Flush() bool {
	if len(w.lot.items) == 0 {
		return true
	}
	l := w.lot
	w.lot = lot[T]{items: make([]T, 0, len(l.items))}
	return w.queue.put(w.source, l)
}
