// Package summary is what an alert says of one match, picked from its record
// and stored with the count.
//
// Everything in a record can be written by an attacker. A [Summary] holds its
// fields and nothing else: of request parameters only those that name what a
// call is about (bucketName, roleName, userName, policyArn and their like), of
// an error message only which kind of policy denied the call, of a user agent
// only which of the known families it claims to be.
package summary

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"time"

	"trailnotify/alert/plain"
	"trailnotify/cloudtrail"
)

// Max is the length in bytes that [Of] never exceeds. A window
// keeps twenty summaries in an item that DynamoDB bills by the kilobyte.
const Max = 300

// A Summary is what an alert says of one match. Every field is [Plain] and may
// be empty, which means that the record does not say, or that there was no room
// for it.
type Summary struct {
	EventID  string    // "4f7c…", the event ID that CloudTrail's event history finds
	Time     time.Time // the time it counts at, in UTC, whole seconds; zero when unknown
	Skewed   string    // "yes" if that is not its own time, see cloudtrail.Record.Counted
	API      string    // "ec2:DescribeInstances"
	Actor    string    // the principal: an ARN where there is one, see actor
	Source   string    // source address or the AWS service that called
	Error    string    // error code
	Denial   string    // why it was denied, one of denials
	Failure  string    // why it failed where no error code says so, one of failures
	Account  string    // the account that received the event
	Region   string    //
	Key      string    // access key ID
	MFA      string    // "yes" or "no": whether the caller had signed in with MFA
	Via      string    // how the call came, see via
	Client   string    // family of the user agent, one of clients: the caller's claim
	Facts    string    // what the call changed, in the stored form of package facts
	Resource string    // what the call was about, see resource
}

// field is one entry of the encoded form: a one-letter tag and at most max
// bytes of value. A decoder skips tags that it does not know, so that functions
// of two versions can read each other's items.
type field struct {
	tag byte
	max int
	at  func(*Summary) *string
}

// fields are in the order of their importance: when a summary would grow past
// Max the last ones are left out first. The account comes early because
// ARNs are abbreviated by it.
var fields = []field{
	{'i', 64, func(s *Summary) *string { return &s.EventID }},
	{'a', 16, func(s *Summary) *string { return &s.Account }},
	{'x', 3, func(s *Summary) *string { return &s.Skewed }},
	{'n', 80, func(s *Summary) *string { return &s.API }},
	{'p', 100, func(s *Summary) *string { return &s.Actor }},
	{'s', 64, func(s *Summary) *string { return &s.Source }},
	{'e', 56, func(s *Summary) *string { return &s.Error }},
	{'d', 2, func(s *Summary) *string { return &s.Denial }},
	{'w', 1, func(s *Summary) *string { return &s.Failure }},
	{'r', 24, func(s *Summary) *string { return &s.Region }},
	{factsTag, 96, func(s *Summary) *string { return &s.Facts }},
	{'m', 3, func(s *Summary) *string { return &s.MFA }},
	{'v', 48, func(s *Summary) *string { return &s.Via }},
	{'u', 24, func(s *Summary) *string { return &s.Client }},
	{'k', 24, func(s *Summary) *string { return &s.Key }},
	{'o', 140, func(s *Summary) *string { return &s.Resource }},
}

const (
	timeTag   = 't'
	separator = "\x1f" // never in a value: Plain replaces control characters
	// worthwhile is the least room in bytes that a value is cut to fit into.
	worthwhile = 24
)

// Of makes the summary of a record that is stored with the count. It
// depends on the record and what comes with it at every delivery, so a record
// that is delivered twice has one summary. The result is valid UTF-8 of at most
// [Max] bytes.
func Of(r cloudtrail.Record) []byte {
	return Read(r).Encode()
}

