package replaying

import (
	"context"
	"fmt"
	"testing"

	"trailnotify/cloudtrail"
)

func recordAt(at string) cloudtrail.Record {
	return cloudtrail.Record{JSON: []byte(fmt.Sprintf(`{"eventTime":%q}`, at))}
}

// sizes are those of the batches that records are cut into.
func sizes(t *testing.T, records []cloudtrail.Record) []int {
	t.Helper()
	var all []int
	b := batcher{do: func(_ context.Context, b cloudtrail.Batch) error {
		all = append(all, len(b.Records))
		return nil
	}}
	for _, r := range records {
		if err := b.take(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBatcher(t *testing.T) {
	const start = "2026-03-02T09:57:00Z"
	var many []cloudtrail.Record
	for range 1201 {
		many = append(many, recordAt(start))
	}
	tests := map[string]struct {
		records []cloudtrail.Record
		want    []int
	}{
		"at most 500 records":      {many, []int{500, 500, 201}},
		"a minute of event time":   {[]cloudtrail.Record{recordAt(start), recordAt("2026-03-02T09:57:59Z"), recordAt("2026-03-02T09:58:00Z")}, []int{2, 1}},
		"backwards as well":        {[]cloudtrail.Record{recordAt(start), recordAt("2026-03-02T09:56:01Z"), recordAt("2026-03-02T09:56:59Z"), recordAt("2026-03-02T09:57:01Z")}, []int{3, 1}},
		"no time fits everywhere":  {[]cloudtrail.Record{recordAt(start), recordAt(""), recordAt(start)}, []int{3}},
		"no time at the beginning": {[]cloudtrail.Record{recordAt(""), recordAt(start), recordAt("2026-03-02T10:57:00Z")}, []int{2, 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := sizes(t, test.records); fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("batches of %v, want %v", got, test.want)
			}
		})
	}
}
