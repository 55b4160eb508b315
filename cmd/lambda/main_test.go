package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awssns "github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/google/go-cmp/cmp"

	"trailnotify/alert"
	"trailnotify/alert/sns"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
)

const topic = "arn:aws:sns:ap-northeast-1:111122223333:alerts"

// start wires the function in an environment and returns its log.
func start(t *testing.T, environ ...string) (log string, err error) {
	t.Helper()
	environ = append(environ, "AWS_REGION=ap-northeast-1")
	var out bytes.Buffer
	_, err = wire(context.Background(), environ, &out)
	return out.String(), err
}

func TestWire_SaysWhichRulesAreInForce(t *testing.T) {
	log, err := start(t, "TABLE_NAME=counts", "SNS_TOPIC_ARN="+topic, "ROOT_USAGE_ALERT_THRESHOLD=4", "VPC_CHANGE_ENABLED=false")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"RootUsage":{"threshold":"4","from":"ROOT_USAGE_ALERT_THRESHOLD"`,
		`"VPCChanges":"off"`,
		`"ResourceCreationInOtherRegion":{"threshold":"5"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("want %s in the log:\n%s", want, log)
		}
	}
}

func TestWire_SaysEverythingThatIsWrong(t *testing.T) {
	const secret = "hunter2"
	tests := map[string]struct {
		environ []string
		want    []string
	}{
		"nothing set":       {nil, []string{"SNS_TOPIC_ARN is not set"}},
		"no topic":          {[]string{"SNS_TOPIC_ARN=" + secret}, []string{"SNS_TOPIC_ARN: want arn:aws:sns"}},
		"a FIFO topic":      {[]string{"SNS_TOPIC_ARN=" + topic + ".fifo"}, []string{"standard topic"}},
		"unknown rule set":  {[]string{"SNS_TOPIC_ARN=" + topic, "RULE_SET=cis"}, []string{"security-hub"}},
		"no rules at all":   {[]string{"TABLE_NAME=counts", "SNS_TOPIC_ARN=" + topic, "RULE_SET=none"}, []string{`rule set: found "none" and no directory of rule files (RULES_DIR, --rules)`}},
		"no such directory": {[]string{"SNS_TOPIC_ARN=" + topic, "RULES_DIR=no-such-directory"}, []string{"no-such-directory"}},
		"several at once": {
			[]string{"LOG_LEVEL=" + secret, "ROOT_USAGE_ALERT_THRESHOLD=none", "ROOT_USEAGE_ALERT_THRESHOLD=1", "DB_PASSWORD=" + secret},
			[]string{"SNS_TOPIC_ARN is not set", "LOG_LEVEL: want debug", "ROOT_USAGE_ALERT_THRESHOLD", "did you mean ROOT_USAGE_ALERT_THRESHOLD"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := start(t, test.environ...)
			if err == nil {
				t.Fatal("started")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("want %q in:\n%v", want, err)
				}
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("a value was printed:\n%v", err)
			}
		})
	}
}

