package sns

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/smithy-go"
)

// answers is a topic's endpoint that gives one answer after the other, and the
// last one from then on. It counts the requests.
type answers struct {
	all  []http.HandlerFunc
	seen atomic.Int32
}

func (a *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := int(a.seen.Add(1))
	a.all[min(n, len(a.all))-1](w, r)
}

// code is an error answer.
func code(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>%s</Code><Message>m</Message></Error></ErrorResponse>`, code)
	}
}

func accept(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>`)
}

// hang answers when the client has gone.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // the server notices only then
	<-r.Context().Done()
}

func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// router is one of a topic behind an endpoint.
func router(t *testing.T, endpoint string, timeout time.Duration, to ...Route) *Router {
	t.Helper()
	cfg := aws.Config{
		Region: "ap-northeast-1", BaseEndpoint: aws.String(endpoint),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "none"}, nil
		}),
	}
	return NewRouter(newClient(cfg, timeout), Options{Sleep: instantly}, to...)
}

const patient = time.Minute // a time-out that is never reached

func TestPublish_Failures(t *testing.T) {
	tests := map[string]struct {
		answers  []http.HandlerFunc
		requests int32
		refused  bool
		notSent  bool
	}{
		"refused":                 {[]http.HandlerFunc{code(404, "NotFound")}, 1, true, true},
		"throttled":               {[]http.HandlerFunc{code(400, "Throttled")}, attempts, false, true},
		"throttled by the key":    {[]http.HandlerFunc{code(400, "KMSThrottling")}, attempts, false, true},
		"expired credentials":     {[]http.HandlerFunc{code(403, "ExpiredToken")}, attempts, false, true},
		"failing":                 {[]http.HandlerFunc{code(500, "InternalError")}, attempts, false, false},
		"unavailable":             {[]http.HandlerFunc{code(503, "ServiceUnavailable")}, attempts, false, false},
		"hanging up":              {[]http.HandlerFunc{hangUp}, attempts, false, false},
		"throttled, then failing": {[]http.HandlerFunc{code(400, "Throttled"), code(500, "InternalError")}, attempts, false, false},
		"failing, then refused":   {[]http.HandlerFunc{code(500, "InternalError"), code(403, "AuthorizationError")}, 2, true, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &answers{all: test.answers}
			server := httptest.NewServer(a)
			defer server.Close()
			err := router(t, server.URL, patient, Route{Topic: topic}).Publish(context.Background(), sample())
			failed, ok := errors.AsType[*Error](err)
			if !ok || failed.Refused() != test.refused || failed.NotSent() != test.notSent {
				t.Errorf("error %v, %+v; want refused %v, not sent %v", err, failed, test.refused, test.notSent)
			}
			if n := a.seen.Load(); n != test.requests {
				t.Errorf("%d requests, want %d", n, test.requests)
			}
		})
	}
}

// counting counts the attempts that a router makes.
type counting struct {
	API
	n int
}

func (c *counting) Publish(ctx context.Context, in *sns.PublishInput, o ...func(*sns.Options)) (*sns.PublishOutput, error) {
	c.n++
	return c.API.Publish(ctx, in, o...)
}

// A connection that hangs costs one attempt, not the whole invocation.
func TestPublish_HungConnection(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(hang))
	defer server.Close()
	r := router(t, server.URL, 300*time.Millisecond, Route{Topic: topic})
	api := &counting{API: r.api}
	r.api = api
	err := r.Publish(context.Background(), sample())
	failed, ok := errors.AsType[*Error](err)
	if !ok || failed.Refused() || failed.NotSent() || api.n != attempts {
		t.Errorf("error %v, %+v after %d attempts; want one of an alert that may have been accepted", err, failed, api.n)
	}
}

// The client of the function has a time-out for each attempt, makes one, and
// keeps what the configuration says of connections.
func TestNewClient(t *testing.T) {
	transport := func(tr *http.Transport) { tr.MaxIdleConns = 7 }
	o := NewClient(aws.Config{HTTPClient: awshttp.NewBuildableClient().WithTransportOptions(transport)}).Options()
	own := o.HTTPClient.(marking).HTTPClient.(*awshttp.BuildableClient)
	if own.GetTimeout() != 2500*time.Millisecond || own.GetTransport().MaxIdleConns != 7 || o.Retryer.MaxAttempts() != 1 {
		t.Errorf("time-out %s, %d idle connections, %d attempts", own.GetTimeout(), own.GetTransport().MaxIdleConns, o.Retryer.MaxAttempts())
	}
	if c := NewClient(aws.Config{HTTPClient: http.DefaultClient}).Options().HTTPClient.(marking).HTTPClient; c != aws.HTTPClient(http.DefaultClient) {
		t.Errorf("another client is replaced by %T", c)
	}
}

