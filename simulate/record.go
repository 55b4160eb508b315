package simulate

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"trailnotify/window"
)

// A record is one CloudTrail record of a schedule: what the rules can see of
// it. Its JSON follows from this, and so does, for the checker, whatever the
// product ought to make of it.
type record struct {
	id      int   // records of one id are one record, delivered in two forms
	updated bool  // the other form: a new event ID, and the old one in the addendum
	at      int64 // event time, seconds since 1970

	denied, iam, foreign bool // the topics of the rules
	probe, read          bool // the exceptions
	actor                int  // 0: the record names none
	byIssuer             bool // the actor is a role, named by its session's issuer
	action               int  // 0: the record has none
}

// actors are the groups that a rule can have, the first is "missing".
const actors = 8

func actorARN(n int) string { return "arn:aws:iam::111122223333:role/actor-" + strconv.Itoa(n) }

// group is the group of the record under a rule with `by`.
func (r record) group() window.Group {
	if r.actor == 0 {
		return window.Group{Kind: window.GroupMissing}
	}
	return window.Group{Kind: window.GroupValue, Value: actorARN(r.actor)}
}

func eventID(id int, form string) string {
	return fmt.Sprintf("%08x-0000-4000-8000-%s", id, form)
}

// json is the record as CloudTrail logs it, with the fields that matter here:
// most of the time of a simulation goes into reading them.
func (r record) json() string {
	source, region, address := "s3.amazonaws.com", "ap-northeast-1", "198.51.100.7"
	if r.iam {
		source = "iam.amazonaws.com"
	}
	if r.foreign {
		region = "eu-west-3"
	}
	if r.probe {
		address = "192.0.2.9"
	}
	var b strings.Builder
	b.Grow(512)
	b.WriteString(`{"userIdentity":` + r.identity())
	b.WriteString(`,"eventTime":"` + time.Unix(r.at, 0).UTC().Format(time.RFC3339) + `","eventSource":"` + source + `"`)
	if r.action > 0 {
		b.WriteString(`,"eventName":"Action` + strconv.Itoa(r.action) + `"`)
	}
	b.WriteString(`,"awsRegion":"` + region + `","sourceIPAddress":"` + address + `"`)
	if r.denied {
		b.WriteString(`,"errorCode":"AccessDenied"`)
	}
	b.WriteString(`,"readOnly":` + strconv.FormatBool(r.read) + `,"eventID":"`)
	if r.updated {
		b.WriteString(eventID(r.id, "000000000002") + `","addendum":{"reason":"UPDATED_DATA","originalEventID":"`)
		b.WriteString(eventID(r.id, "000000000001") + `"}}`)
	} else {
		b.WriteString(eventID(r.id, "000000000001") + `"}`)
	}
	return b.String()
}

func (r record) identity() string {
	switch {
	case r.actor == 0:
		return `{"type":"AWSAccount"}`
	case r.byIssuer:
		return `{"arn":"arn:aws:sts::111122223333:assumed-role/actor-` + strconv.Itoa(r.actor) + `/` +
			strconv.Itoa(r.id) + `","sessionContext":{"sessionIssuer":{"arn":"` + actorARN(r.actor) + `"}}}`
	default:
		return `{"arn":"` + actorARN(r.actor) + `"}`
	}
}
