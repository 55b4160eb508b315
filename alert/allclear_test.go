package alert

import (
	"testing"

	"trailnotify/window"
)

func TestAllClear(t *testing.T) {
	nothing := calm()
	nothing.Total = nothing.Told
	perhaps := nothing
	perhaps.AtLeast = true
	for name, test := range map[string]struct {
		alert Alert
		want  bool
	}{
		"an alert":           {New(rule, burst(), home), false},
		"more came":          {NewClosing(rule, []window.Closing{calm()}, home), false},
		"nothing came":       {NewClosing(rule, []window.Closing{nothing}, home), true},
		"perhaps":            {NewClosing(rule, []window.Closing{perhaps}, home), false},
		"after one of two":   {NewClosing(rule, []window.Closing{nothing, ofGroup("b")}, home), false},
		"after none of them": {NewClosing(rule, []window.Closing{nothing, nothing}, home), true},
	} {
		if got := test.alert.AllClear(); got != test.want {
			t.Errorf("%s: found %v, want %v", name, got, test.want)
		}
	}
	wanted := NewClosing(rule, []window.Closing{nothing}, home)
	wanted.Closing.Wanted = true
	if wanted.AllClear() {
		t.Error("people want it, and it says more than that for them")
	}
}
