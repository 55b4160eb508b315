package detector_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/detector"
	"trailnotify/rules"
	"trailnotify/window"
	"trailnotify/window/memory"
)

// Three records match the rule, and two of them are of one caller.
func ExampleDetector_DetectBatch() {
	set, err := rules.Load(fstest.MapFS{"denied.yaml": {Data: []byte(`
name: Denied
pattern: '{ $.errorCode = "AccessDenied" }'
by: actor
threshold: 2
severity: high
`)}}, "rules")
	if err != nil {
		fmt.Println(err)
		return
	}
	counter := window.NewCounter(memory.NewTable(), window.Options{})
	d := detector.New(set, counter, func(_ context.Context, a alert.Alert) error {
		fmt.Printf("%s by %s: %d, from %s to %s\n", a.Rule, a.Group, a.Count, a.First.Format("15:04:05"), a.Last.Format("15:04:05"))
		return nil
	}, alert.Deployment{})

	var batch cloudtrail.Batch
	for i, caller := range []string{"user/alice", "user/bob", "user/alice"} {
		batch.Records = append(batch.Records, cloudtrail.Record{JSON: fmt.Appendf(nil,
			`{"eventID":"6f4c7a2e-%04d","eventTime":"2026-03-02T09:57:%02dZ","errorCode":"AccessDenied","userIdentity":{"arn":%q}}`,
			i, i, caller)})
	}
	report, err := d.DetectBatch(context.Background(), batch)
	fmt.Println(report.Records, "records,", report.Matches, "matches,", report.Alerts, "alert:", err)
	// Output:
	// Denied by user/alice: 2, from 09:57:00 to 09:57:02
	// 3 records, 3 matches, 1 alert: <nil>
}
