package stand

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
)

// publish publishes one message with the severity as its attribute.
func publish(t *testing.T, topic *Topic, message, severity string) {
	t.Helper()
	_, err := topic.sns.Publish(t.Context(), &sns.PublishInput{
		TopicArn: &topic.ARN, Message: &message, Subject: aws.String("subject of " + message),
		MessageAttributes: map[string]types.MessageAttributeValue{
			"severity": {DataType: aws.String("String"), StringValue: &severity},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTopic_DeliversOnce(t *testing.T) {
	topic := NewTopic(t)
	queue := topic.Subscribe("")
	if got := queue.Receive(); len(got) > 0 {
		t.Fatalf("messages before the first was published: %v", got)
	}
	publish(t, topic, "one", "high")
	got := queue.Receive()
	if len(got) != 1 || got[0].Message != "one" || got[0].Subject != "subject of one" {
		t.Fatalf("received %+v", got)
	}
	if a := got[0].MessageAttributes["severity"]; a.Type != "String" || a.Value != "high" {
		t.Errorf("attribute severity is %+v", a)
	}
	if again := queue.Receive(); len(again) > 0 {
		t.Errorf("received again: %+v", again)
	}
}

func TestTopic_ReceivesMoreThanOneAnswerHolds(t *testing.T) {
	topic := NewTopic(t)
	queue := topic.Subscribe("")
	for i := range 25 {
		publish(t, topic, fmt.Sprint(i), "low")
	}
	got := map[string]bool{} // of one published twice, because an answer was slow, there are two
	for _, m := range queue.Receive() {
		got[m.Message] = true
	}
	if len(got) != 25 {
		t.Errorf("received %d of 25", len(got))
	}
}

func TestTopic_FilterPolicy(t *testing.T) {
	topic := NewTopic(t)
	all, high := topic.Subscribe(""), topic.Subscribe(`{"severity": ["high"]}`)
	publish(t, topic, "one", "low")
	publish(t, topic, "two", "high")
	if got := all.Receive(); len(got) != 2 {
		t.Errorf("without a policy %d messages, want 2", len(got))
	}
	if got := high.Receive(); len(got) != 1 || got[0].Message != "two" {
		t.Errorf("with the policy %+v, want message two", got)
	}
}

func TestTopic_OthersAreNotHeard(t *testing.T) {
	topic, other := NewTopic(t), NewTopic(t)
	queue := topic.Subscribe("")
	publish(t, other, "elsewhere", "high")
	if got := queue.Receive(); len(got) > 0 {
		t.Errorf("received from another topic: %+v", got)
	}
}
