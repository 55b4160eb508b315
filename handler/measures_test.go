package handler

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trailnotify/detector"
)

// Whatever is measured of an event is in the sum of several.
func TestMeasures_Add(t *testing.T) {
	one := Measures{
		Report: detector.Report{
			Records: 1, Rejected: 2, Matches: 3, Excepted: 4, Uncounted: 5, Spent: 6, Skewed: 7, Early: 8, Alerts: 9, Refused: 10, Unclear: 15,
			Rules: map[string]detector.RuleReport{"R": {Matches: 3, Excepted: 4, Uncounted: 5, Spent: 6, Alerts: 9}},
		},
		RejectedPayloads: 11, Contended: 12, ContendedPayloads: 13, Failed: 14, Lateness: time.Minute,
	}
	var sum Measures
	sum.Add(one)
	if diff := cmp.Diff(one, sum); diff != "" {
		t.Errorf("one event (-want +got):\n%s", diff)
	}
	sum.Add(one)
	for _, part := range []struct{ one, sum any }{{one, sum}, {one.Report, sum.Report}} {
		for i := range reflect.TypeOf(part.one).NumField() {
			of, got := reflect.ValueOf(part.one).Field(i), reflect.ValueOf(part.sum).Field(i)
			if of.Kind() == reflect.Int && got.Int() != 2*of.Int() {
				t.Errorf("%s of two events: %d, want %d", reflect.TypeOf(part.one).Field(i).Name, got.Int(), 2*of.Int())
			}
		}
	}
	if sum.Lateness != time.Minute || sum.Rules["R"].Alerts != 18 || one.Rules["R"].Alerts != 9 {
		t.Errorf("%+v of two events of %+v", sum, one)
	}
	sum.Add(Measures{Lateness: time.Second})
	if sum.Lateness != time.Minute {
		t.Errorf("lateness %v, want the greatest", sum.Lateness)
	}
}
