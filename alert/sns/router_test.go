package sns

import (
	gocmp "cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"trailnotify/alert"
	"trailnotify/alert/facts"
)

const topic = "arn:aws:sns:ap-northeast-1:111122223333:alerts"

// topicAPI remembers what is published.
type topicAPI struct {
	in  []*sns.PublishInput
	err error
}

func (a *topicAPI) Publish(_ context.Context, in *sns.PublishInput, _ ...func(*sns.Options)) (*sns.PublishOutput, error) {
	a.in = append(a.in, in)
	return &sns.PublishOutput{MessageId: aws.String("m")}, a.err
}

// instantly is a pause that takes no time.
func instantly(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func sample() alert.Alert {
	at := time.Date(2026, 3, 2, 9, 57, 0, 0, time.UTC)
	return alert.Alert{
		SchemaVersion: alert.SchemaVersion, Kind: alert.KindAlert,
		ID: strings.Repeat("ab", 16), Rule: "CloudTrailChanges", Severity: "high", Count: 1, Threshold: 1, Period: "5m",
		First: at, Last: at, Accounts: []string{"111122223333"}, Regions: []string{"ap-northeast-1", "us-east-1"},
	}
}

// published is what an alert becomes on a route.
func published(t *testing.T, a alert.Alert, reader alert.Reader, route Route) *sns.PublishInput {
	t.Helper()
	var api topicAPI
	if err := NewRouter(&api, Options{Reader: reader}, route).Publish(context.Background(), a); err != nil {
		t.Fatal(err)
	}
	if len(api.in) != 1 || aws.ToString(api.in[0].TopicArn) != route.Topic {
		t.Fatalf("published %+v, want one to %s", api.in, route.Topic)
	}
	return api.in[0]
}

func TestPublish_AutoServesEverySubscriber(t *testing.T) {
	a, reader := sample(), alert.Reader{Language: alert.Japanese}
	for _, format := range []Format{Auto, ""} {
		in := published(t, a, reader, Route{Topic: topic, Format: format})
		if aws.ToString(in.MessageStructure) != "json" {
			t.Errorf("structure %q", aws.ToString(in.MessageStructure))
		}
		var forms map[string]string
		if err := json.Unmarshal([]byte(aws.ToString(in.Message)), &forms); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"default": string(a.JSON()), "email": a.Text(reader), "https": string(a.Chat(reader).JSON())}
		if diff := cmp.Diff(want, forms); diff != "" {
			t.Errorf("message (-want +got):\n%s", diff)
		}
	}
}

