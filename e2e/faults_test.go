package e2e

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"trailnotify/e2e/stand"
)

// weather are the faults that are over when an invocation is: none of them falls between SNS having accepted an alert
// and the table having been told, so that none explains a second copy.
var weather = []struct {
	name string
	set  func(i *instance)
}{
	{"fair", func(*instance) {}},
	{"table slow", func(i *instance) { i.toTable.Slow(50 * time.Millisecond) }},
	{"table cut off", func(i *instance) { i.toTable.Cut() }},
	{"table resets connections", func(i *instance) { i.toTable.Reset() }},
	{"topic cut off", func(i *instance) { i.toTopic.Cut() }},
	{"process killed", func(i *instance) { i.Kill() }},
}

// invokeIn invokes the function in one of the weathers and reports whether the event was acknowledged.
func (i *instance) invokeIn(w int, event []byte) bool {
	weather[w].set(i)
	defer i.toTable.Restore()
	defer i.toTopic.Restore()
	response, err := i.Invoke(event)
	return err == nil && string(response) == "null"
}

// TestFaults_EachAlertOnce delivers the story of the attack twice and out of order to two instances at a time, while
// the table and the topic come and go and the instances are killed between their invocations.
func TestFaults_EachAlertOnce(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	chance := rand.New(rand.NewPCG(6, 1))
	var pending [][]byte
	for records := range slices.Chunk(story(t), 5) {
		event := stand.NewBatch(records...).Subscription()
		pending = append(pending, event, event)
	}
	chance.Shuffle(len(pending), func(a, b int) { pending[a], pending[b] = pending[b], pending[a] })

	var instances []*instance
	var delivering sync.WaitGroup
	for half := range slices.Chunk(pending, len(pending)/2) {
		i, chance := d.start(t, "AWS_MAX_ATTEMPTS=1"), rand.New(rand.NewPCG(6, chance.Uint64()))
		instances = append(instances, i)
		delivering.Go(func() { i.deliverAll(t, half, chance) })
	}
	delivering.Wait()
	got := alerts(t, d.queue)
	if slices.ContainsFunc(instances, (*instance).inTheGap) {
		t.Log("an invocation was too slow to record an alert that it had published: copies are allowed for")
		got = onceEach(got)
	}
	checkAlerts(t, got, expectedAlerts(t))
}

// inTheGap reports whether an invocation has ended between SNS having accepted an alert and the table having been told.
// No weather brings that about, but a machine that is very busy may.
func (i *instance) inTheGap() bool {
	return strings.Contains(i.Log(), "recording the alert") || strings.Contains(i.Log(), "Task timed out")
}

// deliverAll delivers events in changing weather until all are acknowledged. What fails comes again after the others.
func (i *instance) deliverAll(t *testing.T, pending [][]byte, chance *rand.Rand) {
	seen, failed := map[int]int{}, map[int]int{}
	for tries := maxTries * len(pending); len(pending) > 0; tries-- {
		if tries == 0 {
			t.Errorf("%d events are not acknowledged", len(pending))
			return
		}
		w := chance.IntN(len(weather))
		seen[w]++
		if !i.invokeIn(w, pending[0]) {
			failed[w]++
			pending = append(pending, pending[0])
		}
		pending = pending[1:]
	}
	for w := range weather {
		if seen[w] == 0 {
			t.Errorf("weather %q did not occur", weather[w].name)
		}
		t.Logf("%s: %d of %d invocations failed", weather[w].name, failed[w], seen[w])
	}
}

// TestFaults_NotAcknowledged has the topic away for an attack. The alerts come once it is back.
func TestFaults_NotAcknowledged(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	i := d.start(t, "AWS_MAX_ATTEMPTS=1")
	for _, away := range []struct {
		name  string
		proxy *stand.Proxy
	}{{"table", i.toTable}, {"topic", i.toTopic}} {
		away.proxy.Cut()
		var failure *stand.Error
		if response, err := i.Invoke(event(t, "attack")); !errors.As(err, &failure) || failure.Kind != stand.Returned {
			t.Fatalf("with the %s cut off: response %s, error %v; want an error of the function", away.name, response, err)
		}
		if got := alerts(t, d.queue); len(got) > 0 {
			t.Fatalf("with the %s cut off: %d alerts", away.name, len(got))
		}
		away.proxy.Restore()
	}
	i.deliver(t, event(t, "attack"))
	checkAlerts(t, alerts(t, d.queue), expectedAlerts(t))
}

// timeEnough is for alerts to be accepted by SNS in one invocation, on a busy machine too.
const timeEnough = "AWS_LAMBDA_FUNCTION_TIMEOUT=10"

// TestFaults_CopiesCarryTheSameID loses SNS's answers, so that nothing can know that the alerts were accepted: the one
// gap in which they come a second time, within one invocation too, which tries twice.
func TestFaults_CopiesCarryTheSameID(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	i := d.start(t, timeEnough)
	i.toTopic.Swallow()
	if response, err := i.Invoke(event(t, "attack")); err == nil {
		t.Fatalf("response %s without an answer from SNS, want an error", response)
	}
	// What the function has sent arrives, whether or not the function is still there.
	var first []alert
	for tries := 100; len(first) < len(expectedAlerts(t)) && tries > 0; tries-- {
		first = different(append(first, alerts(t, d.queue)...))
		time.Sleep(50 * time.Millisecond)
	}
	checkAlerts(t, first, expectedAlerts(t))
	i.toTopic.Restore()

	i.deliver(t, event(t, "attack"))
	copies := different(alerts(t, d.queue))
	checkAlerts(t, copies, expectedAlerts(t))
	for _, c := range copies {
		if !slices.ContainsFunc(first, func(a alert) bool { return a.ID == c.ID && a.Rule == c.Rule }) {
			t.Errorf("the copy of the alert of rule %s has an ID of its own", c.Rule)
		}
	}
	if i.deliver(t, event(t, "attack")); len(alerts(t, d.queue)) > 0 {
		t.Error("a third copy")
	}
}

// different returns the alerts without copies.
func different(all []alert) []alert {
	var some []alert
	for _, a := range all {
		if !slices.ContainsFunc(some, func(b alert) bool { return a.ID == b.ID }) {
			some = append(some, a)
		}
	}
	return some
}

// TestFaults_KilledWithTheAlertOnItsWay kills the process when SNS has an alert and the function does not know it yet.
func TestFaults_KilledWithTheAlertOnItsWay(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	i := d.start(t, timeEnough)
	i.toTopic.Swallow()
	accepted := make(chan []alert)
	go func() {
		var got []alert
		for len(got) == 0 {
			got = alerts(t, d.queue)
		}
		i.Kill()
		accepted <- got
	}()
	var failure *stand.Error
	if _, err := i.Invoke(event(t, "attack")); !errors.As(err, &failure) || failure.Kind != stand.Died {
		t.Fatalf("error %v, want the kind %q", err, stand.Died)
	}
	got := <-accepted
	i.toTopic.Restore()

	i.deliver(t, event(t, "attack"))
	got = append(got, alerts(t, d.queue)...)
	once := onceEach(got)
	checkAlerts(t, once, expectedAlerts(t))
	if len(once) == len(got) {
		t.Error("no alert came a second time, so the process was not killed in the gap")
	}
}

// onceEach leaves out all copies of an alert but the first.
func onceEach(all []alert) []alert {
	var different []alert
	for _, a := range all {
		if !slices.ContainsFunc(different, func(b alert) bool { return a.ID == b.ID }) {
			different = append(different, a)
		}
	}
	return different
}
