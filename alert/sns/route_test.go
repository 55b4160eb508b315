package sns

import "testing"

func TestIncidents_OfASeverityAndTheLowerOnes(t *testing.T) {
	base, pager := Route{Topic: "arn:base"}, Route{Severity: "high", Topic: "arn:pager", Format: Alarm}
	alarms := Route{Topic: "arn:base", Format: Alarm}
	for name, test := range map[string]struct {
		routes []Route
		want   map[string]bool
	}{
		"none":               {[]Route{base}, map[string]bool{"critical": false, "high": false, "info": false}},
		"one severity":       {[]Route{base, pager}, map[string]bool{"critical": true, "high": true, "medium": false}},
		"all":                {[]Route{alarms}, map[string]bool{"high": true, "low": true}},
		"where it may go":    {[]Route{alarms, {Severity: "high", Topic: "arn:chat", Format: Chat}}, map[string]bool{"high": true}},
		"replaced by a chat": {[]Route{base, pager, {Severity: "high", Topic: "arn:chat"}}, map[string]bool{"critical": false, "high": false}},
		"without topics":     {[]Route{{Severity: "low", Format: Alarm}}, map[string]bool{"medium": true, "info": false}},
		"no route at all":    {nil, map[string]bool{"high": false}},
	} {
		for severity, want := range test.want {
			if got := Incidents(severity, test.routes...); got != want {
				t.Errorf("%s: %s: found %v, want %v", name, severity, got, want)
			}
		}
	}
}