func TestPublish_OneFormatForAll(t *testing.T) {
	a := sample()
	for format, want := range map[Format]string{
		Chat: string(a.Chat(alert.Reader{}).JSON()), Text: a.Text(alert.Reader{}), JSON: string(a.JSON()), Alarm: string(a.Alarm(topic)),
	} {
		in := published(t, a, alert.Reader{}, Route{Topic: topic, Format: format})
		if in.MessageStructure != nil {
			t.Errorf("%s: structure %q, want none", format, aws.ToString(in.MessageStructure))
		}
		if diff := cmp.Diff(want, aws.ToString(in.Message)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

func TestPublish_RoutesBySeverity(t *testing.T) {
	var api topicAPI
	r := NewRouter(&api, Options{},
		Route{Topic: topic, Format: JSON},
		Route{Severity: "critical", Topic: topic + "-old", Format: JSON},
		Route{Severity: "critical", Topic: topic + "-pager", Format: Alarm},
	)
	for severity, want := range map[string]string{"info": topic, "high": topic, "critical": topic + "-pager"} {
		api.in = nil
		a := sample()
		a.Severity = severity
		if err := r.Publish(context.Background(), a); err != nil {
			t.Fatal(err)
		}
		if got := aws.ToString(api.in[0].TopicArn); got != want {
			t.Errorf("%s went to %s, want %s", severity, got, want)
		}
	}
}

func TestPublish_SaysWhereThereIsNoRoute(t *testing.T) {
	var api topicAPI
	err := NewRouter(&api, Options{}, Route{Severity: "low", Topic: topic}).Publish(context.Background(), sample())
	if err == nil || !strings.Contains(err.Error(), "no topic for alerts of severity high") || len(api.in) > 0 {
		t.Errorf("error %v after %d publishes", err, len(api.in))
	}
}

func TestPublish_Attributes(t *testing.T) {
	got := map[string]string{}
	for name, v := range published(t, sample(), alert.Reader{}, Route{Topic: topic}).MessageAttributes {
		got[name] = aws.ToString(v.DataType) + " " + aws.ToString(v.StringValue)
	}
	want := map[string]string{
		"alert_id":       "String " + strings.Repeat("ab", 16),
		"kind":           "String alert",
		"rule":           "String CloudTrailChanges",
		"severity":       "String high",
		"schema_version": "Number 2",
		"account":        `String.Array ["111122223333"]`,
		"region":         `String.Array ["ap-northeast-1","us-east-1"]`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
}

// SNS refuses an attribute without a value.
func TestPublish_NoAttributeForAnEmptyList(t *testing.T) {
	a := sample()
	a.Accounts, a.Regions = nil, []string{}
	attributes := published(t, a, alert.Reader{}, Route{Topic: topic}).MessageAttributes
	for _, name := range []string{"account", "region"} {
		if v, ok := attributes[name]; ok {
			t.Errorf("%s = %s", name, aws.ToString(v.StringValue))
		}
	}
}

func TestPublish_SubjectIsWhatSNSTakes(t *testing.T) {
	const begin = "trailnotify [high] alice deleted trail main"
	tests := map[string]struct {
		format Format
		name   string // of the account
		trail  string
		want   string
	}{
		"with the account's name": {Auto, "prod", "", begin + ", prod (111122223333), Tokyo +1"},
		"a name in Japanese":      {Auto, "本番", "", begin + ", account 111122223333, Tokyo +1"},
		"a name with a line":      {Text, "a\nb", "", begin + ", account 111122223333, Tokyo +1"},
		"a long name":             {Auto, strings.Repeat("x", 60), "", begin + ", account 111122223333, Tokyo +1"},
		"a long trail":            {Auto, "prod", strings.Repeat("t", 60), "trailnotify [high] alice deleted trail " + strings.Repeat("t", 11) + "~" + strings.Repeat("t", 10) + ", prod (111122223333), Tokyo +1"},
		"a trail in Japanese":     {Auto, "prod", "証跡", "trailnotify [high] alice deleted trail ??, prod (111122223333), Tokyo +1"},
		"an alarm":                {Alarm, "prod", "", `ALARM: "CloudTrailChanges" in Asia Pacific (Tokyo)`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := sample()
			a.Actors = []string{"arn:aws:iam::111122223333:user/alice"}
			a.Actions = []alert.Action{{
				Call: "cloudtrail:DeleteTrail", Outcome: "succeeded", Count: 1, Facts: facts.Facts{{Name: "trail", Value: gocmp.Or(test.trail, "main")}},
			}}
			a.AccountNames = map[string]string{"111122223333": test.name}
			got := aws.ToString(published(t, a, alert.Reader{}, Route{Topic: topic, Format: test.format}).Subject)
			if !strings.HasPrefix(got, test.want) || len(got) > MaxSubject || subject(got) != got {
				t.Errorf("subject of %d characters:\n got %s\nwant %s", len(got), got, test.want)
			}
		})
	}
}

func TestPublish_SaysWhichAlertFailed(t *testing.T) {
	refused := errors.New("throttled")
	err := NewRouter(&topicAPI{err: refused}, Options{Sleep: instantly}, Route{Topic: topic}).Publish(context.Background(), sample())
	if !errors.Is(err, refused) || !strings.Contains(err.Error(), "CloudTrailChanges") {
		t.Errorf("error %v, want the cause and the rule", err)
	}
}

// An alert as New makes it never comes near the limit; what is larger all the
// same loses names and lists, and keeps what says which alert it is.
func TestPublish_LargeAlertsAreShortened(t *testing.T) {
	long := func(n int, text string) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprint(i, strings.Repeat(text, 500)))
		}
		return list
	}
	for name, change := range map[string]func(*alert.Alert){
		"names of a storm": func(a *alert.Alert) { a.Storm = &alert.Storm{Groups: 900, Names: long(900, "<&\"")} },
		"lists": func(a *alert.Alert) {
			a.Actors, a.Sources, a.EventIDs = long(300, "x"), long(300, `\`), long(300, `"`)
			for _, s := range long(200, "日") {
				a.Resources = append(a.Resources, alert.Counted{Name: s, Count: 1})
			}
		},
		"one value": func(a *alert.Alert) { a.Actors = long(1, strings.Repeat("x", 600)) },
		"the group": func(a *alert.Alert) { a.Group = strings.Repeat("x", 300<<10) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, format := range Formats() {
				a := sample()
				change(&a)
				in := published(t, a, alert.Reader{}, Route{Topic: topic, Format: format})
				if size := Size(in); size > MaxMessage {
					t.Errorf("%s: %d bytes", format, size)
				}
				if !strings.Contains(aws.ToString(in.Message), "CloudTrailChanges") {
					t.Errorf("%s: the rule is gone", format)
				}
			}
		})
	}
	a := sample()
	a.Runbook = strings.Repeat("x", 300<<10)
	if _, err := Message(a, alert.Reader{}, Route{Topic: topic}); err == nil {
		t.Error("no error for an alert that can't be shortened")
	}
}

