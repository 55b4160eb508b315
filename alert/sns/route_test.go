package sns

import "testing"

func TestAlarms_OnTheOwnRouteOrTheOneForAll(t *testing.T) {
	base, pager := Route{Topic: "arn:base"}, Route{Severity: "high", Topic: "arn:pager", Format: Alarm}
	alarms := Route{Topic: "arn:base", Format: Alarm}
	for name, test := range map[string]struct {
		routes []Route
		want   map[string]bool
	}{
		"none":               {[]Route{base}, map[string]bool{"high": false, "low": false}},
		"one severity":       {[]Route{base, pager}, map[string]bool{"high": true, "low": false}},
		"all":                {[]Route{alarms}, map[string]bool{"high": true, "low": true}},
		"where it may go":    {[]Route{alarms, {Severity: "high", Topic: "arn:chat", Format: Chat}}, map[string]bool{"high": true}},
		"replaced by a chat": {[]Route{base, pager, {Severity: "high", Topic: "arn:chat"}}, map[string]bool{"high": false}},
		"no route at all":    {nil, map[string]bool{"high": false}},
	} {
		for severity, want := range test.want {
			if got := Alarms(severity, test.routes...); got != want {
				t.Errorf("%s: %s: found %v, want %v", name, severity, got, want)
			}
		}
	}
}
