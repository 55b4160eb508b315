package buffer

import (
	"io"
	"sync"
)

// Ahead reads a large stream in a goroutine of its own, so that one core
// decompresses while another looks at records. Only a stream that turns out to
// be large, while a core has nothing to do, is read like that.
type Ahead struct {
	in    io.Reader
	cores *Cores
	read  int // bytes, before there was a goroutine

	full, empty chan []byte // nil: no goroutine
	err         error       // why there are no more, once full is closed
	current     []byte      // the buffer that is being given
	left        []byte      // what is left of it
	stopped     chan struct{}
	done        sync.WaitGroup
}

// NewAhead returns a reader that takes a core when there is one.
func NewAhead(in io.Reader, cores *Cores) *Ahead { return &Ahead{in: in, cores: cores} }

// From aheadFrom on a stream is large. The goroutine is at most aheadBuffers
// buffers ahead.
const (
	aheadFrom    = 1 << 20
	aheadBuffers = 4
	aheadBuffer  = 256 << 10
)

// Read implements io.Reader.
func (a *Ahead) Read(p []byte) (int, error) {
	if a.full == nil {
		if a.read < aheadFrom || a.cores.Take(1) == 0 {
			n, err := a.in.Read(p)
			a.read += n
			return n, err
		}
		a.start()
	}
	if len(a.left) == 0 && !a.next() {
		return 0, a.err
	}
	n := copy(p, a.left)
	a.left = a.left[n:]
	return n, nil
}

// next exchanges the buffer that was given for the next full one, and returns
// false if there are no more.
func (a *Ahead) next() bool {
	if a.current != nil {
		a.empty <- a.current[:cap(a.current)]
	}
	a.current = <-a.full
	a.left = a.current
	return a.current != nil
}

func (a *Ahead) start() {
	a.full, a.empty = make(chan []byte, aheadBuffers), make(chan []byte, aheadBuffers)
	a.stopped = make(chan struct{})
	for range aheadBuffers {
		a.empty <- make([]byte, aheadBuffer)
	}
	a.done.Go(a.fill)
}

// fill reads until the stream ends or nobody wants more.
func (a *Ahead) fill() {
	defer a.cores.Give(1)
	defer close(a.full)
	for {
		select {
		case <-a.stopped:
			return
		case b := <-a.empty:
			n, err := readFull(a.in, b)
			if n > 0 {
				a.full <- b[:n]
			}
			if err != nil {
				a.err = err
				return
			}
		}
	}
}

// readFull fills b, and returns the error of the reader itself where it can't.
func readFull(in io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var m int
		m, err = in.Read(b[n:])
		n += m
	}
	return n, err
}

// Stop ends the goroutine. The stream is not read any more then.
func (a *Ahead) Stop() {
	if a.full != nil {
		close(a.stopped)
		a.done.Wait()
	}
}