// Read picks from a record what a summary holds.
func Read(record cloudtrail.Record) Summary {
	r := record.Members()
	identity := r.Object("userIdentity")
	s := Summary{
		EventID:  cmp.Or(r.Field("eventID"), r.Field("eventId")),
		API:      api(r),
		Actor:    actor(identity),
		Source:   r.Field("sourceIPAddress"),
		Error:    r.Field("errorCode"),
		Denial:   denial(r.Field("errorMessage")),
		Failure:  failure(r),
		Account:  cmp.Or(r.Field("recipientAccountId"), r.Field("accountId"), identity.Field("accountId")),
		Region:   r.Field("awsRegion"),
		Key:      identity.Field("accessKeyId"),
		MFA:      mfa(r, identity),
		Via:      via(r, identity),
		Client:   client(r.Field("userAgent")),
		Resource: resource(r),
	}
	s.change(r)
	at, skewed, ok := record.Counted()
	if ok {
		s.Time = at.UTC().Truncate(time.Second)
	}
	if skewed {
		s.Skewed = "yes"
	}
	return s
}

// api names the call as IAM policies do: the service's prefix and the event
// name. A source that is not *.amazonaws.com stays whole.
func api(r cloudtrail.Members) string {
	service := strings.TrimSuffix(r.Field("eventSource"), ".amazonaws.com")
	name := r.Field("eventName")
	if service == "" || name == "" {
		return cmp.Or(name, service)
	}
	return service + ":" + name
}

// mfa says whether the caller had signed in with MFA: the session says so, or
// the sign-in itself.
func mfa(r, identity cloudtrail.Members) string {
	switch cmp.Or(r.Field("additionalEventData", "MFAUsed"), identity.Field("sessionContext", "attributes", "mfaAuthenticated")) {
	case "Yes", "true":
		return "yes"
	case "No", "false":
		return "no"
	default:
		return ""
	}
}

// The ways in which a call comes, besides the name of a service that calls on
// behalf of its caller.
const (
	ViaConsole = "console" // a page of the console, or its sign-in
	ViaAPI     = "api"     // somebody's own call
	ViaService = "service" // an AWS service for itself
)

// via says how the call came. AWS writes these fields, not the caller.
func via(r, identity cloudtrail.Members) string {
	by := identity.Field("invokedBy")
	switch kind := r.Field("eventType"); {
	case kind == "AwsServiceEvent" || identity.Field("type") == "AWSService":
		return ViaService
	case by != "":
		return by
	case kind == "AwsConsoleSignIn" || kind == "AwsConsoleAction" || r.Field("sessionCredentialFromConsole") == "true":
		return ViaConsole
	case kind == "AwsApiCall":
		return ViaAPI
	default:
		return ""
	}
}

// Encode writes the form that is stored: valid UTF-8 of at most [Max] bytes.
// The least important fields are left out where there is no room.
func (s Summary) Encode() []byte {
	var b bytes.Buffer
	b.Grow(Max)
	add := func(tag byte, v string) {
		if b.Len() > 0 {
			b.WriteString(separator)
		}
		b.WriteByte(tag)
		b.WriteString(v)
	}
	if !s.Time.IsZero() {
		add(timeTag, strconv.FormatInt(s.Time.Unix(), 10))
	}
	s = s.shortened()
	for _, f := range fields {
		v, room := plain.Text(*f.at(&s)), f.max
		if left := Max - b.Len() - len(separator) - 1; left < room {
			room = left
			if len(v) > room && room < worthwhile {
				continue
			}
		}
		if v = cut(f.tag, v, room); v != "" {
			add(f.tag, v)
		}
	}
	return b.Bytes()
}

// Parse reads an encoded summary. Whatever is not understood is left out: a
// summary is never part of a decision, and half of one is better than none.
func Parse(encoded []byte) Summary {
	var s Summary
	for part := range strings.SplitSeq(string(encoded), separator) {
		if part != "" {
			s.set(part[0], part[1:])
		}
	}
	return s.expanded()
}

// set fills in one field of the encoded form.
func (s *Summary) set(tag byte, v string) {
	if tag == timeTag {
		if sec, err := strconv.ParseInt(v, 10, 64); err == nil {
			s.Time = time.Unix(sec, 0).UTC()
		}
		return
	}
	for _, f := range fields {
		if f.tag == tag {
			*f.at(s) = plain.Text(v)
		}
	}
}