// One failure, of whatever kind, costs an alert nothing.
func TestPublish_TriesAgain(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{
		"throttled": code(400, "Throttled"), "failing": code(500, "InternalError"), "hanging up": hangUp,
	} {
		a := &answers{all: []http.HandlerFunc{first, accept}}
		server := httptest.NewServer(a)
		if err := router(t, server.URL, patient, Route{Topic: topic}).Publish(context.Background(), sample()); err != nil || a.seen.Load() != attempts {
			t.Errorf("%s: error %v after %d requests", name, err, a.seen.Load())
		}
		server.Close()
	}
}

func TestPublish_PausesBetweenAttempts(t *testing.T) {
	var pauses []time.Duration
	sleep := func(_ context.Context, d time.Duration) error { pauses = append(pauses, d); return nil }
	_ = NewRouter(&topicAPI{err: errors.New("?")}, Options{Sleep: sleep}, Route{Topic: topic}).Publish(context.Background(), sample())
	if fmt.Sprint(pauses) != "[200ms]" {
		t.Errorf("pauses %v", pauses)
	}
}

// Nothing is sent where there is no connection, or no time.
func TestPublish_NeverSent(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + closed.Addr().String()
	_ = closed.Close()
	ended, end := context.WithCancel(context.Background())
	end()
	a := &answers{all: []http.HandlerFunc{accept}}
	server := httptest.NewServer(a)
	defer server.Close()
	for name, c := range map[string]struct {
		ctx      context.Context
		endpoint string
	}{
		"connection refused": {context.Background(), address},
		"no time":            {ended, server.URL},
	} {
		err := router(t, c.endpoint, patient, Route{Topic: topic}).Publish(c.ctx, sample())
		failed, ok := errors.AsType[*Error](err)
		if !ok || failed.Refused() || !failed.NotSent() {
			t.Errorf("%s: error %v, %+v; want one that says that nothing was sent", name, err, failed)
		}
	}
	if n := a.seen.Load(); n != 0 {
		t.Errorf("%d requests after the end of the context", n)
	}
}

// An error that nobody knows may be of a message that was accepted.
func TestPublish_UnknownErrorsAreUncertain(t *testing.T) {
	err := NewRouter(&topicAPI{err: errors.New("?")}, Options{Sleep: instantly}, Route{Topic: topic}).Publish(context.Background(), sample())
	if failed, ok := errors.AsType[*Error](err); !ok || failed.NotSent() || failed.Refused() {
		t.Errorf("error %v, %+v", err, failed)
	}
}

// Each error that Publish documents is for good or for a while, and a refusal
// is the same whether SNS or a test's API says it.
func TestFailureOf_EveryDocumentedError(t *testing.T) {
	for _, c := range []struct {
		err     smithy.APIError
		refused bool
	}{
		{&types.AuthorizationErrorException{}, true},
		{&types.EndpointDisabledException{}, true},
		{&types.InternalErrorException{}, false},
		{&types.InvalidParameterException{}, true},
		{&types.InvalidParameterValueException{}, true},
		{&types.InvalidSecurityException{}, true},
		{&types.KMSAccessDeniedException{}, true},
		{&types.KMSDisabledException{}, true},
		{&types.KMSInvalidStateException{}, true},
		{&types.KMSNotFoundException{}, true},
		{&types.KMSOptInRequired{}, true},
		{&types.KMSThrottlingException{}, false},
		{&types.NotFoundException{}, true},
		{&types.PlatformApplicationDisabledException{}, true},
		{&types.ThrottledException{}, false},
		{&types.ValidationException{}, true},
		{&smithy.GenericAPIError{Code: "AccessDenied"}, true},
		{&smithy.GenericAPIError{Code: "AccessDeniedException"}, true},
		{&smithy.GenericAPIError{Code: "InvalidParameterValue"}, true},
		{&smithy.GenericAPIError{Code: "ValidationError"}, true},
		{&smithy.GenericAPIError{Code: "ServiceUnavailable"}, false},
		{&smithy.GenericAPIError{Code: "ThrottlingException"}, false},
		{&smithy.GenericAPIError{Code: "ExpiredTokenException"}, false},
	} {
		f := failureOf(fmt.Errorf("operation error SNS: Publish: %w", c.err))
		if f.refused != c.refused || f.unsent || f.refused && !f.answered {
			t.Errorf("%s: %+v, want refused %v", c.err.ErrorCode(), f, c.refused)
		}
		if server := slices.Contains([]string{"InternalError", "ServiceUnavailable"}, c.err.ErrorCode()); server && f.answered {
			t.Errorf("%s: %+v, but it may have been accepted", c.err.ErrorCode(), f)
		}
	}
}

func TestError_SaysWhatWasSentWhere(t *testing.T) {
	err := NewRouter(&topicAPI{err: &types.NotFoundException{}}, Options{}, Route{Topic: topic}).Publish(context.Background(), sample())
	for _, want := range []string{"CloudTrailChanges", topic, strings.Repeat("ab", 16), "NotFound"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s in it", err, want)
		}
	}
}
