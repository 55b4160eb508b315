package cloudtrail_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"trailnotify/cloudtrail"
)

// One record, one line that is none, and one record in an EventBridge event.
func ExampleInput_Records() {
	history := strings.NewReader(`{"eventName":"StopLogging","eventTime":"2024-05-01T12:00:00Z"}
connection reset by peer
{"detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"DeleteTrail","eventTime":"2024-05-01T12:01:00Z"}}
`)
	in, err := cloudtrail.Open([]string{cloudtrail.Stdin}, history)
	if err != nil {
		fmt.Println(err)
		return
	}
	for record, err := range in.Records() {
		if err != nil {
			fmt.Println("skipped:", err)
			continue
		}
		at, _ := record.Time()
		fmt.Println(record.Place, at.Format("15:04"), record.Field("eventName"))
	}
	// Output:
	// stdin:1 12:00 StopLogging
	// skipped: stdin:2: line 2, byte 63: not JSON: connection reset by peer
	// stdin:3 12:01 DeleteTrail
}

// The payload of a Lambda event, {"awslogs":{"data":"…"}}.
func ExampleDecodePayload() {
	var compressed bytes.Buffer
	w := gzip.NewWriter(&compressed)
	io.WriteString(w, `{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"CloudTrail/logs","logEvents":[
		{"id":"1","timestamp":1714564800000,"message":"{\"eventName\":\"StopLogging\"}"},
		{"id":"2","timestamp":1714564801000,"message":"hello"}]}`)
	w.Close()
	data := base64.StdEncoding.EncodeToString(compressed.Bytes())

	batch, err := cloudtrail.DecodePayload([]byte(data))
	if err != nil {
		fmt.Println(err) // a *PayloadError or a *ShapeError
		return
	}
	for _, record := range batch.Records {
		fmt.Println(batch.Owner, record.Logged.Format("15:04:05"), record.Field("eventName"))
	}
	fmt.Println("rejected:", batch.Rejected[0])

	_, err = cloudtrail.DecodePayload([]byte(data[:40]))
	fmt.Println(err)
	// Output:
	// 111122223333 12:00:00 StopLogging
	// rejected: record 2: message of 5 bytes: not JSON: invalid character 'h' looking for beginning of value
	// decompressing payload: unexpected EOF
}
