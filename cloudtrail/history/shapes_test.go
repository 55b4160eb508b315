package history

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"trailnotify/cloudtrail"
)

// examples are records of different kinds, each on one line.
var examples = []string{
	`{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","accountId":"111122223333","accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"alice"},"eventTime":"2024-05-01T12:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetBucketAcl","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1","userAgent":"[aws-cli/2.15 \"quoted\" \\ {[}\u00e9é]","requestParameters":{"list":[{"a":[1,2,{}]},[],-1.5e3]},"responseElements":null,"readOnly":true,"eventID":"11111111-1111-4111-8111-111111111111"}`,
	`{"eventID":"22222222-2222-4222-8222-222222222222","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","eventTime":"2024-05-01T12:00:01Z","additionalEventData":{"MFAUsed":"No"},"responseElements":{"ConsoleLogin":"Failure"}}`,
	`{"eventVersion":"1.09","eventType":"AwsCloudTrailInsight","eventID":"33333333-3333-4333-8333-333333333333","insightDetails":{"state":"Start"}}`,
	`{"eventId":"44444444-4444-4444-8444-444444444444","accountId":"111122223333","eventCategory":"Aggregated"}`,
	`{"@timestamp":"2024-05-01T12:00:04.000Z","eventName":"GetUser","eventSource":"iam.amazonaws.com","errorCode":"AccessDenied","message":"not a log event"}`,
}

func join(sep string) string { return strings.Join(examples, sep) }

func indent(s string) string {
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(s), "", "    "); err != nil {
		panic(err)
	}
	return b.String()
}

// quote makes a JSON string.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// each applies a format with one %s to every example.
func each(format string, f func(string) string) []string {
	var all []string
	for _, r := range examples {
		all = append(all, fmt.Sprintf(format, f(r)))
	}
	return all
}

func same(s string) string { return s }

func wrapAt76(b []byte) string {
	var s strings.Builder
	for ; len(b) > 76; b = b[76:] {
		s.Write(b[:76])
		s.WriteByte('\n')
	}
	return s.String() + string(b) + "\n"
}

