package dynamodb_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

var errKilled = errors.New("killed")

// invocation is one call of Count by one worker, and what befell it.
type invocation struct {
	context.Context
	deadline time.Time // on the clock of the run
	cancel   context.CancelFunc
	dead     atomic.Bool
}

// Deadline is on the clock of the run, where the context's own is none.
func (i *invocation) Deadline() (time.Time, bool) { return i.deadline, true }

func (i *invocation) kill() {
	i.dead.Store(true)
	i.cancel()
}

type invocationKey struct{}

// chaos is an HTTP transport that kills the invocation a request belongs to,
// before the request, after it, or with the request still to come; or loses the
// answer and lets the invocation live, so that the SDK tries again.
type chaos struct {
	next  http.RoundTripper
	calm  atomic.Bool
	kills atomic.Int64
	lost  atomic.Int64
	made  atomic.Int64   // requests
	late  sync.WaitGroup // requests whose caller is dead
}

func (c *chaos) RoundTrip(req *http.Request) (*http.Response, error) {
	inv, _ := req.Context().Value(invocationKey{}).(*invocation)
	if inv == nil || c.calm.Load() {
		return c.next.RoundTrip(req)
	}
	if inv.dead.Load() {
		return nil, errKilled
	}
	c.made.Add(1)
	switch fate := rand.IntN(100); {
	case fate < 3: // before
		return nil, c.kill(inv)
	case fate < 8: // after
		c.drop(req)
		return nil, c.kill(inv)
	case fate < 10: // with the request under way
		orphan := req.Clone(context.WithoutCancel(req.Context()))
		c.late.Go(func() {
			time.Sleep(time.Duration(rand.IntN(50)) * time.Millisecond)
			c.drop(orphan)
		})
		return nil, c.kill(inv)
	case fate < 13: // the answer alone
		c.lost.Add(1)
		c.drop(req)
		return nil, io.ErrUnexpectedEOF
	}
	return c.next.RoundTrip(req)
}

func (c *chaos) kill(inv *invocation) error {
	c.kills.Add(1)
	inv.kill()
	return errKilled
}

// drop makes a request and loses its answer.
func (c *chaos) drop(req *http.Request) {
	if resp, err := c.next.RoundTrip(req); err == nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}
