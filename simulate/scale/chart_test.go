package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// TestChart_IsCurrent draws the chart anew. Where it differs from the one in
// the repository, costs have changed, and SCALING.md with them:
//
//	go run ./simulate/scale -chart > simulate/scale/growth.svg
func TestChart_IsCurrent(t *testing.T) {
	want, err := os.ReadFile("growth.svg")
	if err != nil {
		t.Fatal(err)
	}
	var have strings.Builder
	if err := command([]string{"-chart"}, &have, io.Discard); err != nil {
		t.Fatal(err)
	}
	if have.String() != string(want) {
		t.Error("growth.svg is not what the command draws")
	}
	for d := xml.NewDecoder(strings.NewReader(have.String())); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestGrow_Factors has a parameter that nothing depends on, and one that
// invocations follow.
func TestGrow_Factors(t *testing.T) {
	o := charted()
	o.WarmUp, o.Measure = 0, 2*time.Minute
	same, err := growth{"", func(*organisation, int) {}}.grow(o)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range same {
		if f != (factors{1, 1, 1, 1}) {
			t.Errorf("%s: %v without growth", figures[i].name, f)
		}
	}
	more, err := growths[0].grow(o)
	if err != nil {
		t.Fatal(err)
	}
	if x := more[0][doublings]; x < 7 || x > 9 {
		t.Errorf("with 8 times the records there are %v times the invocations", x)
	}
}

func TestPlace(t *testing.T) {
	for factor, want := range map[float64]float64{0.1: 0, 0.5: 0, 1: plot / 4, 2: plot / 2, 8: plot} {
		if have := place(factor); have != want {
			t.Errorf("%v lies at %v, want %v", factor, have, want)
		}
	}
}
