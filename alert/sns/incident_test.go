package sns

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/google/go-cmp/cmp"

	"trailnotify/alert"
)

// ended is a closing message of a severity, after so many more matches.
func ended(severity string, more int) alert.Alert {
	a := sample()
	a.Severity = severity
	a.Closing = &alert.Closing{Alerts: []string{"cd"}, Threads: []string{"t"}, Told: 1, More: alert.Tally{Count: more}}
	return a
}

// The severity of an alert may have been lower than that of the message which
// closes it: then its incident is elsewhere.
func TestPublish_EndsIncidentsWhereverTheyAre(t *testing.T) {
	base := Route{Topic: "base", Format: Chat}
	medium, critical := Route{Severity: "medium", Topic: "tickets", Format: Alarm}, Route{Severity: "critical", Topic: "pager", Format: Alarm}
	asked := ended("low", 0)
	asked.Closing.Wanted = true
	for name, test := range map[string]struct {
		routes []Route
		a      alert.Alert
		want   []string // topics, in order
	}{
		"no incidents":                  {[]Route{base}, ended("high", 3), []string{"base"}},
		"people, and an incident below": {[]Route{base, medium, critical}, ended("high", 3), []string{"tickets", "base"}},
		"two incidents":                 {[]Route{base, medium, critical}, ended("critical", 3), []string{"tickets", "pager"}},
		"its own incident":              {[]Route{base, medium, critical}, ended("medium", 3), []string{"tickets"}},
		"no incident so low":            {[]Route{base, medium, critical}, ended("low", 3), []string{"base"}},
		"all-clear":                     {[]Route{base, medium, critical}, ended("high", 0), []string{"tickets"}},
		"all-clear for its own":         {[]Route{base, medium, critical}, ended("medium", 0), []string{"tickets"}},
		"all-clear that is wanted":      {[]Route{base, medium}, asked, []string{"base"}},
		"diverted to the base":          {[]Route{{Topic: "base", Format: Alarm}, {Severity: "high", Topic: "chat", Format: Chat}}, ended("high", 3), []string{"base", "chat"}},
		"an alert":                      {[]Route{base, medium, critical}, sample(), []string{"base"}},
	} {
		t.Run(name, func(t *testing.T) {
			var api topicAPI
			if err := NewRouter(&api, Options{}, test.routes...).Publish(context.Background(), test.a); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, in := range api.in {
				got = append(got, aws.ToString(in.TopicArn))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("published (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPublish_IncidentThatCanNotBeEnded(t *testing.T) {
	failing, gone := &types.ThrottledException{}, &types.NotFoundException{}
	for name, test := range map[string]struct {
		tickets, pager, base error
		want                 []string // accepted
		failed, notSent      bool
	}{
		"fails":            {failing, nil, nil, nil, true, true},
		"the second fails": {nil, failing, nil, []string{"tickets"}, true, false},
		"is refused":       {gone, nil, nil, []string{"pager", "base"}, false, false},
		"people fail":      {nil, nil, failing, []string{"tickets", "pager"}, true, false},
		"people, alone":    {gone, gone, failing, nil, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			api := &perTopic{errs: map[string]error{"tickets": test.tickets, "pager": test.pager, "base": test.base}}
			r := NewRouter(api, Options{Sleep: instantly}, Route{Topic: "base", Format: Chat},
				Route{Severity: "low", Topic: "tickets", Format: Alarm}, Route{Severity: "medium", Topic: "pager", Format: Alarm})
			err := r.Publish(context.Background(), ended("high", 3))
			failed, ok := errors.AsType[*Error](err)
			if ok != test.failed || ok && failed.NotSent() != test.notSent {
				t.Errorf("error %v, not sent: %v; want %v", err, ok && failed.NotSent(), test.notSent)
			}
			var got []string
			for _, in := range api.accepted {
				got = append(got, aws.ToString(in.TopicArn))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("accepted by %v, want %v", got, test.want)
			}
		})
	}
}
