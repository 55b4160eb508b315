package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

func TestCanaryRules_AreProvedByTheirRecords(t *testing.T) {
	set, err := canaryRules()
	if err != nil {
		t.Fatal(err)
	}
	rule, ok := set.Lookup(canaryRule)
	if !ok {
		t.Fatalf("no rule %s", canaryRule)
	}
	if err := rule.Prove(); err != nil {
		t.Error(err)
	}
}

// The call that the SDK really makes must be one that the rule finds.
func TestCanary_CallMatchesItsRule(t *testing.T) {
	var agent string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		_, _ = io.WriteString(w, `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
	}))
	defer server.Close()
	cfg := aws.Config{
		Region: "ap-northeast-1", BaseEndpoint: aws.String(server.URL),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "none"}, nil
		}),
	}
	if err := stsCall(cfg, "second")(context.Background()); err != nil {
		t.Fatal(err)
	}
	set, err := canaryRules()
	if err != nil {
		t.Fatal(err)
	}
	record := `{"eventSource":"sts.amazonaws.com","eventName":"GetCallerIdentity","userAgent":"` + agent + `"}`
	if found := set.Match([]byte(record), nil); len(found) != 1 {
		t.Errorf("the rule does not match user agent %q", agent)
	}
	if !strings.Contains(agent, "trailnotify-canary/second") {
		t.Errorf("user agent %q does not name the deployment", agent)
	}
}

func TestCanary_Run(t *testing.T) {
	set, err := canaryRules()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1772445600, 0)
	unavailable := errors.New("unavailable")
	tests := map[string]struct {
		alerted []int64
		reading error
		calling error
		age     time.Duration // negative: none measured
		calls   int
		want    error
	}{
		"not heard yet":          {nil, nil, nil, -1, 1, nil},
		"heard an hour ago":      {[]int64{now.Unix() - 7200, now.Unix() - 3600}, nil, nil, time.Hour, 1, nil},
		"a minute ago and later": {[]int64{now.Unix() + 86400, now.Unix() - 60, now.Unix() + 1}, nil, nil, time.Minute, 1, nil},
		"at this second":         {[]int64{now.Unix()}, nil, nil, 0, 1, nil},
		"only later":             {[]int64{now.Unix() + 1, now.Unix() + 7200}, nil, nil, -1, 1, nil},
		"the table is away":      {nil, unavailable, nil, -1, 0, unavailable},
		"the call is refused":    {[]int64{now.Unix() - 60}, nil, unavailable, time.Minute, 1, unavailable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			age := time.Duration(-1)
			calls := 0
			c := canary{
				call: func(context.Context) error { calls++; return test.calling },
				published: func(_ context.Context, key string) ([]int64, error) {
					if !strings.HasPrefix(key, "Canary#") || !strings.HasSuffix(key, "#-") {
						t.Errorf("key %s", key)
					}
					return test.alerted, test.reading
				},
				measure: func(d time.Duration) { age = d },
				now:     func() time.Time { return now },
				log:     slog.New(slog.DiscardHandler),
			}
			if err := c.run(context.Background(), set); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if age != test.age || calls != test.calls {
				t.Errorf("age %s after %d calls, want %s after %d", age, calls, test.age, test.calls)
			}
		})
	}
}
