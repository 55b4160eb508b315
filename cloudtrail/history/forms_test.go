package history

import (
	"bytes"
	"compress/bzip2"
	"encoding/base64"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"trailnotify/cloudtrail"
	"trailnotify/cloudtrail/history/internal/listing"
)

// The two records that every form of this file holds.
var pair = []string{
	`{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/eve"},"eventTime":"2026-03-02T09:00:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging","requestParameters":{"name":"it's"},"eventID":"aaaaaaaa-0000-4000-8000-000000000001"}`,
	`{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/eve"},"eventTime":"2026-03-02T09:00:20Z","eventSource":"cloudtrail.amazonaws.com","eventName":"DeleteTrail","eventID":"aaaaaaaa-0000-4000-8000-000000000002"}`,
}

// both puts each record into a format with one %s and joins the two.
func both(sep, format string, how func(string) string) string {
	var all []string
	for _, r := range pair {
		all = append(all, strings.Replace(format, "%s", how(r), 1))
	}
	return strings.Join(all, sep)
}

func csvQuote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// wrappers hold the pair in the forms in which people keep it that shapes has
// not.
func wrappers() map[string]string {
	array := "[" + both(",", "%s", same) + "]"
	return map[string]string{
		"lower case records":     `{"records":` + array + `}`,
		"Logs Insights, API":     `{"results":[` + both(",", `[{"field":"@timestamp","value":"2026-03-02 09:00:00.000"},{"field":"@message","value":%s},{"field":"@ptr","value":"x"}]`, quote) + `],"status":"Complete"}`,
		"Logs Insights, console": "[" + both(",", `{"@timestamp":"2026-03-02 09:00:00.000","@message":%s}`, quote) + "]",
		"Logs Insights, objects": "[" + both(",", `{"@timestamp":"2026-03-02 09:00:00.000","@message":%s}`, same) + "]",
		"Logs Insights, CSV":     "@timestamp,@message\r\n" + both("\r\n", "2026-03-02 09:00:00.000,%s", csvQuote) + "\r\n",
		"CSV, one column":        "event\n" + both("\n", "%s", csvQuote),
		"CSV, no header":         both("\n", "1,%s", csvQuote),
		"CSV, quoted header":     "\"time\",\"_raw\"\n" + both("\n", `"1",%s`, csvQuote),
		"CSV, semicolons":        "time;raw\n" + both("\n", "1;%s", csvQuote),
		"CSV, indented records":  "time,raw\n" + both("\n", "1,%s", func(r string) string { return csvQuote(indent(r)) }),
		"CSV, base64":            "time,raw\n" + both("\n", "1,%s", b64),
		"CSV, gzip in base64":    "time,raw\n" + both("\n", "1,%s", func(r string) string { return b64(gzipOf(r)) }),
		"TSV":                    "time\traw\n" + both("\n", "1\t%s", csvQuote),
		"Lake":                   `{"QueryStatus":"FINISHED","QueryResultRows":[` + both(",", `[{"eventTime":"x"},{"eventJson":%s}]`, quote) + `]}`,
		"Lake, one column":       `{"QueryResultRows":[` + both(",", `[{"eventJson":%s}]`, quote) + `]}`,
		"EventBridge in SQS":     `{"Records":[` + both(",", `{"messageId":"1","eventSource":"aws:sqs","body":%s}`, func(r string) string { return quote(`{"source":"aws.cloudtrail","detail":` + r + `}`) }) + `]}`,
		"EventBridge sign-in":    both("\n", `{"detail-type":"AWS Console Sign In via CloudTrail","source":"aws.signin","detail":%s}`, same),
		"SNS":                    `{"Records":[` + both(",", `{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Type":"Notification","Message":%s}}`, quote) + `]}`,
		"SNS in SQS": `{"Records":[` + both(",", `{"messageId":"1","eventSource":"aws:sqs","body":%s}`, func(r string) string {
			return quote(`{"Type":"Notification","MessageId":"x","TopicArn":"y","Message":` + quote(r) + `}`)
		}) + `]}`,
		"Firehose event":                `{"invocationId":"x","records":[` + both(",", `{"recordId":"1","data":"%s"}`, b64) + `]}`,
		"Kafka event":                   `{"eventSource":"aws:kafka","records":{"t-0":[` + both(",", `{"topic":"t","offset":1,"value":"%s"}`, b64) + `]}}`,
		"ActiveMQ event":                `{"eventSource":"aws:mq","messages":[` + both(",", `{"messageID":"x","data":"%s"}`, b64) + `]}`,
		"function URL":                  both("\n", `{"version":"2.0","requestContext":{"http":{}},"body":%s,"isBase64Encoded":true}`, func(r string) string { return quote(b64(r)) }),
		"OCSF raw_data":                 both("\n", `{"class_uid":6003,"metadata":{"product":{"name":"CloudTrail"}},"raw_data":%s}`, quote),
		"OCSF unmapped":                 both("\n", `{"class_uid":6003,"metadata":{"product":{"name":"CloudTrail"}},"unmapped":%s}`, same),
		"Filebeat":                      both("\n", `{"@timestamp":"2026-03-02T09:00:00Z","message":%s,"fileset":{"name":"cloudtrail"}}`, quote),
		"Elastic event.original":        both("\n", `{"@timestamp":"x","event":{"action":"x","original":%s},"aws":{"cloudtrail":{"event_version":"1"}}}`, quote),
		"Elastic hits":                  `{"took":1,"hits":{"total":{"value":2},"hits":[` + both(",", `{"_index":"i","_source":%s}`, same) + `]}}`,
		"Elastic bulk":                  both("\n", "{\"index\":{}}\n%s", same),
		"Elastic original in hits":      `{"hits":{"hits":[` + both(",", `{"_source":{"event":{"original":%s},"message":"x"}}`, quote) + `]}}`,
		"Splunk HEC":                    both("\n", `{"time":1,"sourcetype":"aws:cloudtrail","event":%s}`, same),
		"Splunk HEC, strings":           both("\n", `{"time":1,"event":%s}`, quote),
		"Splunk search":                 both("\n", `{"preview":false,"result":{"_raw":%s,"eventName":"StopLogging","eventSource":"x","userIdentity.type":"IAMUser"}}`, quote),
		"Splunk CSV":                    "_time,_raw,eventName\n" + both("\n", "1,%s,StopLogging", csvQuote),
		"Datadog":                       `{"data":[` + both(",", `{"id":"1","type":"log","attributes":{"timestamp":"x","attributes":%s}}`, same) + `]}`,
		"Sumo Logic":                    `{"fields":[{"name":"_raw"}],"messages":[` + both(",", `{"map":{"_raw":%s,"_messageid":"1"}}`, quote) + `]}`,
		"Loki":                          `{"status":"success","data":{"resultType":"streams","result":[{"stream":{"a":"b"},"values":[` + both(",", `["1767225600000000000",%s]`, quote) + `]}]}}`,
		"Graylog":                       `{"messages":[` + both(",", `{"message":{"full_message":%s,"source":"x"},"index":"i"}`, quote) + `]}`,
		"Azure":                         `{"value":[` + both(",", `{"TimeGenerated":"x","RawData":%s}`, quote) + `]}`,
		"BigQuery, snake case":          `{"rows":[` + both(",", `{"event_name":"x","event_source":"y","cloudtrail_event":%s}`, same) + `]}`,
		"Docker":                        both("\n", `{"log":%s,"stream":"stdout","time":"x"}`, func(r string) string { return quote(r + "\n") }),
		"syslog":                        both("\n", `<134>Mar  2 09:00:00 host cloudtrail: %s`, same),
		"fluentd":                       both("\n", "2026-03-02T09:00:00+00:00\tcloudtrail\t%s", same),
		"two on a line":                 "a line: " + both(", and ", "%s", same) + ".\n",
		"JSONP":                         "callback(" + array + ");",
		"after another object":          both("\n", `INFO {"request":1} %s`, same),
		"aws --output text":             both("\n", "EVENTS\tAKIA\t%s\tx\tStopLogging", same),
		"a test case":                   both("\n", `{"input":{"message":%s},"expected":{}}`, quote),
		"unknown wrapper":               both("\n", `{"a":{"b":[{"c":%s}]}}`, quote),
		"the same record twice in each": pairTwice(),
		"tar":                           tarOf(map[string]string{"a.json": pair[0], "b/c": pair[1]}),
		"zip":                           zipOf(map[string]string{"a.json": pair[0], "b/c.txt": pair[1], "d/": ""}),
		"zstd":                          zstdOf(both("\n", "%s", same)),
	}
}

