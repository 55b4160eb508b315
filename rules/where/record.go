package where

import (
	"bytes"
	"encoding/json"
	"io"
)

// A Record is what a condition looks at: the members of a CloudTrail record, as
// encoding/json decodes them, numbers as float64.
type Record map[string]any

// Decode decodes a record, and returns nil for what is no JSON object.
func Decode(record []byte) Record {
	var r Record
	d := json.NewDecoder(bytes.NewReader(record))
	if d.Decode(&r) != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	return r
}

// stepsKey is the member of the environment that counts steps. No field of a
// record can be taken for it: fields are looked up in the record alone.
const (
	recordKey = "record"
	stepsKey  = "steps"
)

func environment(r Record, steps *int) map[string]any {
	return map[string]any{recordKey: map[string]any(r), stepsKey: steps}
}
