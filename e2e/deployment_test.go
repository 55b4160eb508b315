package e2e

import (
	"testing"

	"trailnotify/e2e/stand"
	"trailnotify/window/dynamodb/dynamodbtest"
)

// deployment is what one deployment of the function has in AWS: a table, a topic, and a queue that hears everything.
type deployment struct {
	topic         *stand.Topic
	queue         *stand.Queue
	table         string
	tableEndpoint string
}

func deploy(t *testing.T) *deployment {
	t.Helper()
	topic := stand.NewTopic(t)
	return &deployment{
		topic:         topic,
		queue:         topic.Subscribe(""),
		table:         dynamodbtest.NewTable(t, dynamodbtest.Client(t)),
		tableEndpoint: dynamodbtest.Start(t),
	}
}

// instance is one instance of the function, with the network between it and what it uses.
type instance struct {
	*stand.Function
	toTable, toTopic *stand.Proxy
}

// start starts an instance with the default rules for one home region. Its time-out is short, because what an
// invocation leaves behind when it fails, the right to publish an alert, is kept for as long as that and 5 s more.
func (d *deployment) start(t *testing.T, env ...string) *instance {
	t.Helper()
	i := &instance{toTable: stand.NewProxy(t, d.tableEndpoint), toTopic: stand.NewProxy(t, d.topic.Endpoint)}
	i.Function = stand.StartFunction(t, stand.Build(t, inRoot(t, "."), "./cmd/lambda"), append([]string{
		"TABLE_NAME=" + d.table,
		"AWS_ENDPOINT_URL_DYNAMODB=" + i.toTable.Endpoint(),
		"SNS_TOPIC_ARN=" + d.topic.ARN,
		"AWS_ENDPOINT_URL_SNS=" + i.toTopic.Endpoint(),
		"RULE_SET=default",
		"HOME_REGIONS=" + stand.Region,
		"AWS_LAMBDA_FUNCTION_TIMEOUT=5",
	}, env...)...)
	return i
}

// maxTries is more often than any event of these tests has to be delivered.
const maxTries = 20

// deliver invokes the function with an event until it is acknowledged, as Lambda does, and returns the answer: null
// unless something of the event was rejected.
func (i *instance) deliver(t *testing.T, event []byte) string {
	t.Helper()
	var last error
	for range maxTries {
		response, err := i.Invoke(event)
		if err == nil {
			return string(response)
		}
		last = err
	}
	t.Fatalf("not acknowledged after %d times: %v", maxTries, last)
	return ""
}