// shapes holds the examples in every shape that a file may have.
func shapes(t testing.TB) map[string]string {
	payload := string(payloadJSON(t, examples...))
	data := string(encode(compress(t, []byte(payload))))
	awslogs := `{"awslogs":{"data":"` + data + `"}}`
	control := `{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],` +
		`"logEvents":[{"id":"","timestamp":1714521600000,"message":"CWL CONTROL MESSAGE: Checking health of destination Kinesis stream."}]}`
	array := "[" + join(",") + "]"
	delivery := `{"Records":` + array + `}`
	bridge := each(`{"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.s3","time":"2024-05-01T12:00:00Z","detail":%s}`, same)
	logEvents := each(`{"logStreamName":"s","timestamp":1714521600000,"message":%s,"ingestionTime":1714521600001,"eventId":"1"}`, quote)
	lookups := each(`{"EventId":"1","EventName":"x","EventTime":1714521600.0,"Resources":[],"CloudTrailEvent":%s}`, quote)
	sqs := func(body string) string {
		return `{"Records":[{"messageId":"1","receiptHandle":"r","body":` + quote(body) + `,"attributes":{},"eventSource":"aws:sqs","awsRegion":"us-east-1"}]}`
	}
	var payloads []string
	for _, r := range examples {
		payloads = append(payloads, string(encode(compress(t, payloadJSON(t, r)))))
	}
	return map[string]string{
		"payloads, base64, one a line":     strings.Join(payloads, "\n"),
		"payloads, base64, wrapped":        wrapAt76([]byte(payloads[0])) + wrapAt76([]byte(payloads[1])) + strings.Join(payloads[2:], "\n\n"),
		"S3 delivery":                      delivery,
		"S3 delivery, indented":            indent(delivery),
		"S3 delivery, more keys":           `{"x":{"Records":[1]},"y":[{}],"Records":` + array + `,"z":[{"Records":[2]}]}`,
		"S3 deliveries, one a line":        each2(`{"Records":[%s]}`, "\n"),
		"S3 deliveries, no separator":      each2(`{"Records":[%s]}`, ""),
		"array":                            array,
		"array, indented":                  indent(array),
		"array of arrays":                  "[[" + join("],[") + "]]",
		"array of deliveries":              "[" + each2(`{"Records":[%s]}`, ",") + "]",
		"array of strings":                 "[" + strings.Join(each("%s", quote), ",") + "]",
		"array, one a line":                "[\n" + join(",\n") + "\n]\n",
		"lines":                            join("\n") + "\n",
		"lines, no line end at the end":    join("\n"),
		"lines, CRLF":                      join("\r\n") + "\r\n",
		"lines, blank ones between":        "\n" + join("\n \n\n") + "\n\n",
		"lines, with commas":               join(",\n"),
		"lines, commas first":              join("\n, "),
		"lines, byte order mark":           "\xef\xbb\xbf" + join("\n"),
		"no separator":                     join(""),
		"indented, one after the other":    strings.Join(each("%s", indent), "\n"),
		"indented, no separator":           strings.Join(each("%s", indent), ""),
		"export":                           each2(`2024-05-01T00:00:00.000Z %s`, "\n"),
		"export, CRLF":                     each2(`2024-05-01T00:00:00.000Z %s`, "\r\n"),
		"tail":                             each2(`2024-05-01T00:00:00.000000+00:00 111122223333_CloudTrail_us-east-1 %s`, "\n"),
		"filter-log-events":                `{"events":[` + strings.Join(logEvents, ",") + `],"searchedLogStreams":[]}`,
		"filter-log-events, indented":      indent(`{"searchedLogStreams":[],"events":[` + strings.Join(logEvents, ",") + `]}`),
		"log events, one a line":           strings.Join(logEvents, "\n"),
		"lookup-events":                    indent(`{"Events":[` + strings.Join(lookups, ",") + `],"NextToken":"t"}`),
		"lookup events, one a line":        strings.Join(lookups, "\n"),
		"EventBridge, one a line":          strings.Join(bridge, "\n"),
		"EventBridge, array":               "[" + strings.Join(bridge, ",") + "]",
		"EventBridge, indented":            indent(bridge[0]) + strings.Join(bridge[1:], "\n"),
		"payload, JSON":                    payload,
		"payload, JSON, indented":          indent(payload),
		"payload, JSON, a control message": control + "\n" + payload + "\n" + control,
		"payload, base64":                  data,
		"payload, base64, wrapped":         wrapAt76([]byte(data)),
		"payload, base64, CRLF":            strings.ReplaceAll(wrapAt76([]byte(data)), "\n", "\r\n"),
		"payload, base64, quoted":          `"` + data + `"`,
		"payload, gzip":                    string(compress(t, []byte(payload))),
		"Lambda event":                     awslogs,
		"Lambda event, indented":           indent(awslogs),
		"Lambda event, failed":             `{"version":"1.0","requestContext":{"condition":"RetriesExhausted"},"requestPayload":` + awslogs + `}`,
		"SQS, Lambda event":                sqs(awslogs),
		"SQS, failed Lambda event":         sqs(`{"requestPayload":` + awslogs + `}`),
		"SQS, base64":                      sqs(data),
		"SQS, records":                     sqs(delivery),
		"SQS, receive-message":             `{"Messages":[{"MessageId":"1","Body":` + quote(awslogs) + `}]}`,
		"Kinesis": `{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"p","sequenceNumber":"1","data":"` + data + `"},` +
			`"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:1","eventName":"aws:kinesis:record"}]}`,
		"a string":            quote(delivery),
		"mixed":               examples[0] + bridge[1] + "[" + examples[2] + "]\n" + indent(logEvents[3]) + "\n" + `{"Records":[` + examples[4] + `]}`,
		"gzip":                string(compress(t, []byte(delivery))),
		"gzip, members":       string(compress(t, []byte(delivery[:99]))) + string(compress(t, nil)) + string(compress(t, []byte(delivery[99:]))),
		"gzip, filled up":     string(compress(t, []byte(delivery))) + strings.Repeat("\x00", 512),
		"base64 of plain":     `{"awslogs":{"data":"` + base64.StdEncoding.EncodeToString([]byte(delivery)) + `"}}`,
		"with empty ones":     `{"Records":[]}[]{"Records":[]}` + "\n" + delivery + "[[]]",
		"indented with tabs":  strings.ReplaceAll(indent(delivery), "    ", "\t"),
		"lines not indented":  strings.ReplaceAll(indent(delivery), "  ", ""),
		"array not indented":  strings.ReplaceAll(indent(array), "  ", ""),
		"records in an order": `{"z":1,"Records":` + array + `}`,
	}
}

