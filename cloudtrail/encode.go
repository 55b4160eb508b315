package cloudtrail

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip"
)

// EncodePayload is the inverse of [DecodePayload]: it wraps the records of a
// batch as CloudWatch Logs would. The timestamp of a log event is that of its
// record: when it was logged, else when it happened. b.Rejected is left out.
func EncodePayload(b Batch) ([]byte, error) {
	type logEvent struct {
		ID        string `json:"id"`
		Timestamp int64  `json:"timestamp"`
		Message   string `json:"message"`
	}
	payload := struct {
		MessageType         string     `json:"messageType"`
		Owner               string     `json:"owner"`
		LogGroup            string     `json:"logGroup"`
		LogStream           string     `json:"logStream"`
		SubscriptionFilters []string   `json:"subscriptionFilters"`
		LogEvents           []logEvent `json:"logEvents"`
	}{"DATA_MESSAGE", b.Owner, b.LogGroup, b.LogStream, []string{}, []logEvent{}}
	for i, r := range b.Records {
		at := r.Logged
		if at.IsZero() {
			at, _ = r.Time()
		}
		if at.IsZero() {
			at = time.Unix(0, 0)
		}
		payload.LogEvents = append(payload.LogEvents, logEvent{strconv.Itoa(i + 1), at.UnixMilli(), string(r.JSON)})
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("encoding a payload: %w", err)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err = w.Write(text)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("compressing a payload: %w", err)
	}
	return base64.StdEncoding.AppendEncode(nil, zipped.Bytes()), nil
}
