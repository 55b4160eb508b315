package cloudtrail_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"

	"trailnotify/cloudtrail"
)

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
