package detector

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"trailnotify/alert"
	"trailnotify/cloudtrail"
	"trailnotify/rules"
)

const forAnother = `
name: ForAnother
pattern: '{ $.eventName = "CreateAccessKey" }'
where: 'any(requestParameters.users, any(requestParameters.users, # == "bob"))'
except:
  - name: trainees
    pattern: '{ $.eventName = * }'
    where: 'any(requestParameters.users, # == "trainee")'
threshold: 10
`

func keyFor(id int, users ...string) string {
	return fmt.Sprintf(`{"eventID":"%d","eventTime":"2026-03-02T09:57:00Z","eventName":"CreateAccessKey","requestParameters":{"users":["%s"]}}`,
		id, strings.Join(users, `","`))
}

// Conditions are evaluated on records in a payload and on those at hand. What
// can't be evaluated counts, and is reported.
func TestDetect_EvaluatesConditions(t *testing.T) {
	long := slices.Repeat([]string{"x"}, 3_000)
	lines := []string{
		keyFor(1, "bob"), keyFor(2, "alice"), keyFor(3, "bob", "trainee"), keyFor(4, long...),
		`{"eventID":"5","eventTime":"2026-03-02T09:57:00Z","eventName":"CreateAccessKey","requestParameters":null}`,
		keyFor(6, append(long, "trainee")...),
	}
	want := RuleReport{Matches: 2, Excepted: 2}
	for name, detect := range map[string]func(*Detector) (Report, error){
		"payload": func(d *Detector) (Report, error) { return d.Detect(t.Context(), payload(t, lines...)) },
		"batch":   func(d *Detector) (Report, error) { return d.DetectBatch(t.Context(), records(lines...)) },
	} {
		d := inMemory(load(t, forAnother), &published{})
		traced := map[string]bool{}
		d.Trace = func(r cloudtrail.Record, m rules.Match) { traced[r.EventID()+" "+m.Exception] = m.Unclear != nil }
		got, err := detect(d)
		if err != nil || got.Records != len(lines) || got.Rules["ForAnother"] != want || got.Unclear != 1 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if !maps.Equal(traced, map[string]bool{"1 ": false, "3 trainees": false, "4 ": true, "6 trainees": true}) {
			t.Errorf("%s: %v", name, traced)
		}
	}
}

// Counts are kept when a condition changes, as when a pattern does.
func TestDetect_KeepsCountsWhenAConditionChanges(t *testing.T) {
	text := "name: Kept\npattern: '{ $.eventName = \"CreateAccessKey\" }'\nthreshold: 2\nwhere: %s\n"
	counts, sent := counter(), &published{}
	for i, where := range []string{`eventName != "x"`, `requestParameters.users[0] == "bob"`} {
		d := New(load(t, fmt.Sprintf(text, where)), counts, sent.publish, alert.Deployment{})
		d.Now = clock
		if _, err := d.DetectBatch(t.Context(), records(keyFor(i, "bob"))); err != nil {
			t.Fatal(err)
		}
	}
	if len(sent.alerts) != 1 || sent.alerts[0].Count != 2 {
		t.Errorf("%d alerts", len(sent.alerts))
	}
}
