package history_test

import (
	"fmt"
	"strings"

	"trailnotify/cloudtrail/history"
)

// One record, one line that is none, and one record in an EventBridge event.
func ExampleInput_Records() {
	content := strings.NewReader(`{"eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","eventTime":"2024-05-01T12:00:00Z"}
connection reset by peer
{"detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"DeleteTrail","eventSource":"cloudtrail.amazonaws.com","eventTime":"2024-05-01T12:01:00Z"}}
`)
	in, err := history.Open([]string{history.Stdin}, history.Options{Stdin: content})
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
	// skipped: stdin:2: line 2, byte 104: not JSON: connection reset by peer
	// stdin:3 12:01 DeleteTrail
}
