package dynamodb

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// NewClient returns a client for [New]. Its retries back off for a second at
// most, where the SDK's own go up to 20 s: a function with a short time-out
// would otherwise spend it waiting.
func NewClient(cfg aws.Config, options ...func(*sdk.Options)) *sdk.Client {
	ours := func(o *sdk.Options) {
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
			r.MaxAttempts = 5
			r.MaxBackoff = time.Second
		})
	}
	return sdk.NewFromConfig(cfg, append([]func(*sdk.Options){ours}, options...)...)
}