func TestWire_RulesOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	file := "name: TrailStopped\npattern: '{ $.eventName = StopLogging }'\nthreshold: 3\n"
	if err := os.WriteFile(filepath.Join(dir, "rule.yaml"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{"TABLE_NAME=counts", "SNS_TOPIC_ARN=" + topic, "RULES_DIR=" + dir}
	for set, builtin := range map[string]bool{"default": true, "none": false} {
		log, err := start(t, append(environ, "RULE_SET="+set)...)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(log, `"TrailStopped":{"threshold":"3"`) || strings.Contains(log, `"RootUsage":`) != builtin {
			t.Errorf("RULE_SET=%s: %s", set, log)
		}
	}
}

func TestWire_SaysWhichExceptionsEnd(t *testing.T) {
	dir := t.TempDir()
	file := "name: Denied\npattern: '{ $.a = 1 }'\nthreshold: 1\nexcept:\n" +
		"  - {name: drill, pattern: '{ $.b = 1 }', until: 2020-03-31}\n  - {name: vendor, pattern: '{ $.c = 1 }', until: 2999-03-31}\n"
	if err := os.WriteFile(filepath.Join(dir, "rule.yaml"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	log, err := start(t, "TABLE_NAME=counts", "SNS_TOPIC_ARN="+topic, "RULE_SET=none", "RULES_DIR="+dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"level":"WARN","msg":"the exception \"drill\" of Denied ended at 2020-04-01T00:00:00Z"`,
		`"level":"INFO","msg":"the exception \"vendor\" of Denied ends at 2999-04-01T00:00:00Z"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("want %s in the log:\n%s", want, log)
		}
	}
}

// The log has the very message that a topic would have got.
func TestDryRun_LogsTheMessage(t *testing.T) {
	var out bytes.Buffer
	api := topics{}
	router := sns.NewRouter(api, sns.Options{}, sns.Route{Topic: topic, Format: sns.Text})
	log := slog.New(slog.NewJSONHandler(&out, nil))
	a := alert.Alert{ID: "0123", Rule: "RootUsage", Severity: "high", Actors: []string{"root"}}
	dryRun(log, router)(t.Context(), a)
	a.Closing = &alert.Closing{}
	dryRun(log, router)(t.Context(), a)
	dryRun(log, sns.NewRouter(api, sns.Options{}))(t.Context(), a)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || len(api) != 0 {
		t.Fatalf("%d lines, %d topics published to:\n%s", len(lines), len(api), out.String())
	}
	for i, want := range [][]string{
		{`"msg":"dry run"`, `"rule":"RootUsage"`, `"alert_id":"0123"`, `"closing":false`, `"topic":"` + topic, `"subject":"`, `"message":"[high] RootUsage`, `Who: root`},
		{`"closing":true`, `"message":"`},
		{`"level":"ERROR"`, `"error":"`},
	} {
		for _, part := range want {
			if !strings.Contains(lines[i], part) {
				t.Errorf("want %s in line %d:\n%s", part, i+1, lines[i])
			}
		}
	}
}

func TestWire_SetsTheHandlerUp(t *testing.T) {
	environ := []string{"TABLE_NAME=counts", "SNS_TOPIC_ARN=" + topic, "AWS_REGION=ap-northeast-1"}
	plain, err := wire(context.Background(), environ, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if plain.LogGroups != nil || plain.Owners != nil || plain.Measure == nil || plain.Commands["test"] == nil || plain.Commands["canary"] != nil {
		t.Errorf("by default: %+v", plain)
	}
	environ = append(environ, "LOG_GROUPS=trail", "LOG_OWNERS=111122223333", "METRICS=off", "CANARY_TOPIC_ARN="+topic+"-canary")
	full, err := wire(context.Background(), environ, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if full.LogGroups[0] != "trail" || full.Owners[0] != "111122223333" || full.Measure != nil || full.Commands["canary"] == nil {
		t.Errorf("with everything set: %+v", full)
	}
}

// topics remembers by topic which rules' alerts are published there.
type topics map[string][]string

func (p topics) Publish(_ context.Context, in *awssns.PublishInput, _ ...func(*awssns.Options)) (*awssns.PublishOutput, error) {
	p[*in.TopicArn] = append(p[*in.TopicArn], *in.MessageAttributes["rule"].StringValue)
	return &awssns.PublishOutput{}, nil
}

// The canary's alerts are for an alarm, everybody else's for people.
func TestPublisher_CanaryHasATopicOfItsOwn(t *testing.T) {
	for _, canary := range []string{"", topic + "-canary"} {
		api := topics{}
		f := function{settings: settings{canary: canary}}
		publish := f.publisher(sns.NewRouter(api, sns.Options{}, sns.Route{Topic: topic}), api)
		for _, rule := range []string{canaryRule, "RootUsage"} {
			if err := publish(context.Background(), alert.Alert{Rule: rule, Severity: "info"}); err != nil {
				t.Fatal(err)
			}
		}
		want := topics{topic: {canaryRule, "RootUsage"}}
		if canary != "" {
			want = topics{topic: {"RootUsage"}, canary: {canaryRule}}
		}
		if diff := cmp.Diff(want, api); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
	}
}

// refusing has one topic less than is routed to.
type refusing struct {
	topics
	gone string
}

func (r refusing) Publish(ctx context.Context, in *awssns.PublishInput, o ...func(*awssns.Options)) (*awssns.PublishOutput, error) {
	if *in.TopicArn == r.gone {
		return nil, &types.NotFoundException{Message: aws.String("Topic does not exist")}
	}
	return r.topics.Publish(ctx, in, o...)
}

// Somebody has to mend the topic, so a diverted alert is in the log and in a
// metric, without what is in it.
func TestRouting_SaysWhatIsDiverted(t *testing.T) {
	for _, mode := range []string{"basic", "off"} {
		var out bytes.Buffer
		f := function{settings: settings{metrics: mode}, log: slog.New(slog.NewJSONHandler(&out, nil))}
		m := &metrics{w: &out, deployment: "d", now: time.Now}
		api := refusing{topics{}, topic + "-pager"}
		router := sns.NewRouter(api, f.routing(m), sns.Route{Topic: topic}, sns.Route{Severity: "high", Topic: api.gone})
		secret := alert.Alert{ID: "0a1b", Rule: "RootUsage", Severity: "high", Group: "hunter2", Actors: []string{"hunter2"}}
		if err := router.Publish(context.Background(), secret); err != nil {
			t.Fatal(err)
		}
		log := out.String()
		for _, want := range []string{`"alert diverted"`, `"alert_id":"0a1b"`, `"rule":"RootUsage"`, `"to":"` + topic + `"`, api.gone, "Topic does not exist"} {
			if !strings.Contains(log, want) {
				t.Errorf("METRICS=%s: want %s in the log:\n%s", mode, want, log)
			}
		}
		if strings.Contains(log, "hunter2") || strings.Contains(log, `"Diverted":1`) != (mode == "basic") {
			t.Errorf("METRICS=%s: log\n%s", mode, log)
		}
	}
}

func TestTracer_SaysWhy(t *testing.T) {
	set, err := rules.Builtin("security-hub")
	if err != nil {
		t.Fatal(err)
	}
	record := cloudtrail.Record{JSON: []byte(`{"eventID":"00000000-0001","eventName":"StopLogging"}`)}
	var log bytes.Buffer
	trace := tracer(context.Background(), slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	for _, m := range set.Match(record.JSON, nil) {
		trace(record, m)
	}
	for _, want := range []string{`"rule":"CloudTrailChanges"`, `"event_id":"00000000-0001"`, `$.eventName=StopLogging`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("want %s in the log:\n%s", want, log.String())
		}
	}
	if strings.Contains(log.String(), "unclear") {
		t.Errorf("a match that is clear:\n%s", log.String())
	}
	m := set.Match(record.JSON, nil)[0]
	m.Unclear = errors.New("too much work")
	trace(record, m)
	if !strings.Contains(log.String(), `"unclear":"too much work"`) {
		t.Errorf("want why it is unclear in the log:\n%s", log.String())
	}
}

// What a start costs beside loading the program.
func BenchmarkWire(b *testing.B) {
	environ := []string{"TABLE_NAME=counts", "SNS_TOPIC_ARN=" + topic, "AWS_REGION=ap-northeast-1"}
	for b.Loop() {
		if _, err := wire(context.Background(), environ, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
