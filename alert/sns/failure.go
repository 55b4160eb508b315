package sns

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// Error says that an alert was not published.
type Error struct {
	Alert, Rule string // which alert
	Topic       string // ARN of the topic that was to take it last, "" if there is none
	Err         error  // why

	refused, notSent bool
}

func (e *Error) Error() string {
	to := ""
	if e.Topic != "" {
		to = " to " + e.Topic
	}
	return fmt.Sprintf("publishing alert %s of rule %s%s: %v", e.Alert, e.Rule, to, e.Err)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Refused reports whether the alert was refused for good: publishing it again
// won't help before somebody changes the topic, its key or a permission.
func (e *Error) Refused() bool { return e.refused }

// NotSent reports whether it is certain that SNS accepted nothing. It is false
// where an attempt ended without an answer, or with one that says that the
// service failed: the alert may be on its way.
func (e *Error) NotSent() bool { return e.notSent }

// ErrPaused is the cause of an [Error] where the topic failed several times in
// a row just before, and nothing was sent to it.
var ErrPaused = errors.New("the topic does not answer; the next attempt comes in a moment")

// A failure is what one attempt's error means.
type failure struct {
	refused  bool // for good
	answered bool // SNS said no: it accepted nothing, and the topic is alive
	unsent   bool // the request did not leave
}

// refusals are the codes with which SNS refuses a message for good: the errors
// that Publish documents, except those that pass by themselves (InternalError,
// KMSThrottling and throttling), and the common ones about permission and
// parameters. Expired credentials are none of them: they say nothing about the
// topic, and the runtime replaces them.
var refusals = []string{
	"AccessDenied",
	"AccessDeniedException",
	"AuthorizationError",
	"EndpointDisabled",
	"InvalidParameter",
	"InvalidParameterValue",
	"InvalidSecurity",
	"KMSAccessDenied",
	"KMSDisabled",
	"KMSInvalidState",
	"KMSNotFound",
	"KMSOptInRequired",
	"NotFound",
	"ParameterValueInvalid", // on the wire; InvalidParameterValue in the documentation
	"PlatformApplicationDisabled",
	"ValidationError",
	"ValidationException",
}

// failureOf classifies the error of one attempt.
func failureOf(err error) failure {
	_, unsent := errors.AsType[*unsentError](err)
	f := failure{unsent: unsent}
	if answer, ok := errors.AsType[smithy.APIError](err); ok {
		f.refused = slices.Contains(refusals, answer.ErrorCode())
		f.answered = f.refused || answer.ErrorFault() == smithy.FaultClient || isClientError(err)
	}
	return f
}

// isClientError reports whether the answer had a status of 400 to 499.
func isClientError(err error) bool {
	response, ok := errors.AsType[*awshttp.ResponseError](err)
	if !ok {
		return false
	}
	status := response.HTTPStatusCode()
	return status >= http.StatusBadRequest && status < http.StatusInternalServerError
}
