package ordered

import "sync"

// Pieces makes n pieces of a whole with several goroutines and hands them to
// take in their order, in the goroutine of the caller, until take returns
// false. produce is given the number of a piece and a slot below [Slots]: no
// two pieces have the same slot before the first of them was taken, so what a
// slot holds can be used again. Pieces returns when no goroutine is left.
func Pieces[T any](n, helpers int, produce func(slot, i int) T, take func(T) bool) {
	p := newPieces(n, Slots(helpers), produce)
	var all sync.WaitGroup
	for range helpers {
		all.Go(p.work)
	}
	p.takeAll(take)
	all.Wait()
}

// Slots is how many pieces may be there at a time: as many again as there are
// goroutines, so that none waits for the one that takes them.
func Slots(helpers int) int { return 2 * (helpers + 1) }

type pieces[T any] struct {
	n       int
	produce func(slot, i int) T

	mu      sync.Mutex
	changed sync.Cond
	begun   int // pieces that somebody began to make
	taken   int
	made    []T // by slot
	ready   []bool
	stopped bool
}

func newPieces[T any](n, slots int, produce func(slot, i int) T) *pieces[T] {
	p := &pieces[T]{n: n, produce: produce, made: make([]T, slots), ready: make([]bool, slots)}
	p.changed.L = &p.mu
	return p
}

// work makes pieces until all are begun.
func (p *pieces[T]) work() {
	for {
		i, ok := p.begin()
		if !ok {
			return
		}
		p.finish(i)
	}
}

// begin waits for a slot and returns the piece to make in it, or false if there
// is nothing left to make.
func (p *pieces[T]) begin() (i int, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.stopped && p.begun < p.n && !p.free() {
		p.changed.Wait()
	}
	if p.stopped || p.begun == p.n {
		return 0, false
	}
	p.begun++
	return p.begun - 1, true
}

func (p *pieces[T]) free() bool { return p.begun-p.taken < len(p.made) }

// finish makes a piece that was begun.
func (p *pieces[T]) finish(i int) {
	slot := i % len(p.made)
	made := p.produce(slot, i)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made[slot], p.ready[slot] = made, true
	p.changed.Broadcast()
}

// takeAll hands on the pieces in their order, and makes some itself while the
// next one isn't there.
func (p *pieces[T]) takeAll(take func(T) bool) {
	for i := range p.n {
		slot := i % len(p.made)
		made := p.wait(slot)
		if !take(made) {
			p.stop()
			return
		}
		p.takeNext(slot)
	}
}

// wait returns what is made in a slot.
func (p *pieces[T]) wait(slot int) T {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.ready[slot] {
		if p.begun == p.n || !p.free() {
			p.changed.Wait()
			continue
		}
		p.begun++
		i := p.begun - 1
		p.mu.Unlock()
		p.finish(i)
		p.mu.Lock()
	}
	return p.made[slot]
}

func (p *pieces[T]) takeNext(slot int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ready[slot] = false
	p.taken++
	p.changed.Broadcast()
}

func (p *pieces[T]) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	p.changed.Broadcast()
}
