package cloudtrail

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"
)

func FuzzDecodePayload(f *testing.F) {
	f.Add(encode(compress(f, payloadJSON(f, examples...))), false)
	f.Add(payloadJSON(f, examples...), true)
	f.Add([]byte(`{"messageType":"DATA_MESSAGE","logEvents":[{"message":"{\"a\":\"\ud83d\ude00\ud83d\"}","timestamp":1},{"message":"x"},7]}`), true)
	f.Add([]byte(`{"messageType":"CONTROL_MESSAGE"}`), true)
	f.Fuzz(func(t *testing.T, data []byte, plain bool) {
		var d Decoder
		if !plain {
			checkBatch(t)(DecodePayload(data))
			checkSkimmed(t, &d, data)
			return
		}
		checkSkimmed(t, &d, encode(compress(t, data)))
		b, err := decodeJSON(t, data)
		checkBatch(t)(b, err)
		if utf8.Valid(data) { // encoding/json changes what is not
			compareBatch(t, data, b, err)
		}
	})
}

func checkBatch(t *testing.T) func(Batch, error) {
	return func(b Batch, err error) {
		if err != nil && (len(b.Records) > 0 || len(b.Rejected) > 0) {
			t.Errorf("error %v and %d records", err, len(b.Records))
		}
		for _, r := range b.Records {
			if !json.Valid(r.JSON) || r.JSON[0] != '{' {
				t.Errorf("no JSON object: %q", r.JSON)
			}
		}
	}
}

// compareBatch compares a batch with what encoding/json makes of the same
// payload.
func compareBatch(t *testing.T, data []byte, b Batch, err error) {
	var payload map[string]json.RawMessage
	var kind string
	var events []json.RawMessage
	sound := json.Unmarshal(data, &payload) == nil && payload != nil &&
		json.Unmarshal(payload["messageType"], &kind) == nil &&
		(kind == "CONTROL_MESSAGE" || kind == "DATA_MESSAGE" && json.Unmarshal(payload["logEvents"], &events) == nil && events != nil)
	for _, name := range []string{"messageType", "owner", "logGroup", "logStream", "logEvents"} {
		if bytes.Count(data, []byte(name)) > 1 {
			return // a second one makes the payload broken
		}
	}
	if sound != (err == nil) {
		t.Fatalf("encoding/json finds it sound: %v; error %v", sound, err)
	}
	if len(events) != len(b.Records)+len(b.Rejected) {
		t.Fatalf("%d log events, %d records, %d rejected", len(events), len(b.Records), len(b.Rejected))
	}
	for _, r := range b.Records {
		var event map[string]json.RawMessage
		var message string
		if json.Unmarshal(events[r.Place.N-1], &event) != nil || json.Unmarshal(event["message"], &message) != nil {
			t.Fatalf("record %s of %s", r.JSON, events[r.Place.N-1])
		}
		if got := string(bytes.Trim([]byte(message), blanks)); got != string(r.JSON) {
			t.Errorf("record %q, encoding/json reads %q", r.JSON, got)
		}
	}
}
