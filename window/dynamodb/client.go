package dynamodb

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

const (
	maxAttempts    = 5
	attemptTimeout = 2500 * time.Millisecond
	maxBackoff     = time.Second
)

// NewClient returns a client for [New] that makes the best of little time. Each
// attempt ends after 2.5 s, so that one hung connection does not take all the
// time there is. Up to five are made, as far as the context allows, with pauses
// of at most a second; the SDK's own go up to 20 s. Requests share no quota of
// retries, or those for one hot partition would use up what all others have.
//
// An HTTP client with a time-out of its own, or of another kind than the SDK's,
// stays as it is.
func NewClient(cfg aws.Config, options ...func(*sdk.Options)) *sdk.Client {
	ours := func(o *sdk.Options) {
		if c, ok := o.HTTPClient.(*awshttp.BuildableClient); ok && c.GetTimeout() == 0 {
			o.HTTPClient = c.WithTimeout(attemptTimeout)
		}
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
			r.MaxAttempts = maxAttempts
			r.MaxBackoff = maxBackoff
			r.RateLimiter = ratelimit.None
		})
	}
	return sdk.NewFromConfig(cfg, append([]func(*sdk.Options){ours}, options...)...)
}
