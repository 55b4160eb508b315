package group

import (
	"strings"

	"trailnotify/cloudtrail"
)

// The outcomes of a call.
const (
	Succeeded = "succeeded"
	Failed    = "failed" // for another reason than a denial
	Denied    = "denied" // the caller was not allowed to
)

// denials are the parts of error codes that say that the caller was not allowed
// to make the call. The services spell it in many ways: AccessDenied,
// AccessDeniedException, KMS.AccessDeniedException, NotAuthorizedException,
// Client.UnauthorizedOperation, AuthorizationError, ForbiddenException.
var denials = []string{"AccessDenied", "Unauthorized", "NotAuthorized", "AuthorizationError", "Forbidden"}

// Denials returns the substrings of error codes that say a call was denied.
func Denials() []string { return append([]string(nil), denials...) }

// Outcome returns how a call ended. It succeeded unless the record has an error
// code or an error message, or says Failure in the element that sign-in events
// name after themselves:
//
//	"responseElements": {"ConsoleLogin": "Failure"}
//	"serviceEventDetails": {"CredentialVerification": "Failure"}
//
// A dry run has an error code, and therefore failed.
func Outcome(r cloudtrail.Members) string {
	code := r.Field("errorCode")
	for _, part := range denials {
		if strings.Contains(code, part) {
			return Denied
		}
	}
	if code != "" || r.Field("errorMessage") != "" || saysFailure(r) {
		return Failed
	}
	return Succeeded
}

func saysFailure(r cloudtrail.Members) bool {
	name := r.Field("eventName")
	return r.Field("responseElements", name) == "Failure" || r.Field("serviceEventDetails", name) == "Failure"
}
