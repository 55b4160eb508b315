package detector

import (
	"fmt"
	"testing"
	"time"
)

// drill is a rule with an exception that ends between two records.
const drill = `
name: Denied
pattern: '{ $.errorCode = "AccessDenied*" }'
except:
  - {name: drill, pattern: '{ $.userIdentity.arn = a }', until: "2026-03-02T09:57:30Z"}
threshold: 1
`

// What decides is the time at which a record counts, not that of the delivery:
// a record that is delivered again after the end is excepted as before.
func TestDetect_AnExceptionEndsForRecordsOfLaterTimes(t *testing.T) {
	var p published
	d := inMemory(load(t, drill), &p)
	for _, clock := range []time.Time{now, now.AddDate(0, 0, 14)} {
		d.Now = func() time.Time { return clock }
		text := payloadHead + logEvents(t, denial(1, 29, "a"), denial(2, 30, "a"), denial(3, 30, "b")) + "]}"
		report, err := d.Detect(t.Context(), opened(t, text))
		if err != nil || report.Matches != 2 || report.Excepted != 1 || report.Ended != 1 {
			t.Errorf("report %+v, error %v; want 2 matches, one since the exception ended, and 1 excepted", report, err)
		}
		again, err := d.DetectBatch(t.Context(), records(denial(1, 29, "a"), denial(2, 30, "a")))
		if err != nil || again.Excepted != 1 || again.Ended != 1 {
			t.Errorf("a batch: report %+v, error %v", again, err)
		}
	}
	if len(p.alerts) != 1 || p.alerts[0].Excepted["drill"].Count != 1 {
		t.Errorf("alerts %s, want one that names what was excepted", fmt.Sprint(p.alerts))
	}
}
