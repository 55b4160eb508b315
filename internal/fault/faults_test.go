package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestFaults(t *testing.T) {
	second := &Fault{File: "a.yaml", Place: Place{2, 7}, Subject: "perod", Problem: "unknown key", Nearest: "period", Source: "perod: 5m", Length: 5}
	first := &Fault{File: "a.yaml", Place: Place{1, 9}, Problem: "found nothing"}
	setting := &Fault{Subject: "ROOT_USAGE_QUIET", Problem: "found 1 day"}
	err := Faults{second, first, setting}.AsError()
	want := "ROOT_USAGE_QUIET: found 1 day\n" +
		"a.yaml:1:9: found nothing\n" +
		"a.yaml:2:7: perod: unknown key; did you mean period?\n" +
		"    perod: 5m\n" +
		"          ^^^"
	if err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	var one *Fault
	if !errors.As(err, &one) || one != setting {
		t.Errorf("errors.As finds %v, want the first fault", one)
	}
}

func TestFaults_OfAnError(t *testing.T) {
	one := &Fault{Problem: "one"}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"nothing":       {nil, "[]"},
		"a fault":       {fmt.Errorf("loading: %w", one), "[one]"},
		"faults":        {fmt.Errorf("loading: %w", Faults{one, one}), "[one one]"},
		"another error": {errors.New("disk full"), "[disk full]"},
	} {
		if got := fmt.Sprint([]*Fault(FaultsOf(c.err))); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	if err := (Faults{}).AsError(); err != nil {
		t.Errorf("no faults: error %v", err)
	}
}
