package sns

import (
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// attemptTimeout is how long one attempt to publish may take. An attempt that
// ends with it may have been accepted, and is tried again: a shorter time would
// mean more second copies, a longer one more waiting behind a hung connection.
const attemptTimeout = 2500 * time.Millisecond

// NewClient returns a client for a [Router], which makes the attempts: the
// client makes one, of at most 2.5 s. A configuration with an HTTP client of
// another kind than the SDK's own keeps that client, and its time-out.
func NewClient(cfg aws.Config) *sns.Client { return newClient(cfg, attemptTimeout) }

func newClient(cfg aws.Config, timeout time.Duration) *sns.Client {
	var doer aws.HTTPClient
	switch own := cfg.HTTPClient.(type) {
	case nil:
		doer = awshttp.NewBuildableClient().WithTimeout(timeout)
	case *awshttp.BuildableClient:
		doer = own.WithTimeout(timeout)
	default:
		doer = own
	}
	return sns.NewFromConfig(cfg, func(o *sns.Options) {
		o.HTTPClient = marking{doer}
		o.Retryer = aws.NopRetryer{}
	})
}

// marking is an HTTP client whose error says so if the request did not leave.
type marking struct{ aws.HTTPClient }

// unsentError is the error of a request that never had a connection.
type unsentError struct{ error }

func (e *unsentError) Unwrap() error { return e.error }

// Do sends a request.
func (m marking) Do(request *http.Request) (*http.Response, error) {
	var connected atomic.Bool
	ctx := httptrace.WithClientTrace(request.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	response, err := m.HTTPClient.Do(request.WithContext(ctx))
	if err != nil && !connected.Load() {
		err = &unsentError{err}
	}
	return response, err
}
