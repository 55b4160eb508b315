package mutes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"trailnotify/cmd/trailnotify/internal/screen"
)

// control is the alias of the function that takes mutes.
const control = "control"

// An invoker is the call that is made; *lambda.Client is one.
type invoker interface {
	Invoke(ctx context.Context, in *lambda.InvokeInput, options ...func(*lambda.Options)) (*lambda.InvokeOutput, error)
}

// ask asks the function for a control, and reads its answer.
func (t *target) ask(ctx context.Context, name string, body, answer any) error {
	event, err := json.Marshal(map[string]any{"trailnotify": map[string]any{name: body}})
	if err != nil {
		return err
	}
	client, err := t.connect(ctx)
	if err != nil {
		return err
	}
	out, err := client.Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String(t.function), Qualifier: aws.String(control), Payload: event})
	if err != nil {
		return fmt.Errorf("invoking the alias %s of %s: %w", control, t.function, err)
	}
	if out.FunctionError != nil {
		return fmt.Errorf("%s: %s", t.function, failure(out.Payload, *out.FunctionError))
	}
	if err := json.Unmarshal(out.Payload, answer); err != nil {
		return fmt.Errorf("reading the answer of %s, which may be of an older version: %w", t.function, err)
	}
	return nil
}

// connect returns the client, with the region and credentials of the
// environment.
func (t *target) connect(ctx context.Context) (invoker, error) {
	if t.client != nil {
		return t.client, nil
	}
	loaded, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("loading the AWS configuration: %w", err)
	}
	if loaded.Region == "" && !strings.HasPrefix(t.function, "arn:") {
		return nil, errors.New("--function needs to know the region of the function: set AWS_REGION")
	}
	if loaded.Credentials == nil {
		return nil, errNoCredentials
	}
	if _, err := loaded.Credentials.Retrieve(ctx); err != nil {
		return nil, errNoCredentials
	}
	return lambda.NewFromConfig(loaded), nil
}

var errNoCredentials = errors.New("no AWS credentials were found, or they have expired: " +
	"sign in (aws sso login), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")

// failure is what the function said.
func failure(payload []byte, otherwise string) string {
	var said struct {
		Message string `json:"errorMessage"`
	}
	if json.Unmarshal(payload, &said) != nil || said.Message == "" {
		said.Message = otherwise
	}
	return screen.EscapeText(said.Message)
}
