package screen

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// output is written by one goroutine and read by another.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// What is written is passed on together, soon.
func TestBuffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out output
		b := NewBuffer(&out)
		for _, want := range []string{"one\ntwo\n", "one\ntwo\nthree\n"} {
			for line := range strings.Lines(strings.TrimPrefix(want, out.String())) {
				if _, err := b.Write([]byte(line)); err != nil {
					t.Fatal(err)
				}
			}
			if out.String() == want {
				t.Error("written line by line")
			}
			time.Sleep(soon)
			synctest.Wait()
			if out.String() != want {
				t.Errorf("%q after a moment, want %q", out.String(), want)
			}
		}
		_, _ = b.Write([]byte("end"))
		if err := b.Flush(); err != nil || !strings.HasSuffix(out.String(), "end") {
			t.Errorf("%q, %v", out.String(), err)
		}
	})
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

// An error of passing on is not lost.
func TestBuffer_Error(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBuffer(full{})
		_, _ = b.Write([]byte("lost"))
		time.Sleep(soon)
		synctest.Wait()
		if _, err := b.Write([]byte("more")); !errors.Is(err, errFull) {
			t.Errorf("writing: %v", err)
		}
		if err := b.Flush(); !errors.Is(err, errFull) {
			t.Errorf("at the end: %v", err)
		}
	})
}