func each2(format, sep string) string { return strings.Join(each(format, same), sep) }

// asFault makes a fault of what is not a record, so that both can be compared.
func asFault(err error) *cloudtrail.Fault {
	if f, ok := err.(*Foreign); ok {
		return &cloudtrail.Fault{Place: f.Place, Err: f}
	}
	return err.(*cloudtrail.Fault)
}

// readFrom reads content with a reader that may have read others before.
func readFrom(r *fileReader, content io.Reader, emit func(cloudtrail.Record, error) bool) {
	r.in = &Input{}
	out := &output{file: "f", emit: emit}
	r.content(out, content, nil, true)
	out.end()
}

// readAll reads content as standard input.
func readAll(t testing.TB, content string) (records []cloudtrail.Record, faults []*cloudtrail.Fault) {
	t.Helper()
	in, err := Open([]string{Stdin}, Options{Stdin: strings.NewReader(content)})
	if err != nil {
		t.Fatal(err)
	}
	return drain(t, in)
}

func drain(t testing.TB, in *Input) (records []cloudtrail.Record, faults []*cloudtrail.Fault) {
	t.Helper()
	for r, err := range in.Records() {
		if err == nil {
			records = append(records, r)
			continue
		}
		faults = append(faults, asFault(err))
	}
	return records, faults
}

// compact is a record without the white space between its tokens, so that
// shapes can be compared.
func compact(t testing.TB, r cloudtrail.Record) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, r.JSON); err != nil {
		t.Fatalf("%v: %v", r.Place, err)
	}
	return b.String()
}

func TestRecords_EveryShapeGivesTheSame(t *testing.T) {
	for name, content := range shapes(t) {
		t.Run(name, func(t *testing.T) {
			records, faults := readAll(t, content)
			for _, f := range faults {
				t.Error(f)
			}
			if len(records) != len(examples) {
				t.Fatalf("%d records, want %d", len(records), len(examples))
			}
			for i, r := range records {
				if got := compact(t, r); got != examples[i] {
					t.Errorf("record %d\n got %s\nwant %s", i+1, got, examples[i])
				}
				if want := (cloudtrail.Place{File: "stdin", N: i + 1}); r.Place != want {
					t.Errorf("record %d at %v", i+1, r.Place)
				}
			}
		})
	}
}

func TestRecords_AsLoggedNotNormalised(t *testing.T) {
	odd := "{\"eventName\":\"n\",\"eventSource\":\"s\",\"a\" :\t1.0e0,\r\n  \"b\":\"\\u0041\\/\\ud800\xff\", \"b\":2}"
	records, faults := readAll(t, `{"Records":[ `+odd+` ]}`)
	if len(faults) > 0 || len(records) != 1 || string(records[0].JSON) != odd {
		t.Errorf("records %v, faults %v", records, faults)
	}
}

func TestRecords_TimeLogged(t *testing.T) {
	logged := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, shape := range []string{"export", "tail", "filter-log-events", "log events, one a line"} {
		records, _ := readAll(t, shapes(t)[shape])
		for _, r := range records {
			if !r.Logged.Equal(logged) {
				t.Errorf("%s: logged %v", shape, r.Logged)
			}
		}
	}
	records, _ := readAll(t, shapes(t)["payload, base64"])
	if last := len(examples) - 1; !records[last].Logged.Equal(logged.Add(time.Duration(last) * time.Millisecond)) {
		t.Errorf("payload: logged %v", records[last].Logged)
	}
	records, _ = readAll(t, shapes(t)["S3 delivery"])
	if !records[0].Logged.IsZero() {
		t.Errorf("S3 delivery: logged %v", records[0].Logged)
	}
}
