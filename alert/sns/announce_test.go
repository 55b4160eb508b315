package sns

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"trailnotify/alert"
)

func TestAnnounce_ReachesEveryTopicOnce(t *testing.T) {
	var api topicAPI
	r := NewRouter(&api, Options{Sleep: instantly},
		Route{Topic: topic}, Route{Severity: "high", Topic: topic}, Route{Severity: "critical", Topic: topic + "-pager", Format: Alarm},
		Route{Severity: "low", Topic: topic + "-mail", Format: Text}, Route{Severity: "info", Topic: topic + "-chat", Format: Chat})
	n := alert.Notice{Kind: alert.NoticeMuted, ID: "5f3a09c1", What: "RootUsage", Reason: "drill", By: "alice"}
	accepted, err := r.Announce(t.Context(), n)
	if err != nil || accepted != 4 || len(api.in) != 4 {
		t.Fatalf("%d accepted, %d publishes, error %v", accepted, len(api.in), err)
	}
	var forms map[string]string
	if err := json.Unmarshal([]byte(aws.ToString(api.in[0].Message)), &forms); err != nil || len(forms) != 3 || aws.ToString(api.in[0].MessageStructure) != "json" {
		t.Errorf("forms %v, error %v", forms, err)
	}
	for i, want := range []string{`"claimed_reason`, `"kind":"mute"`, "as the caller gave it: drill", `"version":"1.0"`} {
		in := api.in[i]
		if !strings.Contains(aws.ToString(in.Message), strings.Trim(want, `"`)) && !strings.Contains(aws.ToString(in.Message), want) {
			t.Errorf("%s: want %s in %s", aws.ToString(in.TopicArn), want, aws.ToString(in.Message))
		}
		if aws.ToString(in.MessageAttributes["kind"].StringValue) != "mute" || !strings.HasPrefix(aws.ToString(in.Subject), "trailnotify ") {
			t.Errorf("%s: subject %q, attributes %v", aws.ToString(in.TopicArn), aws.ToString(in.Subject), in.MessageAttributes)
		}
	}
}

func TestAnnounce_SaysWhichTopicFailed(t *testing.T) {
	api := topicAPI{err: &types.NotFoundException{Message: aws.String("gone")}}
	r := NewRouter(&api, Options{Sleep: instantly}, Route{Topic: topic}, Route{Severity: "low", Topic: topic + "-mail"})
	accepted, err := r.Announce(t.Context(), alert.Notice{Kind: alert.NoticeUnmuted})
	if accepted != 0 || err == nil || strings.Count(err.Error(), "gone") != 2 || !strings.Contains(err.Error(), topic+"-mail") {
		t.Errorf("%d accepted, error %v", accepted, err)
	}
	if len(api.in) != 2 {
		t.Errorf("%d publishes, want one to each, for they are refused", len(api.in))
	}
}