// pairTwice holds each record as a string and as an object.
func pairTwice() string {
	var all []string
	for _, r := range pair {
		all = append(all, `{"text":`+quote(r)+`,"parsed":`+r+`}`)
	}
	return strings.Join(all, "\n")
}

func TestForms_GiveBothRecords(t *testing.T) {
	for name, content := range wrappers() {
		zipped := string(compress(t, []byte(content)))
		for way, content := range map[string]string{"plain": content, "gzip": zipped} {
			records, faults := readAll(t, content)
			checkPair(t, name+", "+way, records, faults)
		}
		records, faults := readNamed(t, content)
		checkPair(t, name+", as a file", records, faults)
		in, err := Open([]string{tree(t, map[string]string{"x/000000": content})}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		records, faults = drain(t, in)
		checkPair(t, name+", in a directory", records, faults)
	}
}

func readNamed(t *testing.T, content string) ([]cloudtrail.Record, []*cloudtrail.Fault) {
	t.Helper()
	in, err := Open([]string{filepath.Join(tree(t, map[string]string{"history": content}), "history")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return drain(t, in)
}

func checkPair(t *testing.T, name string, records []cloudtrail.Record, faults []*cloudtrail.Fault) {
	t.Helper()
	for _, f := range faults {
		if name != "" && !strings.HasPrefix(name, "Elastic bulk") {
			t.Errorf("%s: %v", name, f)
		}
	}
	var got []string
	for _, r := range records {
		got = append(got, compact(t, r))
	}
	if strings.Join(got, "\n") != strings.Join(pair, "\n") {
		t.Errorf("%s: read %q", name, got)
	}
}

func TestForms_SayWhatIsNotARecord(t *testing.T) {
	for name, c := range map[string]struct {
		content, says string
		lossy         bool
	}{
		"digest":            {`{"awsAccountId":"1","digestStartTime":"x","logFiles":[]}`, listing.Digest, false},
		"Config":            {`{"fileVersion":"1.0","configSnapshotId":"x","configurationItems":[{"a":1}]}`, "AWS Config", false},
		"GuardDuty":         {`{"schemaVersion":"2.0","accountId":"1","type":"Recon:IAMUser","service":{}}`, "GuardDuty", false},
		"S3":                {`{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{}}}]}`, "aws s3 cp", false},
		"delivery":          {`{"Type":"Notification","MessageId":"1","TopicArn":"t","Message":"{\"s3Bucket\":\"b\",\"s3ObjectKey\":[\"k\"]}"}`, "aws s3 cp", false},
		"null":              {`{"Records":null}`, "a file without records", false},
		"EventBridge":       {`{"detail-type":"EC2 Instance State-change Notification","source":"aws.ec2","detail":{"state":"x"}}`, "EC2 Instance State-change", false},
		"anything":          {`{"a":"b","c":[{"d":1}]}`, "not a CloudTrail record", false},
		"no eventSource":    {`{"eventName":"StopLogging"}`, "not a CloudTrail record", false},
		"OCSF":              {`{"class_uid":6003,"metadata":{"product":{"name":"CloudTrail"}},"api":{"operation":"x"}}`, "OCSF without raw_data", true},
		"Athena":            {"eventversion,useridentity,eventname\n1,{type=x},StopLogging\n", "CSV of CloudTrail in columns", true},
		"Lake":              {`{"QueryResultRows":[[{"eventName":"x"},{"eventSource":"y"}],[{"eventName":"x"},{"eventSource":"y"}]]}`, "eventJson", true},
		"Insights":          {`{"results":[[{"field":"eventName","value":"x"},{"field":"@ptr","value":"y"}]]}`, "@message", true},
		"flattened":         {`{"eventName":"x","eventSource":"y","userIdentity.arn":"z"}`, "CloudTrail in columns", true},
		"a string in it":    {`{"eventName":"x","eventSource":"y","userIdentity":"{type=x}"}`, "CloudTrail in columns", true},
		"snake case":        {`{"event_name":"x","event_source":"y"}`, "CloudTrail in columns", true},
		"YAML":              {"Events:\n- CloudTrailEvent: '" + pair[0] + "'\n", "--output json", true},
		"Python":            {"[{'eventName': 'StopLogging'}]", "json.dumps", true},
		"xz":                {"\xfd7zXZ\x00\x00\x04", "xz -d", true},
		"Parquet":           {"PAR1\x15\x04", "Parquet", false},
		"UTF-16":            {"\xff\xfe{\x00", "UTF-8", true},
		"flat in a wrapper": {`{"result":{"eventName":"x","eventSource":"y","userIdentity_type":"z"}}`, "CloudTrail in columns", true},
	} {
		records, faults := readAll(t, c.content)
		if len(records) != 0 || len(faults) != 1 {
			t.Errorf("%s: records %v, faults %v", name, records, faults)
			continue
		}
		var f *Foreign
		if !errors.As(faults[0].Err, &f) || !strings.Contains(f.Error(), c.says) || f.Lossy != c.lossy || f.Place.N != 1 || f.Found {
			t.Errorf("%s: %+v, want %q, lossy %v", name, faults[0], c.says, c.lossy)
		}
	}
}

// What isn't a record is counted, and the records around it are read.
func TestForms_CountWhatIsNotARecord(t *testing.T) {
	records, faults := readAll(t, pair[0]+"\n{\"a\":1}\n{\"b\":2}\n"+pair[1]+"\n{\"c\":3}\n")
	checkPair(t, "", records, nil)
	var f *Foreign
	if len(faults) != 1 || !errors.As(faults[0].Err, &f) || f.N != 3 || f.Place.N != 2 || f.Records != 2 || records[1].Place.N != 4 {
		t.Errorf("faults %v, records %v", faults, records)
	}
}

func TestForms_Bzip2(t *testing.T) {
	data, err := os.ReadFile("testdata/pair.jsonl.bz2")
	if err != nil {
		t.Fatal(err)
	}
	if err := iotest.TestReader(bzip2.NewReader(bytes.NewReader(data)), []byte(both("\n", "%s", same)+"\n")); err != nil {
		t.Fatal(err)
	}
	records, faults := readAll(t, string(data))
	checkPair(t, "bzip2", records, faults)
}

// An aggregated event counts at the start of its window.
func TestForms_AggregatedEventsHaveTheTimeOfTheirWindow(t *testing.T) {
	records, _ := readAll(t, `{"eventCategory":"Aggregated","eventId":"aaaaaaaa-1","accountId":"1","timeWindow":{"windowStart":"2026-03-02T09:00:00Z"}}`)
	if len(records) != 1 {
		t.Fatal(records)
	}
	if at, ok := records[0].Time(); !ok || at.Format("15:04") != "09:00" {
		t.Errorf("time %v, %v", at, ok)
	}
}

// A consumer that has had enough is not called again, whatever is left to say.
func TestRecords_StopInTheMiddleOfAFault(t *testing.T) {
	in, err := Open([]string{Stdin}, Options{Stdin: strings.NewReader(`{"awslogs":{"data":"` + b64(`{"eventName":"S"}    `) + `!"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	for range in.Records() {
		break
	}
}

// Every form, damaged at random, holds the promises of checkContent.
func TestForms_Damaged(t *testing.T) {
	oneGoroutine(t)
	forms := wrappers()
	names := slices.Sorted(maps.Keys(forms))
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 3))
		content := []byte(forms[names[r.IntN(len(names))]])
		for range 1 + r.IntN(5) {
			at := r.IntN(len(content))
			switch r.IntN(4) {
			case 0:
				content[at] = byte(r.IntN(256))
			case 1:
				content[at] = "\"\\{}[]:,\n "[r.IntN(10)]
			case 2:
				content = slices.Concat(content[:at], content[r.IntN(at+1):])
			default:
				content = content[:at+1]
			}
		}
		if checkContent(t, content); t.Failed() {
			t.Fatalf("seed %d: %q", seed, content)
		}
	}
}
