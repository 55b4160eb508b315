package form

import (
	"testing"
	"time"
)

// Each row of the tables has an object that no row before it is for.
var objects = []struct {
	object string
	yield  Yield
	what   string // the name or the path
}{
	{`{"kinesis":{"data":"x"}}`, Base64, "kinesis.data"},
	{`{"awslogs":{"data":"x"}}`, Base64, "awslogs.data"},
	{`{"recordId":"1","data":"x"}`, Base64, "data"},
	{`{"topic":"t","value":"x"}`, Base64, "value"},
	{`{"requestPayload":{}}`, Content, "requestPayload"},
	{`{"Sns":{"Message":"x"},"eventSource":"aws:sns"}`, Content, "Sns.Message"},
	{`{"TopicArn":"t","Message":"x"}`, Content, "Message"},
	{`{"messageId":"1","body":"x"}`, Content, "body"},
	{`{"MessageId":"1","Body":"x"}`, Content, "Body"},
	{`{"messageType":"CONTROL_MESSAGE"}`, Nothing, ""},
	{`{"CloudTrailEvent":"x","EventName":"y"}`, Content, "CloudTrailEvent"},
	{`{"source":"aws.s3","detail":{}}`, Copy, "detail"},
	{`{"timestamp":1,"message":"x"}`, Content, "message"},
	{`{"_raw":"x"}`, Copy, "_raw"},
	{`{"@message":"x"}`, Copy, "@message"},
	{`{"class_uid":1,"raw_data":"x"}`, Copy, "raw_data"},
	{`{"eventJson":"x"}`, Copy, "eventJson"},
	{`{"event":{}}`, Copy, "event"},
	{`{"event.original":"x"}`, Copy, "event.original"},
	{`{"timestamp":"2026","message":"x"}`, Copy, "message"},
	{`{"body":"x"}`, Copy, "body"},
	{`{"_source":{}}`, Copy, "_source"},
	{`{"class_uid":1,"unmapped":{}}`, Copy, "unmapped"},
	{`{"eventName":"a","eventSource":"b","userIdentity.type":"c"}`, Foreign, "CloudTrail in columns"},
	{`{"eventName":"a","eventSource":"b","userIdentity":"{type=c}"}`, Foreign, "CloudTrail in columns"},
	{`{"eventName":"a","eventSource":"b","userIdentity":{}}`, Record, ""},
	{`{"eventName":"a","eventSource":"b"}`, Record, ""},
	{`{"insightDetails":{}}`, Record, ""},
	{`{"eventCategory":"a","eventId":"b","accountId":"c"}`, Record, ""},
	{`{"digestStartTime":"x"}`, Foreign, "a digest of delivered files"},
	{`{"s3":{},"eventName":"x","eventSource":"aws:s3"}`, Foreign, "an S3 notification"},
	{`{"s3Bucket":"b","s3ObjectKey":["k"]}`, Foreign, "a notification of CloudTrail's delivery"},
	{`{"configurationItems":[]}`, Foreign, "an AWS Config snapshot"},
	{`{"schemaVersion":"2","service":{},"type":"x"}`, Foreign, "a GuardDuty finding"},
	{`{"SchemaVersion":"2","ProductArn":"x"}`, Foreign, "a Security Hub finding"},
	{`{"Dynamodb":{}}`, Foreign, "a change of a DynamoDB table"},
	{`{"class_uid":1,"metadata":{"product":"CloudTrail"}}`, Container, "OCSF without raw_data"},
	{`{"class_uid":1,"metadata":{}}`, Container, "an OCSF event of another source"},
	{`{"event_name":"x"}`, Container, "CloudTrail in columns"},
	{`{"Records":null}`, Container, "a file without records"},
}

func TestForms_First(t *testing.T) {
	reached := map[*Form]bool{}
	for _, c := range objects {
		o := Parse([]byte(c.object))
		for f := range o.Forms() {
			reached[f] = true
			what := f.NameOf(o)
			for _, key := range f.Path {
				if what != "" {
					what += "."
				}
				what += key
			}
			if f.Yield != c.yield || what != c.what {
				t.Errorf("%s: yields %d of %q, want %d of %q", c.object, f.Yield, what, c.yield, c.what)
			}
			break
		}
	}
	rows := 0
	for _, table := range [][]Form{events, wrappers, records, others} {
		rows += len(table)
		for i := range table {
			if f := &table[i]; !reached[f] && f.kind == "" {
				t.Errorf("no object is of form %d first: %+v", i, f)
			}
		}
	}
	if rows != len(reached)+1 { // an EventBridge event of another kind is one second
		t.Errorf("%d of %d forms were reached", len(reached), rows)
	}
}

func TestForms_None(t *testing.T) {
	for _, object := range []string{
		`{}`, `{"eventName":"a"}`, `{"eventName":1,"eventSource":"b"}`, `{"detail":{}}`, `{"eventName":"a","eventSource":"aws:sqs"}`, `[]`, `"x"`,
	} {
		for f := range Parse([]byte(object)).Forms() {
			t.Errorf("%s is of form %+v", object, f)
		}
	}
}

// The second form of an EventBridge event says which kind it is, and quotes it.
func TestForm_NameOf(t *testing.T) {
	o := Parse([]byte(`{"detail-type":"a\u001b[31m","detail":{}}`))
	var names []string
	for f := range o.Forms() {
		names = append(names, f.NameOf(o))
	}
	if len(names) != 2 || names[1] != `an EventBridge event of type "a.[31m"` {
		t.Errorf("named %q", names)
	}
}

func TestForm_Logged(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for object, want := range map[string]time.Time{
		`{"timestamp":1772442000000,"message":"x"}`:                                                               at,
		`{"eventCategory":"a","eventId":"b","accountId":"c","timeWindow":{"windowStart":"2026-03-02T09:00:00Z"}}`: at,
		`{"eventCategory":"a","eventId":"b","accountId":"c","timeWindow":{"windowStart":"x"}}`:                    {},
		`{"eventName":"a","eventSource":"b"}`:                                                                     {},
	} {
		o := Parse([]byte(object))
		for f := range o.Forms() {
			if got := f.Logged(o); !got.Equal(want) {
				t.Errorf("%s: logged %v, want %v", object, got, want)
			}
			break
		}
	}
}

func TestObject_Get(t *testing.T) {
	o := Parse([]byte(`{"a":1,"b":{"c":"d"},"a":2}`))
	for _, c := range []struct {
		path []string
		want string
	}{{[]string{"a"}, "2"}, {[]string{"b", "c"}, `"d"`}, {[]string{"b", "x"}, ""}, {[]string{"x"}, ""}} {
		if got := o.Get(c.path...); string(got) != c.want {
			t.Errorf("%q: %q, want %q", c.path, got, c.want)
		}
	}
}

func TestParseRow(t *testing.T) {
	for raw, want := range map[string]string{
		`[{"field":"@message","value":"x"},{"field":"@ptr","value":"y"}]`: `@message="x" @ptr="y" `,
		`[{"eventTime":"x"},{"eventJson":"y"}]`:                           `eventTime="x" eventJson="y" `,
		`[{"eventTime":"x"},{"a":1,"b":2}]`:                               "none",
		`[{"other":"x"}]`:                                                 "none",
		`[{"eventTime":"x"},{}]`:                                          "none",
		`[{"eventTime":"x"},7]`:                                           "none",
	} {
		got := "none"
		if row := ParseRow([]byte(raw)); row != nil {
			got = ""
			for _, m := range row.Members {
				got += m.Key + "=" + string(m.Value) + " "
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}
