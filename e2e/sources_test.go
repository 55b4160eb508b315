package e2e

import (
	"slices"
	"testing"

	"trailnotify/e2e/stand"
)

// batches are the story of the attack, in payloads of a few records.
func batches(t *testing.T) []stand.Batch {
	t.Helper()
	var all []stand.Batch
	for records := range slices.Chunk(story(t), 25) {
		all = append(all, stand.NewBatch(records...))
	}
	return all
}

// invoke invokes the function with an event for which the response says what is to be delivered again.
func (i *instance) invoke(t *testing.T, event []byte) []int {
	t.Helper()
	response, err := i.Invoke(event)
	if err != nil {
		t.Fatal(err)
	}
	failures, err := stand.Failures(response)
	if err != nil {
		t.Fatal(err)
	}
	return failures
}

// TestSources_Queue hands over what Lambda has given up, through the retry queue, and one message that is not an event.
func TestSources_Queue(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	i := d.start(t, "AWS_MAX_ATTEMPTS=1")
	var messages [][]byte
	for _, b := range batches(t) {
		messages = append(messages, stand.Failed(b.Subscription()))
	}
	stranger := len(messages)
	messages = append(messages, []byte(`{"no":"event"}`))

	i.toTopic.Cut()
	failures := i.invoke(t, stand.QueueEvent(messages...))
	if len(failures) < 2 || !slices.Contains(failures, stranger) {
		t.Fatalf("with the topic cut off messages %v come again; want those with alerts and the one that is not an event", failures)
	}
	i.toTopic.Restore()
	for tries := maxTries; !slices.Equal(failures, []int{stranger}); tries-- {
		if tries == 0 {
			t.Fatalf("messages %v still come again", failures)
		}
		var again [][]byte
		for _, f := range failures {
			again = append(again, messages[f])
		}
		messages, stranger = again, len(again)-1
		failures = i.invoke(t, stand.QueueEvent(messages...))
	}
	checkAlerts(t, alerts(t, d.queue), expectedAlerts(t))
}

// TestSources_Stream hands over the payloads as records of a Kinesis stream, with records between them that are not events.
func TestSources_Stream(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	i := d.start(t, "AWS_MAX_ATTEMPTS=1")
	shard := [][]byte{[]byte("no gzip"), stand.ControlMessage().Gzip()}
	for _, b := range batches(t) {
		shard = append(shard, b.Gzip(), b.Gzip()[:100], []byte{})
	}

	i.toTopic.Cut()
	held := false
	for tries := maxTries; ; tries-- {
		if tries == 0 {
			t.Fatalf("%d records are still in the shard", len(shard))
		}
		failures := i.invoke(t, stand.StreamEvent(shard...))
		if len(failures) == 0 {
			break
		}
		if len(failures) > 1 {
			t.Fatalf("records %v are to be delivered again; want the first that failed", failures)
		}
		held = true
		shard = shard[failures[0]:]
		i.toTopic.Restore()
	}
	if !held {
		t.Error("with the topic cut off the shard was not held up")
	}
	checkAlerts(t, alerts(t, d.queue), expectedAlerts(t))
}
