package stand

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// Region is the region of everything on the stand.
const Region = "ap-northeast-1"

// local are the credentials that everything on the stand accepts.
var local = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
})

// moto is the SNS and SQS of this test binary, started by the first test that needs it and ended by [Main].
var moto = sync.OnceValues(func() (string, error) {
	python, err := fetched("bin/python")
	if err != nil {
		return "", err
	}
	var endpoint string
	_, err = startListening(1, func(addresses []string) (*service, func() error, error) {
		endpoint = "http://" + addresses[0]
		host, port, _ := net.SplitHostPort(addresses[0])
		cmd := exec.Command(python, "-m", "moto.server", "-H", host, "-p", port)
		cmd.Dir = scratch
		cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
		s, err := startService("moto", cmd)
		return s, func() error { return motoReady(endpoint) }, err
	})
	return endpoint, err
})

func motoReady(endpoint string) error {
	resp, err := http.Get(endpoint + "/moto-api/data.json")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %s", resp.Status)
	}
	return nil
}

// Topic is an SNS topic.
type Topic struct {
	ARN      string
	Endpoint string // of SNS: the value for AWS_ENDPOINT_URL_SNS

	t   testing.TB
	sns *sns.Client
	sqs *sqs.Client
}

// NewTopic creates a topic of its own for the test.
func NewTopic(t testing.TB) *Topic {
	t.Helper()
	endpoint, err := moto()
	if err != nil {
		t.Fatal(err)
	}
	tp := &Topic{
		Endpoint: endpoint,
		t:        t,
		sns:      sns.New(sns.Options{BaseEndpoint: &endpoint, Region: Region, Credentials: local}),
		sqs:      sqs.New(sqs.Options{BaseEndpoint: &endpoint, Region: Region, Credentials: local}),
	}
	created, err := tp.sns.CreateTopic(t.Context(), &sns.CreateTopicInput{Name: aws.String("alerts-" + rand.Text())})
	if err != nil {
		t.Fatalf("creating a topic: %v", err)
	}
	tp.ARN = *created.TopicArn
	return tp
}

// Queue is an SQS queue that is subscribed to a topic.
type Queue struct {
	topic *Topic
	url   string
}

// Subscribe subscribes a new queue. The filter policy is JSON, as SNS takes it; "" lets every message through.
func (tp *Topic) Subscribe(filterPolicy string) *Queue {
	tp.t.Helper()
	url, arn := tp.newQueue()
	subscription := &sns.SubscribeInput{TopicArn: &tp.ARN, Protocol: aws.String("sqs"), Endpoint: &arn}
	if filterPolicy != "" {
		subscription.Attributes = map[string]string{"FilterPolicy": filterPolicy}
	}
	if _, err := tp.sns.Subscribe(tp.t.Context(), subscription); err != nil {
		tp.t.Fatalf("subscribing a queue: %v", err)
	}
	return &Queue{topic: tp, url: url}
}

// newQueue creates a queue that no topic knows yet.
func (tp *Topic) newQueue() (url, arn string) {
	tp.t.Helper()
	ctx := tp.t.Context()
	created, err := tp.sqs.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("alerts-" + rand.Text())})
	if err != nil {
		tp.t.Fatalf("creating a queue: %v", err)
	}
	attributes, err := tp.sqs.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: created.QueueUrl, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameQueueArn},
	})
	if err != nil {
		tp.t.Fatalf("reading the queue's ARN: %v", err)
	}
	return *created.QueueUrl, attributes.Attributes["QueueArn"]
}

// Message is what a subscriber is sent.
type Message struct {
	Subject           string
	Message           string
	MessageAttributes map[string]struct{ Type, Value string }
}

// Receive takes all messages from the queue. moto has put a message there before it answers the publisher, so
// nothing is under way that would come later.
func (q *Queue) Receive() []Message {
	t := q.topic.t
	t.Helper()
	var messages []Message
	for {
		got, err := q.topic.sqs.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{
			QueueUrl: &q.url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, VisibilityTimeout: 3600,
		})
		if err != nil {
			t.Fatalf("receiving: %v", err)
		}
		if len(got.Messages) == 0 {
			return messages
		}
		for _, m := range got.Messages {
			messages = append(messages, readMessage(t, *m.Body))
		}
	}
}

func readMessage(t testing.TB, body string) (m Message) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatalf("a message that is not of SNS's shape: %v: %s", err, body)
	}
	return m
}
