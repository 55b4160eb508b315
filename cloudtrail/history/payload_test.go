package history

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

// compress makes one gzip member.
func compress(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encode(data []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(data)) }

// logged is when the log event i of a payload of this file was logged.
func logged(i int) time.Time { return time.UnixMilli(1_714_521_600_000 + int64(i)).UTC() }

// payloadJSON makes the JSON of a DATA_MESSAGE of these messages.
func payloadJSON(t testing.TB, messages ...string) []byte {
	t.Helper()
	type event struct {
		ID        string `json:"id"`
		Timestamp int64  `json:"timestamp"`
		Message   string `json:"message"`
	}
	events := []event{}
	for i, m := range messages {
		events = append(events, event{fmt.Sprintf("%056d", i), logged(i).UnixMilli(), m})
	}
	b, err := json.Marshal(map[string]any{
		"messageType": "DATA_MESSAGE", "owner": "111122223333", "logGroup": "CloudTrail/DefaultLogGroup",
		"logStream": "111122223333_CloudTrail_us-east-1", "subscriptionFilters": []string{"trailnotify"}, "logEvents": events,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}
