package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"trailnotify/window"
)

// A Record is one CloudTrail record of a schedule: what the rules can see of
// it. Its JSON follows from this, and so does, for the checker, whatever the
// product ought to make of it.
type Record struct {
	ID      int   // records of one id are one record, delivered in two forms
	updated bool  // the other form: a new event ID, and the old one in the addendum
	At      int64 // event time, seconds since 1970
	Logged  int64 // time of the log event that it comes in, likewise

	Denied, iam, foreign bool // the subjects of the rules
	probe, read          bool // the exceptions
	Actor                int  // 0: the record names none
	ByIssuer             bool // the actor is a role, named by its session's issuer
	Action               int  // 0: the record has none
}

// Actors are the groups that a rule can have, the first is "missing".
const Actors = 8

func actorARN(n int) string { return "arn:aws:iam::111122223333:role/actor-" + strconv.Itoa(n) }

// Group is the group of the record under a rule with `by`.
func (r Record) Group() window.Group {
	if r.Actor == 0 {
		return window.Group{Kind: window.GroupMissing}
	}
	return window.Group{Kind: window.GroupValue, Value: actorARN(r.Actor)}
}

// Kind is what an alert tells the record apart by: the call and its outcome,
// and these with everything else. Two records of one id are of one kind.
func (r Record) Kind() (call, whole string) {
	call = fmt.Sprint(r.iam, r.Action, r.errorCode() == "", r.Denied)
	return call, call + fmt.Sprint(r.network(), r.errorCode())
}

// network is that of the record's address.
func (r Record) network() string {
	switch {
	case r.probe:
		return "192.0.2."
	case r.ID%7 == 0:
		return "203.0.113."
	default:
		return "198.51.100."
	}
}

// errorCode is "" for a call that succeeded.
func (r Record) errorCode() string {
	switch {
	case r.Denied:
		return "AccessDenied"
	case r.ID%5 == 0:
		return "NoSuchEntityException"
	case r.ID%11 == 0:
		return "LimitExceededException"
	default:
		return ""
	}
}

func eventID(id int, form string) string {
	return fmt.Sprintf("%08x-0000-4000-8000-%s", id, form)
}

// json is the record as CloudTrail logs it, with the fields that matter here:
// most of the time of a simulation goes into reading them.
func (r Record) JSON() string {
	source, region := "s3.amazonaws.com", "ap-northeast-1"
	if r.iam {
		source = "iam.amazonaws.com"
	}
	if r.foreign {
		region = "eu-west-3"
	}
	var b strings.Builder
	b.Grow(512)
	b.WriteString(`{"userIdentity":` + r.identity())
	b.WriteString(`,"eventTime":"` + time.Unix(r.At, 0).UTC().Format(time.RFC3339) + `","eventSource":"` + source + `"`)
	if r.Action > 0 {
		b.WriteString(`,"eventName":"Action` + strconv.Itoa(r.Action) + `"`)
	}
	b.WriteString(`,"awsRegion":"` + region + `","sourceIPAddress":"` + r.network() + `9"`)
	if code := r.errorCode(); code != "" {
		b.WriteString(`,"errorCode":"` + code + `"`)
	}
	b.WriteString(`,"readOnly":` + strconv.FormatBool(r.read) + `,"eventID":"`)
	if r.updated {
		b.WriteString(eventID(r.ID, "000000000002") + `","addendum":{"reason":"UPDATED_DATA","originalEventID":"`)
		b.WriteString(eventID(r.ID, "000000000001") + `"}}`)
	} else {
		b.WriteString(eventID(r.ID, "000000000001") + `"}`)
	}
	return b.String()
}

func (r Record) identity() string {
	switch {
	case r.Actor == 0:
		return `{"type":"AWSAccount"}`
	case r.ByIssuer:
		return `{"arn":"arn:aws:sts::111122223333:assumed-role/actor-` + strconv.Itoa(r.Actor) + `/` +
			strconv.Itoa(r.ID) + `","sessionContext":{"sessionIssuer":{"arn":"` + actorARN(r.Actor) + `"}}}`
	default:
		return `{"arn":"` + actorARN(r.Actor) + `"}`
	}
}
