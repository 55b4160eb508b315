package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/spf13/cobra"

	"trailnotify/cloudtrail"
	"trailnotify/cmd/internal/accounts"
	"trailnotify/cmd/trailnotify/internal/cli"
	"trailnotify/cmd/trailnotify/internal/screen"
	"trailnotify/handler"
)

// invokeFlags say where a replay sends its records in place of counting them
// itself.
type invokeFlags struct {
	function string
	logGroup string
	owner    string
}

func (f *invokeFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.function, "invoke", "", "send the records to this `function` (name or ARN) instead of counting them here")
	cmd.Flags().StringVar(&f.logGroup, "log-group", "trailnotify-replay", "with --invoke: the log group to name as the source of the records")
	cmd.Flags().StringVar(&f.owner, "log-owner", "000000000000", "with --invoke: the account to name as the owner of the log group")
}

// A function hands batches to the deployed function, as the subscription filter
// would. Counting is idempotent: records that it had before change nothing.
type function struct {
	flags  invokeFlags
	client interface {
		Invoke(ctx context.Context, in *lambda.InvokeInput, options ...func(*lambda.Options)) (*lambda.InvokeOutput, error)
	}
	wait func(ctx context.Context, d time.Duration) error

	rejected int // records that the function could not read
}

func newFunction(ctx context.Context, flags invokeFlags) (*function, error) {
	if err := accounts.CheckID(flags.owner); err != nil {
		return nil, fmt.Errorf("--log-owner: %w", err)
	}
	loaded, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("loading the AWS configuration: %w", err)
	}
	if err := ready(ctx, loaded, flags.function); err != nil {
		return nil, err
	}
	return &function{flags: flags, client: lambda.NewFromConfig(loaded), wait: wait}, nil
}

// ready says what to do where credentials or a region are missing. The SDK
// would say so for each batch, at length.
func ready(ctx context.Context, loaded aws.Config, function string) error {
	if loaded.Region == "" && !strings.HasPrefix(function, "arn:") {
		return errors.New("--invoke needs to know the region of the function: set AWS_REGION")
	}
	if loaded.Credentials == nil {
		return errNoCredentials
	}
	if _, err := loaded.Credentials.Retrieve(ctx); err != nil {
		return errNoCredentials
	}
	return nil
}

var errNoCredentials = errors.New("--invoke needs AWS credentials, and none were found or they have expired: " +
	"sign in (aws sso login), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")

// maxPayload is the size of the records of one payload. Invocations that wait
// for their answer take 6 MB; base64 of gzip stays below that for any content.
const maxPayload = 4 << 20

// send has one batch counted, in as many payloads as its size asks for.
func (f *function) send(ctx context.Context, b cloudtrail.Batch) error {
	size := 0
	for _, r := range b.Records {
		size += len(r.JSON)
	}
	if half := len(b.Records) / 2; size > maxPayload && half > 0 {
		rest := b
		b.Records, rest.Records = b.Records[:half], b.Records[half:]
		return errors.Join(f.send(ctx, b), f.send(ctx, rest))
	}
	return f.sendPayload(ctx, b)
}

// sendPayload has the records of one payload counted. Like the service that
// delivers a subscription, it tries again when the function fails, and gives up
// after the third time. What the function rejects it would reject again.
func (f *function) sendPayload(ctx context.Context, b cloudtrail.Batch) error {
	b.Owner, b.LogGroup, b.LogStream = f.flags.owner, f.flags.logGroup, "trailnotify-replay"
	event, err := subscriptionEvent(b)
	if err != nil {
		return err
	}
	const tries = 3
	for try := 1; ; try++ {
		err := f.invoke(ctx, event)
		_, rejected := errors.AsType[*rejectedError](err)
		if err == nil || rejected || try == tries || ctx.Err() != nil {
			return err
		}
		if err := f.wait(ctx, time.Duration(try)*5*time.Second); err != nil {
			return err
		}
	}
}

func subscriptionEvent(b cloudtrail.Batch) ([]byte, error) {
	data, err := cloudtrail.EncodePayload(b)
	if err != nil {
		return nil, err
	}
	var event struct {
		AWSLogs struct {
			Data string `json:"data"`
		} `json:"awslogs"`
	}
	event.AWSLogs.Data = string(data)
	return json.Marshal(event)
}

func (f *function) invoke(ctx context.Context, event []byte) error {
	out, err := f.client.Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String(f.flags.function), Payload: event})
	if err != nil {
		return fmt.Errorf("invoking %s: %w", f.flags.function, err)
	}
	if out.FunctionError == nil {
		return f.accepted(out.Payload)
	}
	var failure struct {
		Message string `json:"errorMessage"`
	}
	if json.Unmarshal(out.Payload, &failure) != nil || failure.Message == "" {
		failure.Message = aws.ToString(out.FunctionError)
	}
	return fmt.Errorf("%s failed: %s", f.flags.function, failure.Message)
}

// accepted reads the answer of a function that did not fail. A function of an
// earlier version answers null whatever it rejected.
func (f *function) accepted(answer []byte) error {
	var a handler.Answer
	if len(answer) > 0 {
		if err := json.Unmarshal(answer, &a); err != nil {
			return fmt.Errorf("reading the answer of %s: %w", f.flags.function, err)
		}
	}
	f.rejected += a.RejectedRecords
	if a.RejectedPayload != "" {
		return &rejectedError{f.flags.function, a.RejectedPayload}
	}
	return nil
}

// A rejectedError says that the function acknowledged a payload without looking
// at its records.
type rejectedError struct{ function, why string }

func (e *rejectedError) Error() string {
	return fmt.Sprintf("%s rejected the records and counted none of them: %s. It may take them only from certain log groups and owners "+
		"(LOG_GROUPS and LOG_OWNERS): give --log-group and --log-owner", screen.Escape(e.function), screen.Escape(e.why))
}

// outcome is how the command exits once everything is sent, or err has ended
// it. It says what the function rejected.
func (f *function) outcome(err error, stderr io.Writer) error {
	if rejected, ok := errors.AsType[*rejectedError](err); ok {
		fmt.Fprintln(stderr, "trailnotify:", rejected)
		return cli.Exit(cli.ExitSkipped)
	}
	if err == nil && f.rejected > 0 {
		fmt.Fprintf(stderr, "trailnotify: %s could not read %d of the records\n", screen.Escape(f.flags.function), f.rejected)
		return cli.Exit(cli.ExitSkipped)
	}
	return err
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return cli.ErrInterrupted
	case <-t.C:
		return nil
	}
}
