package measure_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"trailnotify/bench/measure"
)

// scripted is a subject whose times are known.
func scripted(name string, order *[]string, ns ...float64) measure.Subject {
	return measure.Subject{Name: name, Time: func(time.Duration) (float64, error) {
		*order = append(*order, name)
		next := ns[0]
		ns = ns[1:]
		return next, nil
	}}
}

func TestRun_TakesTurnsAndDropsTheFirstRound(t *testing.T) {
	var order []string
	samples, err := measure.Plan{Rounds: 3}.Run(scripted("a", &order, 100, 1, 2, 9), scripted("b", &order, 100, 2, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(order, ""); got != "abababab" {
		t.Errorf("order %s", got)
	}
	if got := samples[0].Median(); got != 2 {
		t.Errorf("median %v of 1, 2, 9", got)
	}
	if got := samples[0].Over(samples[1]); got != 1 {
		t.Errorf("ratio %v, want the median of 0.5, 1, 3", got)
	}
	if got := samples[0].Minus(samples[1]).Median(); got != 0 {
		t.Errorf("difference %v, want the median of -1, 0, 6", got)
	}
}

func TestRun_NamesWhoFailed(t *testing.T) {
	fails := measure.Subject{Name: "peer", Time: func(time.Duration) (float64, error) { return 0, errors.New("gone") }}
	if _, err := (measure.Plan{Rounds: 1}).Run(fails); err == nil || !strings.Contains(err.Error(), "peer: gone") {
		t.Errorf("error %v", err)
	}
}

func TestMedian_OfAnEvenNumber(t *testing.T) {
	if got := (measure.Samples{4, 1, 2, 9}).Median(); got != 3 {
		t.Errorf("median %v, want 3", got)
	}
}

var sink []byte

func TestLoop_CountsTimeAndAllocationsPerRecord(t *testing.T) {
	passes := 0
	s := measure.Loop("loop", 4, func() error {
		passes++
		time.Sleep(5 * time.Millisecond) // takes no time of a processor
		for began := time.Now(); time.Since(began) < 2*time.Millisecond; {
			continue
		}
		for range 8 {
			sink = make([]byte, 100)
		}
		return nil
	})
	const least = 6 * time.Millisecond
	ns, err := s.Time(least)
	if all := time.Duration(ns * 4 * float64(passes)); err != nil || all < least || all > 2*least {
		t.Errorf("%v ns per record after %d passes: %v", ns, passes, err)
	}
	if passes < 3 {
		t.Errorf("%d passes: sleep was counted", passes)
	}
	if got := s.Allocations(); math.Abs(got-2) > 1 {
		t.Errorf("%v allocations per record, want 2", got)
	}
}

func TestLoop_EndsWithAnError(t *testing.T) {
	fails := measure.Loop("loop", 1, func() error { return errors.New("gone") })
	if _, err := fails.Time(time.Hour); err == nil {
		t.Error("no error")
	}
}

func TestPrint(t *testing.T) {
	table := measure.Table{Title: "Stages", Header: []string{"stage", "ns", "× REF"}, Notes: []string{"A note."}}
	table.Add("gunzip", measure.Figure(1234.5), measure.Figure(0.756))
	table.Add("rest", measure.Figure(0), measure.Figure(0.0123))
	var text strings.Builder
	if err := table.Print(&text); err != nil {
		t.Fatal(err)
	}
	want := `### Stages

| stage | ns | × REF |
|---|---:|---:|
| gunzip | 1,235 | 0.76 |
| rest | 0.00 | 0.012 |

A note.

`
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", text.String(), want)
	}
}

func TestFigure(t *testing.T) {
	for f, want := range map[float64]string{12.34: "12.3", 123.4: "123", 999.9: "1,000", 1234567: "1,234,567", -1500: "-1,500", 0.1: "0.10", -0.01: "-0.010"} {
		if got := measure.Figure(f); got != want {
			t.Errorf("%v is written %s, want %s", f, got, want)
		}
	}
}
