package detector

import (
	"context"
	"strings"
	"testing"

	"trailnotify/alert"
	"trailnotify/rules/group"
	"trailnotify/window"
)

const apart = `
name: Apart
pattern: '{ $.eventSource = * || $.eventSource NOT EXISTS }'
by: [actor, call, outcome, account, region, address, network, $.requestParameters.name]
threshold: 1
`

// A record that is made to confuse is counted in a group of its own, and its
// group is bounded however much is in it.
func TestDetect_HostileRecordsHaveGroups(t *testing.T) {
	huge := strings.Repeat(`\u001f%\u001e`, 20_000)
	b := batch{Detector: New(load(t, apart), nil, nil, alert.Deployment{})}
	lines := []string{
		`{}`,
		`{"userIdentity":null,"eventName":null}`,
		`{"userIdentity":"root","errorCode":""}`,
		`{"userIdentity":[{"arn":"x"}],"sourceIPAddress":{"a":1},"awsRegion":["x"]}`,
		`{"userIdentity":{"arn":"` + huge + `"},"errorCode":"x"}`,
		`{"userIdentity":{"arn":"` + huge + `x"},"errorCode":"x"}`,
		`{"userIdentity":{"arn":"a\u001fb"},"eventName":"c"}`,
		`{"userIdentity":{"arn":"a"},"eventName":"b\u001fc"}`,
		`{"recipientAccountId":"a\u001fb"}`,
		`{"recipientAccountId":"a","awsRegion":"b\u001f\u001e"}`,
		`{"eventName":"c","eventName":"d"}`,
		`{"requestParameters":{"name":"succeeded"}}`,
		`{"requestParameters":{"name":"\u001e"}}`,
		`{"requestParameters":{"name":""}}`,
		`{"requestParameters":{"name":null}}`,
	}
	for _, r := range records(lines...).Records {
		b.match(r)
	}
	if len(b.matches) != len(lines) {
		t.Fatalf("%d of %d records match", len(b.matches), len(lines))
	}
	first := map[window.Group]int{}
	for i, m := range b.matches {
		if m.Group.Kind != window.GroupValue || len(m.Group.Value) > 1600*group.MaxParts {
			t.Errorf("%.60s: group %v of %d bytes", lines[i], m.Group.Kind, len(m.Group.Value))
		}
		if j, again := first[m.Group]; again && i > 3 {
			t.Errorf("%.60s and %.60s are in one group", lines[j], lines[i])
		}
		first[m.Group] = i
	}
	// The first four say nothing in different ways.
	for i := range 4 {
		if b.matches[i].Group != b.matches[0].Group {
			t.Errorf("%s is in another group than %s", lines[i], lines[0])
		}
	}
}

// The group of a record does not depend on how the record is delivered: in a
// payload or by itself, with blanks or without.
func TestDetect_GroupsAreTheSameHoweverDelivered(t *testing.T) {
	set := load(t, strings.Replace(apart, "threshold: 1", "threshold: 2", 1))
	const record = `{"eventID":"00000000-000%d","eventTime":"2026-03-02T09:57:00Z","eventName":"CreateUser","userIdentity":{"arn":"arn:aws:iam::111122223333:user/\u00e9"}}`
	one, two := strings.Replace(record, "%d", "1", 1), strings.ReplaceAll(strings.Replace(record, "%d", "2", 1), `":"`, `" : "`)
	var p published
	d := inMemory(set, &p)
	if _, err := d.Detect(context.Background(), payload(t, one)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.DetectBatch(context.Background(), records(two)); err != nil {
		t.Fatal(err)
	}
	if len(p.alerts) != 1 || p.alerts[0].Count != 2 {
		t.Errorf("alerts %+v, want one of both records", p.alerts)
	}
}