// A draft is what would have been published, and publishes nothing.
func TestDraft(t *testing.T) {
	var api topicAPI
	r := NewRouter(&api, Options{}, Route{Topic: topic}, Route{Severity: "critical", Topic: topic + "-pager", Format: JSON})
	a := sample()
	a.Severity = "critical"
	draft, err := r.Draft(a)
	if err != nil || len(api.in) != 0 {
		t.Fatalf("error %v, %d publishes", err, len(api.in))
	}
	if err := r.Publish(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(api.in[0], draft, cmpopts.IgnoreUnexported(sns.PublishInput{}, types.MessageAttributeValue{})); diff != "" {
		t.Errorf("the draft differs from what is published (-published +draft):\n%s", diff)
	}
	if _, err := NewRouter(&api, Options{}).Draft(a); err == nil {
		t.Error("no error without a route")
	}
}

func TestTest_ReachesEveryRoute(t *testing.T) {
	var api topicAPI
	r := NewRouter(&api, Options{}, Route{Topic: topic}, Route{Severity: "critical", Topic: topic + "-pager", Format: JSON})
	now := time.Date(2026, 3, 2, 9, 57, 0, 0, time.UTC)
	if err := r.Test(context.Background(), alert.Deployment{Now: func() time.Time { return now }}); err != nil {
		t.Fatal(err)
	}
	if len(api.in) != 2 {
		t.Fatalf("%d publishes, want one to each topic", len(api.in))
	}
	for i, want := range []string{topic, topic + "-pager"} {
		if got := aws.ToString(api.in[i].TopicArn); got != want || !strings.Contains(aws.ToString(api.in[i].Subject), "TEST") {
			t.Errorf("test to %s with subject %q, want %s", got, aws.ToString(api.in[i].Subject), want)
		}
	}
	var a alert.Alert
	if err := json.Unmarshal([]byte(aws.ToString(api.in[1].Message)), &a); err != nil || a.Kind != alert.KindTest || a.Severity != "critical" {
		t.Errorf("test alert %+v, error %v", a, err)
	}
	api.err = &types.NotFoundException{Message: aws.String("refused")}
	if err := r.Test(context.Background(), alert.Deployment{}); err == nil || strings.Count(err.Error(), "refused") != 2 {
		t.Errorf("error %v, want both", err)
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(string(f)); got != f || err != nil {
			t.Errorf("%s: %s, %v", f, got, err)
		}
	}
	if got, err := ParseFormat(""); got != Auto || err != nil {
		t.Errorf("nothing: %s, %v", got, err)
	}
	if _, err := ParseFormat("slack"); err == nil || !strings.Contains(err.Error(), "cloudwatch-alarm") {
		t.Errorf("slack: %v, want the formats there are", err)
	}
}
